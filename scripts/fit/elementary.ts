/** Logarithm and exponential as continued fractions in the square of their argument. */
import { interpolate } from "./fractions.js";
import {
  BITS,
  LN2,
  ONE,
  PI,
  cosine,
  divide,
  exponential,
  logarithm,
  multiply,
  ratio,
  squareRoot,
  toNumber,
} from "./precise.js";

/** A fraction with the integers used on chain, outermost first, and the error measured with these integers. */
export interface Fraction {
  readonly name: string;
  readonly coefficients: readonly (readonly [label: string, value: bigint])[];
  readonly errors: Readonly<Record<string, number>>;
}

export const absolute = (x: bigint): bigint => (x < 0n ? -x : x);
export const rounded = (x: bigint, bits: bigint): bigint => (x + (1n << (BITS - bits - 1n))) >> (BITS - bits);
export const widened = (x: bigint, bits: bigint): bigint => x << (BITS - bits);

/** Chebyshev's nodes on [0, end]. */
export const chebyshev = (end: bigint, count: number): bigint[] =>
  Array.from({ length: count }, (_, i) => {
    const node = cosine((PI * BigInt(2 * i + 1)) / BigInt(2 * count));
    return multiply(end, (ONE + node) >> 1n);
  });

const valueOfFraction = (coefficients: readonly bigint[], w: bigint): bigint =>
  coefficients.slice(0, -1).reduceRight((p, c) => c + divide(w, p), coefficients.at(-1)!);

/** A fraction c₀ + w/(c₁ + w/(c₂ + …)) of f on [0, end], and its relative error as `errorAt` sees it. */
const simple = (
  name: string,
  f: (w: bigint) => bigint,
  [end, divisions, bits]: readonly [bigint, number, bigint],
  errorAt: (w: bigint, approximate: bigint) => bigint,
): Fraction => {
  const found = interpolate(f, chebyshev(end, divisions + 1)).map((c) => rounded(c, bits));
  const wide = found.map((c) => widened(c, bits));
  let worst = 0n;
  for (let i = 1; i <= 400; i++) {
    const w = (end * BigInt(i)) / 400n;
    const error = absolute(errorAt(w, valueOfFraction(wide, w)));
    if (error > worst) worst = error;
  }
  return {
    name,
    coefficients: found.map((c, i) => [`c${i}`, c] as const),
    errors: { relative: toNumber(worst) },
  };
};

/** 2√w / ln((1 + √w)/(1 − √w)), so that ln m = 2z/f(z²) with z = (m − 1)/(m + 1). */
export const logarithmFactor = (w: bigint): bigint => {
  const z = squareRoot(w);
  return divide(2n * z, logarithm(divide(ONE + z, ONE - z)));
};

/** √q·coth(√q·ln2/2), so that 2^g = (p + g)/(p − g) with p of q = g². */
const exponentialFactor = (q: bigint): bigint => {
  const g = squareRoot(q);
  const power = exponential(multiply(g, LN2));
  return divide(multiply(g, power + ONE), power - ONE);
};

/** z² where a power of two is taken out: |z| ≤ 75/437, ratios up to 256/181, just above √2. */
export const NEAR_ONE = ratio(75n * 75n, 437n * 437n);

export const logarithmFraction = (end: bigint, divisions: number, bits: bigint): Fraction =>
  simple(
    `2z/ln((1+z)/(1-z)) of w = z² up to ${toNumber(end).toPrecision(2)}, ${divisions} divisions, Q${bits}`,
    logarithmFactor,
    [end, divisions, bits],
    (w, f) => divide(logarithmFactor(w), f) - ONE,
  );

export const exponentialFraction = (divisions: number, bits: bigint): Fraction =>
  simple(
    `g·coth(g·ln2/2) of q = g², |g| ≤ 1/2, ${divisions} divisions, Q${bits}`,
    exponentialFactor,
    [ONE >> 2n, divisions, bits],
    (q, p) => {
      const g = squareRoot(q);
      return divide(divide(p + g, p - g), exponential(multiply(g, LN2))) - ONE;
    },
  );
