/**
 * Fits the first guess of `sdk/src/pricing/fast/guess.ts` and prints its coefficients and errors:
 *
 *   npx tsx scripts/fit/fastVolatility.ts
 *
 * The guess goes through the normal model: the price V of the out-of-the-money option over |F − K| is, there, a
 * function of x = |ln(F/K)|/s alone. One rational function gives that x, a second one of few terms says how far the
 * lognormal model is from it. Each is a least-squares fit whose weights are moved to where its error is largest until
 * the largest error stops falling.
 */
import {
  BITS,
  ONE,
  PI,
  density,
  divide,
  exponential,
  logarithm,
  millsRatio,
  multiply,
  solveLinear,
  squareRoot,
  toNumber,
} from "./precise.js";

/** A value to fit and the terms of the numerator and of the denominator (which has a leading 1 besides) there. */
interface Sample {
  value: number;
  over: number[];
  under: number[];
  /** Relative error of the volatility per unit of error of the value. */
  weight: number;
}

const ROUNDS = 120;

const fixed = (x: number): bigint => BigInt(Math.round(x * 2 ** 80)) << (BITS - 80n);

const weightedSolution = (samples: readonly Sample[], weights: readonly number[]): number[] => {
  const rows = samples.map(({ value, over, under }, i) => ({
    terms: [...over, ...under.map((term) => -term * value)].map((term) => fixed(term * weights[i]!)),
    right: fixed(value * weights[i]!),
  }));
  const size = rows[0]!.terms.length;
  const sum = (f: (row: (typeof rows)[number]) => bigint): bigint => rows.reduce((total, row) => total + f(row), 0n);
  const matrix = Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_unused, j) => sum(({ terms }) => multiply(terms[i]!, terms[j]!))),
  );
  const right = Array.from({ length: size }, (_, i) => sum(({ terms, right: r }) => multiply(terms[i]!, r)));
  return solveLinear(matrix, right).map(toNumber);
};

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/** Coefficients with the least largest weighted error that was met, and that error. */
const fit = (samples: readonly Sample[]): { over: number[]; under: number[]; error: number } => {
  const split = samples[0]!.over.length;
  let best = { over: [] as number[], under: [] as number[], error: Infinity };
  let emphasis = samples.map(() => 1);
  let denominators = samples.map(() => 1);
  for (let round = 0; round < ROUNDS; round++) {
    const solution = weightedSolution(
      samples,
      samples.map(({ weight }, i) => (weight * emphasis[i]!) / denominators[i]!),
    );
    const [over, under] = [solution.slice(0, split), solution.slice(split)];
    denominators = samples.map((sample) => 1 + dot(under, sample.under));
    const errors = samples.map((s, i) => Math.abs(dot(over, s.over) / denominators[i]! - s.value) * s.weight);
    const error = Math.max(...errors);
    if (error < best.error) best = { over, under, error };
    const moved = emphasis.map((e, i) => e * (errors[i]! / error + 0.02) ** 0.3);
    emphasis = moved.map((e) => e / Math.max(...moved));
  }
  return best;
};

const rootOf2Pi = squareRoot(2n * PI);

/** ln of V/|F − K| in the normal model: ln((1 − x·R(x))/x·φ(x)). */
const logPriceInNormalModel = (x: bigint): bigint =>
  logarithm(divide(ONE - multiply(x, millsRatio(x)), multiply(x, rootOf2Pi))) - (multiply(x, x) >> 1n);

/** The x with that logarithm, by Newton's method. */
const distanceInNormalModel = (logPrice: bigint, start: bigint): bigint => {
  let x = start;
  for (let i = 0; i < 4; i++) {
    const ratio = millsRatio(x);
    const slope = divide(ratio, ONE - multiply(x, ratio)) + divide(ONE, x);
    x += divide(logPriceInNormalModel(x) - logPrice, slope);
  }
  return x;
};

/** x/u by q = √u, u = ln(1 + |F − K|/V). */
const distanceSamples = (): Sample[] => {
  const xs = [
    ...Array.from({ length: 16 }, (_, i) => 10 ** (-4 + (3 * i) / 16)),
    ...Array.from({ length: 60 }, (_, i) => 0.1 + i / 10),
    ...Array.from({ length: 60 }, (_, i) => 6.1 + (32 * i) / 59),
  ];
  return xs.map((x) => {
    const u = toNumber(logarithm(ONE + exponential(-logPriceInNormalModel(fixed(x)))));
    const q = Math.sqrt(u);
    return { value: x / u, over: [1, q, u, q ** 3, u ** 2], under: [q, u, q ** 3, u ** 2, q ** 5], weight: u / x };
  });
};

/** 24·(x′/x − 1)/y by y = (L/x′)², L = |ln(F/K)|; x′ is the x of the normal model. */
const modelSamples = (): Sample[] => {
  const samples: Sample[] = [];
  for (let s = 0.15; s < 2.4; s += 0.15) {
    for (const l of [0.01, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1, 1.3, 1.6, 2, 2.5, 3, 3.6, 4.2, 5]) {
      const x = l / s;
      if (x > 9) continue;
      const [near, far] = [fixed(x - s / 2), fixed(x + s / 2)];
      const value = multiply(density(near), millsRatio(near) - millsRatio(far));
      const logPrice = logarithm(divide(value, exponential(fixed(l)) - ONE));
      const normal = toNumber(distanceInNormalModel(logPrice, fixed(x * (1 + (s * s) / 26))));
      const y = (l / normal) ** 2;
      const terms = [y, l * l, y * y];
      samples.push({
        value: (24 * (normal / x - 1)) / y,
        over: [1, ...terms],
        under: terms,
        weight: (y / 24) * (x / normal),
      });
    }
  }
  return samples;
};

const show = (name: string, coefficients: readonly number[], first: number): void =>
  coefficients.forEach((c, i) => console.log(`  ${name}${i + first} = ${c.toPrecision(10)}`));

const distance = fit(distanceSamples());
console.log(`x/u in the normal model by sqrt(u), x up to 38, relative error ${distance.error.toExponential(2)}`);
show("p", distance.over, 0);
show("q", distance.under, 1);

const model = fit(modelSamples());
console.log(`24(x'/x - 1)/y by y, L^2, y^2 for s up to 2.4, L up to 5, error of s ${model.error.toExponential(2)}`);
show("a", model.over, 0);
show("b", model.under, 1);
