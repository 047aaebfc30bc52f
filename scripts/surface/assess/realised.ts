/** What the clock of the contracts would say: the realised volatility for a time to expiry. */
import type { Bar } from "../../start/prices/bar.ts";

const DAY = 86_400;
const YEAR = 365 * DAY;
/** Seconds in which the weight of a return halves. */
const [FAST, SLOW] = [DAY, 30 * DAY];
const MEMORY = 12 * DAY;
/** Seconds of prices that the slow average needs before it counts, and that a price may be old. */
const [WARM_UP, OLDEST] = [60 * DAY, 2 * 3600];

/** √ of the exponential averages of squared returns per year at one time. */
export interface Realised {
  readonly fast: number;
  readonly slow: number;
}

/** The averages at `time`; undefined when the bars do not reach from 60 days before up to then. */
export const realisedAt = (bars: readonly Bar[], time: number): Realised | undefined => {
  const past = bars.filter(({ timestamp }) => timestamp <= time && timestamp > time - 4 * WARM_UP);
  const [first, last] = [past[0], past.at(-1)];
  if (first === undefined || first.timestamp > time - WARM_UP || last!.timestamp < time - OLDEST) return undefined;
  let [fast, slow] = [0, 0];
  for (const [i, bar] of past.slice(1).entries()) {
    const before = past[i]!;
    const elapsed = bar.timestamp - before.timestamp;
    const square = (Math.log(bar.open / before.open) ** 2 * YEAR) / elapsed;
    const [keepFast, keepSlow] = [2 ** (-elapsed / FAST), 2 ** (-elapsed / SLOW)];
    fast = keepFast * fast + (1 - keepFast) * square;
    // An average of what there is, until there is enough.
    slow = i === 0 ? square : keepSlow * slow + (1 - keepSlow) * square;
  }
  return { fast: Math.sqrt(fast), slow: Math.sqrt(slow) };
};

/** slow + (fast − slow)·e^(−T/12 days). Source: `IRealizedVolatility.anchor`. */
export const anchorOf = ({ fast, slow }: Realised, tenor: number): number =>
  slow + (fast - slow) * Math.exp(-tenor / MEMORY);
