/**
 * Fits the three approximations of `contracts/pricing` and prints their coefficients and error bounds:
 *
 *   npx tsx scripts/fit/pricing.ts
 *
 * Every fit interpolates the function at Chebyshev nodes of the interval (of the variable (t − c)/(t + c) for Mills'
 * ratio), which is within a small factor of the best possible error; the error printed is measured on a dense grid
 * with the coefficients already rounded to the fixed point that the contracts use.
 */
import {
  BITS,
  LN2,
  ONE,
  PI,
  cosine,
  distribution,
  divide,
  evaluate,
  logarithm,
  millsRatio,
  multiply,
  ratio,
  solveLinear,
  squareRoot,
  toNumber,
} from "./precise.js";

type Fit = { coefficients: bigint[]; error: number };
type Mills = { p: bigint[]; q: bigint[]; error: number; weighted: number };

const node = (i: number, count: number): bigint => cosine((PI * BigInt(2 * i + 1)) / BigInt(2 * count));
const absolute = (x: bigint): bigint => (x < 0n ? -x : x);
const rounded = (x: bigint, bits: bigint): bigint => (x + (1n << (BITS - bits - 1n))) >> (BITS - bits);
const widened = (x: bigint, bits: bigint): bigint => x << (BITS - bits);

/** Polynomial of `degree` through f at the Chebyshev nodes of [0, end], rounded to `bits`; relative error. */
const fitPolynomial = (f: (w: bigint) => bigint, end: bigint, degree: number, bits: bigint): Fit => {
  const count = degree + 1;
  const nodes = Array.from({ length: count }, (_, i) => multiply(end, (ONE + node(i, count)) >> 1n));
  const matrix = nodes.map((w) => {
    const row = [ONE];
    for (let j = 1; j < count; j++) row.push(multiply(row[j - 1]!, w));
    return row;
  });
  const coefficients = solveLinear(matrix, nodes.map(f)).map((c) => rounded(c, bits));
  const wide = coefficients.map((c) => widened(c, bits));
  let worst = 0n;
  for (let i = 1; i <= 1000; i++) {
    const w = (end * BigInt(i)) / 1000n;
    const error = absolute(divide(evaluate(wide, w), f(w)) - ONE);
    if (error > worst) worst = error;
  }
  return { coefficients, error: toNumber(worst) };
};

/** 2·artanh(√w)/√w, so that ln((1 + z)/(1 − z)) = z·g(z²). */
const logarithmFactor = (w: bigint): bigint => {
  const z = squareRoot(w);
  return divide(logarithm(divide(ONE + z, ONE - z)), z);
};

/** √w·coth(√w·ln2/2), so that 2^f = (p + f)/(p − f) with p of f². */
const exponentialFactor = (w: bigint): bigint => {
  const f = squareRoot(w);
  let term = ONE;
  let even = 0n;
  let odd = 0n;
  const half = multiply(f, LN2) >> 1n;
  for (let n = 1n; term !== 0n; n += 1n) {
    if (n % 2n === 1n) even += term;
    else odd += term;
    term = multiply(term, half) / n;
  }
  return divide(multiply(f, even), odd);
};

/** Numerator and monic denominator (degree + 1) of Mills' ratio on [0, end]; relative error, and error × N(−t). */
const fitMills = (degree: number, centre: bigint, end: bigint, bits: bigint): Mills => {
  const count = 2 * degree + 2;
  const last = divide(end - centre, end + centre);
  const nodes = Array.from({ length: count }, (_, i) => {
    const u = -ONE + multiply(last + ONE, (ONE + node(i, count)) >> 1n);
    return divide(multiply(centre, ONE + u), ONE - u);
  });
  const values = nodes.map(millsRatio);
  const powers = nodes.map((t) => {
    const row = [ONE];
    for (let j = 1; j <= degree + 1; j++) row.push(multiply(row[j - 1]!, t));
    return row;
  });
  const matrix = powers.map((row, i) => [
    ...row.slice(0, degree + 1),
    ...row.slice(0, degree + 1).map((v) => -multiply(v, values[i]!)),
  ]);
  const right = powers.map((row, i) => multiply(row[degree + 1]!, values[i]!));
  const solution = solveLinear(matrix, right).map((c) => rounded(c, bits));
  const p = solution.slice(0, degree + 1);
  const q = [...solution.slice(degree + 1), 1n << bits];
  const wideP = p.map((c) => widened(c, bits));
  const wideQ = q.map((c) => widened(c, bits));
  let worst = 0n;
  let worstWeighted = 0n;
  for (let i = 0; i < 1200; i++) {
    const u = -ONE + ((last + ONE) * BigInt(i)) / 1200n;
    const t = divide(multiply(centre, ONE + u), ONE - u);
    const error = absolute(divide(divide(evaluate(wideP, t), evaluate(wideQ, t)), millsRatio(t)) - ONE);
    if (error > worst) worst = error;
    const weighted = multiply(error, distribution(-t));
    if (weighted > worstWeighted) worstWeighted = weighted;
  }
  return { p, q, error: toNumber(worst), weighted: toNumber(worstWeighted) };
};

