import { UserError } from "../errors.ts";
import type { PricePath } from "./bar.ts";
import { readBars } from "./readBars.ts";
import { type Range, selectBars } from "./select.ts";
import { stepsOf } from "./steps.ts";
import { syntheticPath } from "./synthetic.ts";

/** Bounds of the feed's answers in the local deployment, USD. */
const LOWEST = 0.01;
const HIGHEST = 10_000_000;

/** Where the prices of a run come from. */
export interface PathOptions extends Range {
  /** CSV file; the seeded path when absent. */
  readonly prices?: string;
  readonly seed: number;
}

/** The prices of a run. Throws a UserError when the file or the selection cannot be used. */
export async function loadPath({ prices, seed, ...range }: PathOptions): Promise<PricePath> {
  if (prices === undefined) return { source: `jump-diffusion with a crash, seed ${seed}`, steps: syntheticPath(seed) };
  const steps = stepsOf(selectBars(await readBars(prices), range));
  const outside = steps.find(({ price }) => price <= LOWEST || price >= HIGHEST);
  if (outside !== undefined) {
    throw new UserError(`${prices}: the feed reports prices between ${LOWEST} and ${HIGHEST}, not ${outside.price}`);
  }
  return { source: prices, steps };
}
