/**
 * Black-76 values of one option in 23 scenarios, seven spots with three volatilities each and two tails at the third
 * volatility: the twin of `contracts/pricing/Scenarios.sol`, same bits. `docs/pricing.md` gives every operation.
 */
import { inRange, price, refuse, rootOfYears } from "./black76.js";
import { ShiftOutOfRangeError } from "./errors.js";
import { WAD, lnRatio } from "./fixedPoint.js";

/** What the options of a market share at one width: seven spots, then the lower and the upper tail. */
export interface Shifts {
  /** 1 + shift, wad. */
  readonly factors: readonly bigint[];
  /** ln(factor), Q128. */
  readonly logarithms: readonly bigint[];
  /** The greatest factor, wad. */
  readonly greatest: bigint;
}

/** Volatilities down, unmoved and up, wad. */
export type Volatilities = readonly [down: bigint, unmoved: bigint, up: bigint];

/** The least and the greatest shift of the spot, wad. */
export const MIN_SHIFT = (-95n * WAD) / 100n;
export const MAX_SHIFT = (5n * WAD) / 2n;

const SPOTS = 7;
const FAR = 10n << 56n;
const HALF_LOG2_E = 13306513097844322492n;
const LOG2_ROOT_TWO_PI = 764241726762614231n;
const HALF_Q59 = 1n << 58n;

/**
 * What the options of one market share at one width.
 * @param shifts Nine relative moves of the spot, wad, each within [−0.95, 2.5]: seven spots, the two tails.
 * @throws {@link ShiftOutOfRangeError}
 */
export const prepare = (shifts: readonly bigint[]): Shifts => {
  const factors = shifts.map((shift) => {
    if (shift < MIN_SHIFT || shift > MAX_SHIFT) throw new ShiftOutOfRangeError(shift, MIN_SHIFT, MAX_SHIFT);
    return WAD + shift;
  });
  return {
    factors,
    logarithms: factors.map((factor) => logarithm(factor, WAD)),
    greatest: factors.reduce((a, b) => (a > b ? a : b)),
  };
};

/**
 * The 23 values of one call or put, wad: value 3·i + j belongs to spot i and volatility j, 21 and 22 to the tails.
 * Within 3e-16·max(F, F', K)·max(D, 1) + 4 wei; at an unmoved spot and the second volatility exactly those of
 * {@link price}. call − put = ±D·|F' − K| to the wei.
 * @param forward F in wad; F times the greatest factor is at most 2^120.
 * @param strike K in wad, at most 2^120.
 * @param timeToExpiry T in seconds, at most 100 years.
 * @param volatilities Wad, each at most 10e18.
 * @param discount D in wad, at most 10e18.
 * @throws The same errors as {@link price}
 */
export const values = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  volatilities: Volatilities,
  discount: bigint,
  isCall: boolean,
  shifts: Shifts,
): bigint[] => {
  requireInRange(forward, strike, timeToExpiry, volatilities, discount, shifts);
  const origin = forward === 0n || strike === 0n ? 0n : logarithm(forward, strike);
  const root = timeToExpiry === 0n ? 0n : rootOfYears(timeToExpiry);
  const down = deviationOf(volatilities[0], root);
  const unmoved = deviationOf(volatilities[1], root);
  const up = deviationOf(volatilities[2], root);
  const results: bigint[] = [];
  for (let i = 0; i < shifts.factors.length; i++) {
    const factor = shifts.factors[i]!;
    const moved = (forward * factor) / WAD;
    const signed = origin + shifts.logarithms[i]!;
    const distance = (signed < 0n ? -signed : signed) << 48n;
    let low = moved;
    let addend = 0n;
    if (moved > strike) {
      if (isCall) addend = ((moved - strike) * discount) / WAD;
      low = strike;
    } else if (!isCall) {
      addend = ((strike - moved) * discount) / WAD;
    }
    if (i < SPOTS) {
      results.push(((timeValue(low, distance, down) * discount) >> 64n) / WAD + addend);
      if (factor === WAD) {
        const { call, put } = price(forward, strike, timeToExpiry, volatilities[1], discount);
        results.push(isCall ? call : put);
      } else {
        results.push(((timeValue(low, distance, unmoved) * discount) >> 64n) / WAD + addend);
      }
    }
    results.push(((timeValue(low, distance, up) * discount) >> 64n) / WAD + addend);
  }
  return results;
};

const requireInRange = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  volatilities: Volatilities,
  discount: bigint,
  shifts: Shifts,
): void => {
  const moved = (forward * shifts.greatest) / WAD;
  const [down, unmoved, up] = volatilities;
  const extremes = [forward > moved ? forward : moved, strike, timeToExpiry] as const;
  if (
    inRange(...extremes, down, discount) &&
    inRange(...extremes, unmoved, discount) &&
    inRange(...extremes, up, discount) &&
    forward >= 0n
  ) {
    return;
  }
  for (const volatility of volatilities) {
    refuse(forward, strike, timeToExpiry, volatility, discount);
    refuse(moved, strike, timeToExpiry, volatility, discount);
  }
};

/** ln(a/b), Q128. */
const logarithm = (a: bigint, b: bigint): bigint => (a > b ? lnRatio(a, b) : -lnRatio(b, a));

/** s = σ√T in Q120; 1 in place of 0. */
const deviationOf = (volatility: bigint, root: bigint): bigint => ((volatility * root) << 24n) / WAD || 1n;

/** The undiscounted out-of-the-money value in Q64. */
const timeValue = (low: bigint, distance: bigint, deviation: bigint): bigint => {
  const x = distance / deviation;
  const half = deviation >> 65n;
  const inside = x < half;
  const near = inside ? half - x : x - half;
  if (near > FAR || (near === FAR && !inside)) return inside ? low << 64n : 0n;
  const v = ((near * near * HALF_LOG2_E) >> 117n) + LOG2_ROOT_TWO_PI;
  const power = (v + HALF_Q59) >> 59n;
  const g = (power << 59n) - v;
  const square = g * g;
  let p = square / 14982293492681414153n + 11643203569502407352n;
  p = square / p + 8316570687384916153n;
  p = square / p + 4989942411691884117n;
  p = square / p + 1663314137230540355n;
  const e = (((low * (p + g)) << 64n) / (p - g)) >> power;
  const nearRatio = millsRatio(near);
  const farRatio = millsRatio(x + half);
  if (inside) {
    const whole = low << 64n;
    const part = (e * (nearRatio + farRatio)) >> 56n;
    return whole > part ? whole - part : 0n;
  }
  return nearRatio > farRatio ? (e * (nearRatio - farRatio)) >> 56n : 0n;
};

/** Mills' ratio, Q56 both. */
const millsRatio = (t: bigint): bigint => {
  let v = 106900019997238341550211750426776673n / (t + 48182989343487563n) + t + 229910007808698292n;
  v = 2743164155211019569329340917753475n / v + t + 2859589926358514400n;
  v = 7226917322406688179691945654119250177n / v + t - 2463785501894631902n;
  v = t + 774394138567348134n - 20971672716284753461482328263756742n / v;
  v = 55654068671299060773119073451944554n / v + t - 38712785324735750n;
  v = 5062205883112167363775123657586848n / v + t + 57406976737472n;
  return 5192362349195201862765822898861774n / v;
};