/** Mills' ratio on [start, end] as t·A(t²)/B(t²), both monic, B one degree higher; nodes of Chebyshev in 1/t². */
const fitMillsTail = (
  degree: number,
  start: bigint,
  end: bigint,
  bits: bigint,
): { a: bigint[]; b: bigint[]; error: number } => {
  const count = 2 * degree - 1;
  const low = divide(ONE, multiply(end, end));
  const high = divide(ONE, multiply(start, start));
  const at = (share: bigint): bigint => squareRoot(divide(ONE, low + multiply(high - low, share)));
  const nodes = Array.from({ length: count }, (_, i) => at((ONE + node(i, count)) >> 1n));
  const values = nodes.map(millsRatio);
  const powers = nodes.map((t) => {
    const row = [ONE];
    for (let j = 1; j <= degree; j++) row.push(multiply(row[j - 1]!, multiply(t, t)));
    return row;
  });
  const matrix = powers.map((row, i) => [
    ...row.slice(0, degree - 1).map((v) => multiply(v, nodes[i]!)),
    ...row.slice(0, degree).map((v) => -multiply(v, values[i]!)),
  ]);
  const right = powers.map((row, i) => multiply(row[degree]!, values[i]!) - multiply(row[degree - 1]!, nodes[i]!));
  const solution = solveLinear(matrix, right).map((c) => rounded(c, bits));
  const a = [...solution.slice(0, degree - 1), 1n << bits];
  const b = [...solution.slice(degree - 1), 1n << bits];
  const wideA = a.map((c) => widened(c, bits));
  const wideB = b.map((c) => widened(c, bits));
  let worst = 0n;
  for (let i = 0; i <= 300; i++) {
    const t = at((ONE * BigInt(i)) / 300n);
    const square = multiply(t, t);
    const value = divide(multiply(t, evaluate(wideA, square)), evaluate(wideB, square));
    const error = absolute(divide(value, millsRatio(t)) - ONE);
    if (error > worst) worst = error;
  }
  return { a, b, error: toNumber(worst) };
};

const show = (name: string, coefficients: readonly bigint[]): void =>
  coefficients.forEach((c, i) => console.log(`  ${name}${i} = ${c}`));

// The interval of the logarithm is |z| ≤ 75/437: ratios up to 256/181, just above √2.
const series = fitPolynomial(logarithmFactor, ratio(75n * 75n, 437n * 437n), 8, 96n);
console.log(`ln((1+z)/(1-z))/z as a polynomial of z², Q96, relative error ${series.error.toExponential(2)}`);
show("c", series.coefficients);

const cotangent = fitPolynomial(exponentialFactor, ONE >> 2n, 6, 96n);
console.log(
  `f·coth(f·ln2/2) as a polynomial of f², |f| ≤ 1/2, Q96, relative error ${cotangent.error.toExponential(2)}`,
);
show("c", cotangent.coefficients);

const mills = fitMills(8, 2n * ONE, 10n * ONE, 96n);
console.log(
  `Mills' ratio on [0, 10] as P(t)/Q(t), Q96, relative error ${mills.error.toExponential(2)}, ` +
    `error of N(-t) ${mills.weighted.toExponential(2)}`,
);
show("p", mills.p);
show("q", mills.q);

const tail = fitMillsTail(4, 10n * ONE, 114n * ONE, 64n);
console.log(`Mills' ratio on [10, 114] as t·A(t²)/B(t²), Q64, relative error ${tail.error.toExponential(2)}`);
show("a", tail.a);
show("b", tail.b);

console.log("constants");
console.log(`  ln 2, Q128 = ${rounded(LN2, 128n)}`);
console.log(`  log2(e)/2, Q112 = ${rounded(divide(ONE, LN2) >> 1n, 112n)}`);
console.log(`  log2(e), Q128 = ${rounded(divide(ONE, LN2), 128n)}`);
console.log(`  log2(sqrt(2 pi)), Q96 = ${rounded(divide(logarithm(2n * PI), LN2) >> 1n, 96n)}`);
console.log(
  `  1.0291/(3*sqrt(year)), Q64 = ${rounded(divide(ratio(10291n, 30000n), squareRoot(31_536_000n * ONE)), 64n)}`,
);
