/** The fractions of `contracts/pricing/ImpliedVolatility.sol` and the error of the integers that stand there. */
import { interpolate } from "./fractions.js";
import type { Fraction } from "./kernels.js";
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

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);
const rounded = (x: bigint, bits: bigint): bigint => (x + (1n << (BITS - bits - 1n))) >> (BITS - bits);
const widened = (x: bigint, bits: bigint): bigint => x << (BITS - bits);

const chebyshev = (start: bigint, end: bigint, count: number): bigint[] =>
  Array.from({ length: count }, (_, i) => {
    const node = cosine((PI * BigInt(2 * i + 1)) / BigInt(2 * count));
    return start + multiply(end - start, (ONE + node) >> 1n);
  });

const valueOf = (coefficients: readonly bigint[], w: bigint): bigint =>
  coefficients.slice(0, -1).reduceRight((p, c) => c + divide(w, p), coefficients.at(-1)!);

const worstOn = (end: bigint, errorAt: (w: bigint) => bigint): number => {
  let worst = 0n;
  for (let i = 1; i <= 400; i++) {
    const error = absolute(errorAt((end * BigInt(i)) / 400n));
    if (error > worst) worst = error;
  }
  return toNumber(worst);
};

/** 2√w / ln((1 + √w)/(1 − √w)): a logarithm, and 2·artanh, is 2z divided by it at w = z². */
const logarithmFactor = (w: bigint): bigint => {
  const z = squareRoot(w);
  return divide(2n * z, logarithm(divide(ONE + z, ONE - z)));
};

/** √q·coth(√q·ln2/2), so that 2^g = (p + g)/(p − g) with p of q = g². */
const exponentialFactor = (q: bigint): bigint => {
  const g = squareRoot(q);
  const power = exponential(multiply(g, LN2));
  return divide(multiply(g, power + ONE), power - ONE);
};

const labelled = (values: readonly bigint[]): Fraction["coefficients"] => values.map((c, i) => [`c${i}`, c] as const);

const logarithmFraction = (name: string, end: bigint, divisions: number, bits: bigint): Fraction => {
  const found = interpolate(logarithmFactor, chebyshev(0n, end, divisions + 1)).map((c) => rounded(c, bits));
  const wide = found.map((c) => widened(c, bits));
  const relative = worstOn(end, (w) => divide(logarithmFactor(w), valueOf(wide, w)) - ONE);
  return { name: `${name}, ${divisions} divisions, Q${bits}`, coefficients: labelled(found), errors: { relative } };
};

/** One division: 2z/(c₀ + z²/c₁) as k₁·z/(k₂ − z²), Q136. */
const roughLogarithm = (end: bigint): Fraction => {
  const [c0, c1] = interpolate(logarithmFactor, chebyshev(0n, end, 2)) as [bigint, bigint];
  const k1 = rounded(-2n * c1, 136n);
  const k2 = rounded(-multiply(c0, c1), 136n);
  const relative = worstOn(end, (w) => {
    const factor = divide(2n * (widened(k2, 136n) - w), widened(k1, 136n));
    return divide(logarithmFactor(w), factor) - ONE;
  });
  const coefficients = [["k1", k1] as const, ["k2", k2] as const];
  return { name: "ln((1+z)/(1-z)), rough, Q136", coefficients, errors: { relative } };
};

const exponentialFraction = (divisions: number, bits: bigint): Fraction => {
  const found = interpolate(exponentialFactor, chebyshev(0n, ONE >> 2n, divisions + 1)).map((c) => rounded(c, bits));
  const wide = found.map((c) => widened(c, bits));
  const relative = worstOn(ONE >> 2n, (q) => {
    const [p, g] = [valueOf(wide, q), squareRoot(q)];
    return divide(divide(p + g, p - g), exponential(multiply(g, LN2))) - ONE;
  });
  return { name: `2^g, ${divisions} divisions, Q${bits}`, coefficients: labelled(found), errors: { relative } };
};

/** Every fraction of the solver but the first guess, and Mills' ratio, which is that of `kernels.ts`. */
export const volatilityFractions = (): Fraction[] => [
  // |z| ≤ 75/437 after a power of two is taken out: ratios up to 256/181, just above √2.
  logarithmFraction("2z/ln((1+z)/(1-z)) of w = z²", ratio(75n * 75n, 437n * 437n), 5, 64n),
  // The last step's logarithm of wanted/reached is below 0.28.
  logarithmFraction("2y/(2·artanh y) of w = y²", ratio(2n, 100n), 3, 68n),
  roughLogarithm(ratio(75n * 75n, 437n * 437n)),
  exponentialFraction(4, 80n),
];
