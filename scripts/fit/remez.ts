/**
 * The best weighted rational approximation of type (n − 1, n) on [0, end], by Remez' exchange algorithm in the variable
 * u = (t − centre)/(t + centre), which spreads the places where the error peaks.
 */
import { BITS, ONE, PI, cosine, divide, evaluate, multiply, solveLinear } from "./precise.js";

/** Numerator (n coefficients) and monic denominator (n + 1) from the lowest power up. */
export interface Rational {
  readonly p: readonly bigint[];
  readonly q: readonly bigint[];
}

export interface Problem {
  readonly degree: number;
  readonly end: bigint;
  readonly centre: bigint;
  /** The function, and the error that is as bad as any other at t (so the weight is its inverse). */
  readonly value: (t: bigint) => bigint;
  readonly tolerance: (t: bigint) => bigint;
}

const GRID = 1500;
const ROUNDS = 40;
const absolute = (x: bigint): bigint => (x < 0n ? -x : x);

export const valueOf = ({ p, q }: Rational, t: bigint): bigint => divide(evaluate(p, t), evaluate(q, t));

/** `count` points of [0, end], dense at both ends of u. */
const spread = ({ end, centre }: Problem, count: number): bigint[] => {
  const last = divide(end - centre, end + centre);
  return Array.from({ length: count }, (_, i) => {
    const share = (ONE - cosine((PI * BigInt(i)) / BigInt(count - 1))) >> 1n;
    const u = multiply(last + ONE, share) - ONE;
    return divide(multiply(centre, ONE + u), ONE - u);
  });
};

/** The rational function whose weighted error alternates between ±level at the points, by Newton's method. */
const level = (problem: Problem, points: readonly Point[], start: bigint): { fit: Rational; error: bigint } => {
  const { degree } = problem;
  let error = start;
  let fit: Rational | undefined;
  for (let step = 0; step < 8; step++) {
    const matrix: bigint[][] = [];
    const right: bigint[] = [];
    points.forEach(({ t, value, tolerance }, i) => {
      const signed = i % 2 === 0 ? tolerance : -tolerance;
      const target = value + multiply(error, signed);
      const powers = [ONE];
      for (let j = 1; j <= degree; j++) powers.push(multiply(powers[j - 1]!, t));
      const scale = powers[degree]! + ONE;
      const below = fit === undefined ? powers[degree]! : evaluate(fit.q, t);
      const row = [
        ...powers.slice(0, degree),
        ...powers.slice(0, degree).map((v) => -multiply(v, target)),
        -multiply(signed, below),
      ];
      matrix.push(row.map((v) => divide(v, scale)));
      right.push(divide(multiply(powers[degree]!, target), scale));
    });
    const solution = solveLinear(matrix, right);
    fit = { p: solution.slice(0, degree), q: [...solution.slice(degree, 2 * degree), ONE] };
    const change = solution[2 * degree]!;
    error += change;
    if (absolute(change) << 40n < absolute(error)) break;
  }
  return { fit: fit!, error };
};

interface Point {
  readonly t: bigint;
  readonly value: bigint;
  readonly tolerance: bigint;
}

/** Where the weighted error peaks between its changes of sign. */
const peaks = (errors: readonly bigint[]): number[] => {
  const found: number[] = [];
  for (let i = 0, from = 0; i <= errors.length; i++) {
    if (i < errors.length && (i === 0 || errors[i]! > 0n === errors[i - 1]! > 0n)) continue;
    let peak = from;
    for (let j = from; j < i; j++) if (absolute(errors[j]!) > absolute(errors[peak]!)) peak = j;
    found.push(peak);
    from = i;
  }
  return found;
};

/** Throws when the exchange does not settle, which happens for weights of many magnitudes. */
export const remez = (problem: Problem): Rational => {
  const pointOf = (t: bigint): Point => ({ t, value: problem.value(t), tolerance: problem.tolerance(t) });
  const grid = spread(problem, GRID + 1).map(pointOf);
  const count = 2 * problem.degree + 1;
  let points = spread(problem, count).map(pointOf);
  let error = 0n;
  for (let round = 0; round < ROUNDS; round++) {
    const settled = level(problem, points, error);
    error = settled.error;
    const errors = grid.map(({ t, value, tolerance }) => divide(valueOf(settled.fit, t) - value, tolerance));
    const chosen = peaks(errors);
    if (chosen.length < count) break;
    while (chosen.length > count) {
      const first = absolute(errors[chosen[0]!]!);
      if (first < absolute(errors[chosen.at(-1)!]!)) chosen.shift();
      else chosen.pop();
    }
    const worst = errors.reduce((a, b) => (absolute(b) > a ? absolute(b) : a), 0n);
    if (worst * 100n < absolute(error) * 101n) return settled.fit;
    points = chosen.map((i) => grid[i]!);
  }
  throw new Error(`no best approximation of degree ${problem.degree} after ${ROUNDS} rounds (${BITS} bits)`);
};
