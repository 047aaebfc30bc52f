/**
 * Fits the two approximations of `sdk/src/pricing/fast/normal.ts` and prints their coefficients and errors:
 *
 *   npx tsx scripts/fit/fastNormal.ts
 *
 * Both interpolate at Chebyshev nodes; the errors are measured on a grid between the nodes, with the coefficients
 * already rounded to doubles. Rounding in the evaluation itself comes on top.
 */
import {
  BITS,
  ONE,
  PI,
  cosine,
  density,
  divide,
  evaluate,
  millsRatio,
  multiply,
  solveLinear,
  squareRoot,
  toNumber,
} from "./precise.js";

const GRID = 400;
const SCALES = 1024n;

const node = (i: number, count: number): bigint => cosine((PI * BigInt(2 * i + 1)) / BigInt(2 * count));
const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** The exact value of a double below 2^53 as a fixed-point number. */
const exactly = (x: number): bigint => BigInt(Math.round(x * 2 ** 200)) << (BITS - 200n);

const powersOf = (x: bigint, degree: number): bigint[] => {
  const powers = [ONE];
  for (let j = 1; j <= degree; j++) powers.push(multiply(powers[j - 1]!, x));
  return powers;
};

const derivative = (coefficients: readonly bigint[]): bigint[] => coefficients.map((c, i) => c * BigInt(i)).slice(1);

type Mills = { p: number[]; q: number[] };
type Errors = { ratio: number; slope: number };

/** Where errors are measured: `count` points of [0, end], denser towards 0, with what R and R′ are there. */
const gridOfMills = (count: number, centre: bigint, end: bigint): { t: bigint; ratio: bigint; slope: bigint }[] => {
  const last = divide(end - centre, end + centre);
  return Array.from({ length: count + 1 }, (_, i) => {
    const u = -ONE + ((last + ONE) * BigInt(i)) / BigInt(count);
    const t = divide(multiply(centre, ONE + u), ONE - u);
    const ratio = millsRatio(t);
    return { t, ratio, slope: multiply(t, ratio) - ONE };
  });
};

/** Largest relative errors of R and R′, the latter over 1 + t², which is how far the volatility depends on it. */
const errorsOfMills = (fit: Mills, grid: ReturnType<typeof gridOfMills>): Errors => {
  const [p, q] = [fit.p.map(exactly), fit.q.map(exactly)];
  const [slopeP, slopeQ] = [derivative(p), derivative(q)];
  const errors = { ratio: 0, slope: 0 };
  for (const { t, ratio, slope } of grid) {
    const [top, bottom] = [evaluate(p, t), evaluate(q, t)];
    const fitted = divide(ONE, t + divide(top, bottom));
    const slopeOfC = divide(
      multiply(evaluate(slopeP, t), bottom) - multiply(top, evaluate(slopeQ, t)),
      multiply(bottom, bottom),
    );
    const fittedSlope = -multiply(ONE + slopeOfC, multiply(fitted, fitted));
    const weight = ONE + multiply(t, t);
    errors.ratio = Math.max(errors.ratio, toNumber(magnitude(divide(fitted, ratio) - ONE)));
    errors.slope = Math.max(errors.slope, toNumber(divide(magnitude(divide(fittedSlope, slope) - ONE), weight)));
  }
  return errors;
};

/**
 * C(t) = 1/R(t) − t on [0, end] as P/Q, degrees `degree` and `degree` + 1; nodes of Chebyshev in
 * (t − centre)/(t + centre). P and Q have a common factor to choose: of `SCALES` factors the one with which rounding
 * the coefficients to doubles costs the slope least.
 */
const fitMills = (degree: number, centre: bigint, end: bigint): Mills & Errors => {
  const count = 2 * degree + 2;
  const last = divide(end - centre, end + centre);
  const nodes = Array.from({ length: count }, (_, i) => {
    const u = -ONE + multiply(last + ONE, (ONE + node(i, count)) >> 1n);
    return divide(multiply(centre, ONE + u), ONE - u);
  });
  const rows = nodes.map((t) => ({ powers: powersOf(t, degree + 1), value: divide(ONE, millsRatio(t)) - t }));
  const solution = solveLinear(
    rows.map(({ powers, value }) => [
      ...powers.slice(0, degree + 1),
      ...powers.slice(0, degree + 1).map((power) => -multiply(power, value)),
    ]),
    rows.map(({ powers, value }) => multiply(powers[degree + 1]!, value)),
  );
  const coarse = gridOfMills(30, centre, end);
  let [best, least] = [{ p: [] as number[], q: [] as number[] }, Infinity];
  for (let i = 0n; i < SCALES; i++) {
    const scale = ONE + (ONE * i) / SCALES;
    const p = solution.slice(0, degree + 1).map((c) => toNumber(multiply(c, scale)));
    const q = [...solution.slice(degree + 1), ONE].map((c) => toNumber(multiply(c, scale)));
    const { slope } = errorsOfMills({ p, q }, coarse);
    if (slope < least) [best, least] = [{ p, q }, slope];
  }
  return { ...best, ...errorsOfMills(best, gridOfMills(GRID, centre, end)) };
};

/** (N(t) − 1/2)/t as a function of w = t². */
const centralFactor = (w: bigint): bigint => {
  if (w === 0n) return density(0n);
  const t = squareRoot(w);
  return divide((ONE >> 1n) - multiply(density(t), millsRatio(t)), t);
};

/** {@link centralFactor} on [0, end] as a polynomial, and its largest relative error. */
const fitCentre = (degree: number, end: bigint): { coefficients: number[]; error: number } => {
  const nodes = Array.from({ length: degree + 1 }, (_, i) => multiply(end, (ONE + node(i, degree + 1)) >> 1n));
  const coefficients = solveLinear(
    nodes.map((w) => powersOf(w, degree)),
    nodes.map(centralFactor),
  ).map(toNumber);
  const exact = coefficients.map(exactly);
  let worst = 0n;
  for (let i = 0n; i <= GRID; i++) {
    const w = (end * i) / BigInt(GRID);
    const error = magnitude(divide(evaluate(exact, w), centralFactor(w)) - ONE);
    if (error > worst) worst = error;
  }
  return { coefficients, error: toNumber(worst) };
};

const show = (name: string, coefficients: readonly number[]): void =>
  coefficients.forEach((c, i) => console.log(`  ${name}${i} = ${c}`));

const mills = fitMills(9, 2n * ONE, 40n * ONE);
console.log(`1/R(t) - t on [0, 40] as P(t)/Q(t), relative error of R ${mills.ratio.toExponential(2)}`);
console.log(`relative error of R' over 1 + t^2 ${mills.slope.toExponential(2)}`);
show("p", mills.p);
show("q", mills.q);

const central = fitCentre(11, (121n * ONE) / 100n);
console.log(`(N(t) - 1/2)/t on [0, 1.1] as a polynomial of t^2, relative error ${central.error.toExponential(2)}`);
show("c", central.coefficients);

// What the doubles of these two lack: added separately, so that no error is always to the same side.
for (const [name, exact] of [
  ["1/sqrt(2 pi)", density(0n)],
  ["sqrt(2 pi)", squareRoot(2n * PI)],
] as const) {
  const nearest = toNumber(exact);
  console.log(`${name} = ${nearest} + ${toNumber(exact - exactly(nearest))}`);
}
