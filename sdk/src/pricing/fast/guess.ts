/**
 * The first guess of the implied volatility, within 1e-4 of it for options as they are quoted.
 *
 * In the normal model the price over |F − K| depends on x = |ln(F/K)|/s alone, and two rational functions lead from
 * there to the lognormal model; `scripts/fit/fastVolatility.ts` derives them. Where the price is close to its upper
 * bound, the guess starts from the distance to it instead.
 */
import { ROOT_TWO_PI } from "./normal.js";

/** Share of the bound above which the guess starts from the distance to it. */
const HIGH = 0.75;
/** Below this |F − K| over the price, the strike counts as at the money: the guess only has to be near. */
const AT_THE_MONEY = 1e-8;

/**
 * The deviation s = σ√T, roughly.
 * @param value The undiscounted out-of-the-money value.
 * @param share `value` over min(F, K), within [0, 1).
 * @param complement 1 − share, within (0, 1).
 * @param gap |F − K|.
 * @param distance |ln(F/K)|.
 */
export const guessDeviation = (
  value: number,
  share: number,
  complement: number,
  gap: number,
  distance: number,
): number => {
  if (share > HIGH) return guessHigh(complement, distance);
  let s = ROOT_TWO_PI * share;
  const ratio = gap / value;
  if (ratio > AT_THE_MONEY) {
    const u = ratio < Infinity ? Math.log(1 + ratio) : Math.log(gap) - Math.log(value);
    const q = Math.sqrt(u);
    const over = 0.398970089 + q * (0.03141780039 + q * (0.04174375772 + q * (0.01228006552 + q * 0.008770132868)));
    const under =
      1 + q * (0.08057405728 + q * (0.09513943455 + q * (0.04928859136 + q * (0.009688085889 + q * 0.006187321721))));
    s = (distance * under) / (u * over);
  }
  const y = s * s;
  const l = distance * distance;
  const under = 1 + y * (0.06053640182 - 0.02257268539 * y) + 0.01793840591 * l;
  // Far outside the range of the fit the denominator vanishes; any start will do there.
  if (under < 0.2) return Math.sqrt(2 * distance) + 1;
  const over = 1.003241017 + y * (0.1463581462 - 0.008347343844 * y) + 0.008950707001 * l;
  return s + (s * y * over) / (24 * under);
};

/**
 * From complement = φ(a)(R(h − x) + R(h + x)), a = h − x: about e^{L/2}·2N(−t), with t² = h² + x² and 2hx = L.
 */
const guessHigh = (complement: number, distance: number): number => {
  const root = Math.sqrt(distance - 2 * Math.log(complement));
  const t = root - 0.6 / (1 + 0.14 * root);
  const square = t * t;
  const inner = square * square - distance * distance;
  return 2 * Math.sqrt(0.5 * (square + (inner > 0 ? Math.sqrt(inner) : 0)));
};
