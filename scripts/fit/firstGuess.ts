/**
 * The first guess of the implied volatility: X/s as a rational function of X = ln((high + V)/(low − V)) and
 * Y = ln((high − low + V)/V), where V is the undiscounted out-of-the-money value. Both are elementary in the price;
 * X is close to s at the money, and Y to z²/2 in the tails, z = ln(high/low)/s.
 */
import { ONE, density, divide, exponential, logarithm, millsRatio, multiply, toNumber } from "./precise.js";

/** Powers of X and of Y in a term. */
type Powers = readonly [x: number, y: number];

export interface Term {
  readonly powers: Powers;
  /** In Q40, and X and Y in Q32: scaled so that every term of a polynomial has the same unit. */
  readonly integer: bigint;
}

export interface Guess {
  readonly numerator: readonly Term[];
  readonly denominator: readonly Term[];
  /** The greatest relative error of s on the grid. */
  readonly error: number;
}

interface Sample {
  readonly x: number;
  readonly y: number;
  /** X/s. */
  readonly target: number;
}

// Options as they are quoted: s from 0.001 to 4.2, strikes up to 6 deviations or a factor of e² away.
const [SIZES, DISTANCES] = [36, 30];
const [LEAST, STEPS, FARTHEST, WIDEST] = [1_000n, 35, 6n, 2n];
const UNIT = 1_000_000n;
const ROUNDS = 300;

const upTo = (degree: number): Powers[] =>
  Array.from({ length: degree + 1 }, (_, i) =>
    Array.from({ length: degree + 1 - i }, (__, j): Powers => [i, j]),
  ).flat();

const NUMERATOR = upTo(3);
const DENOMINATOR = upTo(2).slice(1);

const fixed = (micro: bigint): bigint => (micro * ONE) / UNIT;

const sample = (s: bigint, x: bigint): Sample => {
  const half = s >> 1n;
  const z = divide(x, s);
  const near = z - half;
  const far = millsRatio(z + half);
  // V and low − V in units of low.
  const peak = density(near);
  const value = near < 0n ? ONE - multiply(peak, millsRatio(-near) + far) : multiply(peak, millsRatio(near) - far);
  const rest = near < 0n ? multiply(peak, millsRatio(-near) + far) : ONE - value;
  const high = exponential(x);
  const [a, b] = [logarithm(divide(high + value, rest)), logarithm(divide(high - ONE + value, value))];
  return { x: toNumber(a), y: toNumber(b), target: toNumber(divide(a, s)) };
};

const samples = (): Sample[] => {
  const found: Sample[] = [];
  for (let i = 0; i < SIZES; i++) {
    // Steps of a constant factor, 4200^(1/35).
    const growth = exponential((logarithm(4_200n * ONE) * BigInt(i)) / BigInt(STEPS));
    const s = multiply(fixed(LEAST), growth);
    const reach = multiply(FARTHEST * ONE, s);
    const end = reach < WIDEST * ONE ? reach : WIDEST * ONE;
    for (let j = 0; j <= DISTANCES; j++) found.push(sample(s, (end * BigInt(j)) / BigInt(DISTANCES)));
  }
  return found;
};

const power = (base: number, exponent: number): number => (exponent === 0 ? 1 : base * power(base, exponent - 1));
const term = ([i, j]: Powers, { x, y }: Sample): number => power(x, i) * power(y, j);

/** Least squares by modified Gram-Schmidt; the columns are changed. */
const leastSquares = (columns: number[][], right: number[]): number[] => {
  const n = columns.length;
  const upper = columns.map(() => new Array<number>(n + 1).fill(0));
  for (let k = 0; k < n; k++) {
    const column = columns[k]!;
    const norm = Math.sqrt(column.reduce((sum, v) => sum + v * v, 0));
    upper[k]![k] = norm;
    for (let i = 0; i < column.length; i++) column[i]! /= norm;
    for (let j = k + 1; j <= n; j++) {
      const other = j === n ? right : columns[j]!;
      let dot = 0;
      for (let i = 0; i < column.length; i++) dot += column[i]! * other[i]!;
      upper[k]![j] = dot;
      for (let i = 0; i < column.length; i++) other[i]! -= dot * column[i]!;
    }
  }
  const solution = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    let sum = upper[k]![n]!;
    for (let j = k + 1; j < n; j++) sum -= upper[k]![j]! * solution[j]!;
    solution[k] = sum / upper[k]![k]!;
  }
  return solution;
};

/** Weights grow where the error is large, which brings least squares close to the least maximum. */
export const fitGuess = (): Guess => {
  const points = samples();
  let weights = points.map(() => 1);
  let below = points.map(() => 1);
  let best: { error: number; coefficients: number[] } = { error: Infinity, coefficients: [] };
  for (let round = 0; round < ROUNDS; round++) {
    const scale = weights.map((weight, i) => weight / below[i]!);
    const columns = [
      ...NUMERATOR.map((powers) => points.map((p, i) => (scale[i]! * term(powers, p)) / p.target)),
      ...DENOMINATOR.map((powers) => points.map((p, i) => -scale[i]! * term(powers, p))),
    ];
    const coefficients = leastSquares(columns, [...scale]);
    below = points.map(
      (p) => 1 + DENOMINATOR.reduce((sum, powers, k) => sum + coefficients[NUMERATOR.length + k]! * term(powers, p), 0),
    );
    const errors = points.map((p, i) => {
      const above = NUMERATOR.reduce((sum, powers, k) => sum + coefficients[k]! * term(powers, p), 0);
      return Math.abs((p.target * below[i]!) / above - 1);
    });
    const error = Math.max(...errors);
    if (error < best.error) best = { error, coefficients };
    const mean = errors.reduce((a, b) => a + b) / errors.length;
    weights = weights.map((w, i) => w * Math.sqrt(Math.sqrt(errors[i]! / mean + 0.02)));
    const size = weights.reduce((a, b) => a + b) / weights.length;
    weights = weights.map((w) => Math.max(w / size, 1e-4));
  }
  const integers = (list: readonly Powers[], offset: number, degree: number): Term[] =>
    list.map((powers, k) => ({
      powers,
      integer:
        BigInt(Math.round(best.coefficients[offset + k]! * 2 ** 40)) << BigInt(32 * (degree - powers[0] - powers[1])),
    }));
  return {
    numerator: integers(NUMERATOR, 0, 3),
    denominator: [{ powers: [0, 0], integer: 1n << 104n }, ...integers(DENOMINATOR, NUMERATOR.length, 2)],
    error: best.error,
  };
};
