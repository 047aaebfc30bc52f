/**
 * Rational functions as continued fractions. The EVM divides for the price of a multiplication, so a fraction costs
 * about half of two Horner schemes, and its partial denominators stay small enough for fixed point.
 */
import { ONE, divide, multiply, solveLinear } from "./precise.js";
import type { Rational } from "./remez.js";

/** One level of a₁/(t + b₁ + a₂/(t + b₂ + …)). */
export interface Level {
  readonly a: bigint;
  readonly b: bigint;
}

/** The levels of p/q, q monic and one degree above p. */
export const levels = ({ p, q }: Rational): Level[] => {
  const result: Level[] = [];
  let [numerator, denominator] = [[...p], [...q]];
  while (numerator.length > 0) {
    const degree = numerator.length;
    const a = numerator[degree - 1]!;
    const monic = numerator.map((c) => divide(c, a));
    const b = denominator[degree - 1]! - (degree > 1 ? monic[degree - 2]! : 0n);
    const rest = monic
      .slice(0, degree - 1)
      .map((c, i) => denominator[i]! - multiply(b, c) - (i > 0 ? monic[i - 1]! : 0n));
    result.push({ a, b });
    [numerator, denominator] = [rest, monic];
  }
  return result;
};

/** c₀ + w/(c₁ + w/(c₂ + … w/cₙ)) through f at the given points, one more than divisions. */
export const interpolate = (f: (w: bigint) => bigint, points: readonly bigint[]): bigint[] => {
  const divisions = points.length - 1;
  const above = (divisions + 1) >> 1;
  const below = divisions >> 1;
  const powersOf = (w: bigint): bigint[] => {
    const powers = [ONE];
    for (let j = 1; j <= above; j++) powers.push(multiply(powers[j - 1]!, w));
    return powers;
  };
  const values = points.map(f);
  const matrix = points.map((w, i) => {
    const powers = powersOf(w);
    return [...powers, ...powers.slice(1, below + 1).map((v) => -multiply(v, values[i]!))];
  });
  const solution = solveLinear(matrix, values);
  let numerator = solution.slice(0, above + 1);
  let denominator = [ONE, ...solution.slice(above + 1)];
  const coefficients: bigint[] = [];
  while (coefficients.length <= divisions) {
    const c = divide(numerator[0]!, denominator[0]!);
    coefficients.push(c);
    const length = Math.max(numerator.length, denominator.length);
    const rest = Array.from({ length }, (_, i) => (numerator[i] ?? 0n) - multiply(c, denominator[i] ?? 0n)).slice(1);
    [numerator, denominator] = [denominator, rest];
  }
  return coefficients;
};
