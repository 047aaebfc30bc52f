import { loadParameters } from "../../../deploy/parameters.ts";
import type { Parameters, SourceParameters } from "../../../deploy/schema.ts";
import type { Step } from "../prices/bar.ts";

const COLLATERAL_WORTH = 1e10;
const LONGEST_HEARTBEAT = 172_800;

/**
 * The parameters of the local deployment, with sources that start at the path's first price and are late only when they
 * are later than the path's prices are apart, and with other publishers.
 */
export function parametersFor(steps: readonly Step[], publishers: readonly string[]): Parameters {
  const parameters = loadParameters(new URL("../../../deploy/parameters/local.json", import.meta.url));
  const spacing = steps.slice(1).reduce((least, step, i) => Math.min(least, step.time - steps[i]!.time), Infinity);
  const [market, ...others] = parameters.markets;
  const answer = steps[0]!.price.toFixed(8);
  const late = (heartbeat: number) => Math.min(Math.max(heartbeat, 2 * spacing), LONGEST_HEARTBEAT);
  const sources = market!.sources.map((source): SourceParameters => {
    if ("chainlink" in source) {
      const proxy = { double: { decimals: 8, answer } };
      return { chainlink: { ...source.chainlink, proxy, heartbeat: late(source.chainlink.heartbeat) } };
    }
    if (!("band" in source)) return source;
    return { band: { ...source.band, reference: { double: { answer } }, heartbeat: late(source.band.heartbeat) } };
  });
  // Enough for what the traders pledge, however cheap the token is.
  const cap = String(Math.ceil(Math.max(1_000_000, COLLATERAL_WORTH / steps[0]!.price)));
  const collateral = { ...market!.collateral!, cap };
  const surface = { publishers: [...publishers], threshold: publishers.length };
  return { ...parameters, surface, markets: [{ ...market!, sources, collateral }, ...others] };
}
