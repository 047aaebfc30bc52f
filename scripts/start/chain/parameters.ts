import { loadParameters } from "../../../deploy/parameters.ts";
import type { Parameters } from "../../../deploy/schema.ts";
import type { Step } from "../prices/bar.ts";

const COLLATERAL_WORTH = 1e10;
const LONGEST_HEARTBEAT = 172_800;

/**
 * The parameters of the local deployment, with the feed starting at the path's first price and late only when it is
 * later than the path's prices are apart.
 */
export function parametersFor(steps: readonly Step[]): Parameters {
  const parameters = loadParameters(new URL("../../../deploy/parameters/local.json", import.meta.url));
  const spacing = steps.slice(1).reduce((least, step, i) => Math.min(least, step.time - steps[i]!.time), Infinity);
  const [market, ...others] = parameters.markets;
  const feed = { double: { decimals: 8, answer: steps[0]!.price.toFixed(8) } };
  const heartbeat = Math.min(Math.max(market!.heartbeat, 2 * spacing), LONGEST_HEARTBEAT);
  // Enough for what the traders pledge, however cheap the token is.
  const cap = String(Math.ceil(Math.max(1_000_000, COLLATERAL_WORTH / steps[0]!.price)));
  const collateral = { ...market!.collateral!, cap };
  return { ...parameters, markets: [{ ...market!, feed, heartbeat, collateral }, ...others] };
}
