/**
 * Black-76 values of one option in 23 scenarios, seven spots with three volatilities each and two tails at the third
 * volatility: the twin of `contracts/pricing/Scenarios.sol`, same bits. `docs/pricing.md` gives every operation.
 */
import { inRange, price, refuse, refuseNegative, rootOfYears } from "./black76.js";
import { ShiftOutOfRangeError } from "./errors.js";
import { WAD, lnRatio, magnitude } from "./fixedPoint.js";

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
 * Within (5e-14·max(F, F', K) + 4 wei)·max(D, 1); at an unmoved spot and the second volatility exactly those of
 * {@link price}. call − put = ±D·|F' − K| to the wei.
 * @param forward F in wad; F and F times the greatest factor are below 2^120.
 * @param strike K in wad, below 2^120.
 * @param timeToExpiry T in seconds, below 2^32.
 * @param volatilities Wad, each below 2^64.
 * @param discount D in wad, below 2^64.
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
    const distance = magnitude(signed) << 48n;
    let low = moved;
    let addend = 0n;
    if (moved > strike) {
      if (isCall) addend = ((moved - strike) * discount) / WAD;
      low = strike;
    } else if (!isCall) {
      addend = ((strike - moved) * discount) / WAD;
    }
    const worth = ((low * discount) << 64n) / WAD;
    const valueAt = (deviation: bigint): bigint => addend + (timeValue(worth, distance, deviation) >> 64n);
    if (i < SPOTS) {
      results.push(valueAt(down));
      if (factor === WAD) {
        const { call, put } = price(forward, strike, timeToExpiry, volatilities[1], discount);
        results.push(isCall ? call : put);
      } else {
        results.push(valueAt(unmoved));
      }
    }
    results.push(valueAt(up));
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
  // In the order of the contract, which meets no negative figures.
  for (const volatility of volatilities) {
    refuseNegative({ forward, strike, timeToExpiry, volatility, discount });
  }
  refuse(forward, 0n, 0n, 0n, 0n);
  refuse(moved, strike, timeToExpiry, 0n, 0n);
  for (const volatility of volatilities) refuse(0n, 0n, 0n, volatility, 0n);
  refuse(0n, 0n, 0n, 0n, discount);
};

/** ln(a/b), Q128. */
const logarithm = (a: bigint, b: bigint): bigint => (a > b ? lnRatio(a, b) : -lnRatio(b, a));

/** s = σ√T in Q120; 1 in place of 0. */
const deviationOf = (volatility: bigint, root: bigint): bigint => (volatility * root) / WAD || 1n;

/** The time value in Q64, at most `worth` = D·low in Q64. */
const timeValue = (worth: bigint, distance: bigint, deviation: bigint): bigint => {
  const x = distance / deviation;
  const h = deviation >> 65n;
  const inside = x < h;
  const near = inside ? h - x : x - h;
  if (near > FAR) return inside ? worth : 0n;
  const y = ((near * near * HALF_LOG2_E) >> 117n) + LOG2_ROOT_TWO_PI;
  const power = (y + HALF_Q59) >> 59n;
  const g = (power << 59n) - y;
  const q = g * g;
  let p = q / 11654296863345220072n + 8316574932808447478n;
  p = q / p + 4989942412711477950n;
  p = q / p + 1663314137230646625n;
  const e = ((worth * (p + g)) / (p - g)) >> power;
  const [nearRatio, farRatio] = [millsRatio(near), millsRatio(x + h)];
  const value = inside ? worth + ((e * (-nearRatio - farRatio)) >> 56n) : (e * (nearRatio - farRatio)) >> 56n;
  return value > 0n ? value : 0n;
};

/** Mills' ratio, Q56 both; N(−t) is within 5e-15. */
const millsRatio = (t: bigint): bigint => {
  let v = t + 1257125246166323782n;
  v = 1386116257715633868255541985140145060n / v + t - 1018215050433422960n;
  v = t + 144275675832518153n - 6298439287163963930184789591208589n / v;
  v = 164092018323339039585044675359300122n / v + t + 623130974860958818n;
  v = t + 130810371364285858n - 88923807972595119046456057390355281n / v;
  v = 5841336939751818340226515841483214n / v + t - 368452312746009n;
  return 5191753319387536061270476041518274n / v;
};
