import type { FastSvi } from "../../pricing/fast/svi.js";
import { type Problem, leastSquares } from "./leastSquares.js";
import { type Surroundings, limitCount, writeLimits } from "./limits.js";
import { type Observation, middleOf, rootOfYears } from "./observations.js";
import { type Raw, ownSmile, rawOf, varianceAt } from "./raw.js";

/** Added to a half-spread: quotes that are closer than this are no more telling. */
const LEAST_HALF_SPREAD = 0.002;
/** Half of the spread that a side without the other is taken to have, as a part of it. */
const ONE_SIDED = 0.1;
/** Standard deviations beyond which the surface is flat. */
const REACH = 4;
/** Weights of what must be kept, one after the other until it is. */
const WEIGHTS = [10, 100, 1000, 10_000];

/** How firmly quotes that say little leave a smile at its usual shape, and that shape: b, ρ, m, σ as in {@link Raw}. */
const FIRMNESS = 0.003;
const USUAL = rawOf(0.3, 0, 1).subarray(1);

/** Steps from each start, and from the best of what they reach. */
const [FIRST_STEPS, STEPS] = [12, 150];
/** Where fits start: b, ρ, σ. */
const STARTS = [
  [0.3, -0.3, 1],
  [0.3, 0.3, 1],
  [0.6, 0, 0.3],
  [0.2, 0, 3],
] as const;

/** What a quote asks of the smile, in units of the smile. */
interface Target {
  readonly x: number;
  /** Volatilities; a side without a quote is infinite. */
  readonly low: number;
  readonly high: number;
  /** By which a distance to them is multiplied. */
  readonly weight: number;
}

const targetOf = (observation: Observation, s: number): Target => {
  const { bid, ask, logMoneyness } = observation;
  const x = logMoneyness / s;
  const vega = Math.exp((-x * x) / 4);
  const middle = middleOf(observation);
  if (middle !== undefined) {
    const weight = vega / ((ask! - bid!) / 2 + LEAST_HALF_SPREAD);
    return { x, low: middle, high: middle, weight };
  }
  const weight = vega / (ONE_SIDED * (bid ?? ask!) + LEAST_HALF_SPREAD);
  return { x, low: bid ?? -Infinity, high: ask ?? Infinity, weight };
};

const problemOf = (targets: readonly Target[], around: Surroundings, weight: number): Problem => {
  const scale = around.s / rootOfYears(around.tenor);
  return {
    count: targets.length + limitCount(around.neighbours.length) + USUAL.length,
    robust: targets.length,
    residuals: (raw, out) => {
      const smile = ownSmile(raw);
      const reach = REACH * Math.sqrt(Math.max(varianceAt(smile, 0), 0));
      for (const [i, target] of targets.entries()) {
        const x = Math.min(reach, Math.max(-reach, target.x));
        const volatility = scale * Math.sqrt(Math.max(varianceAt(smile, x), 0));
        const distance = Math.max(target.low - volatility, 0) + Math.min(target.high - volatility, 0);
        out[i] = target.weight * distance;
      }
      for (const [i, usual] of USUAL.entries()) out[targets.length + i] = FIRMNESS * (raw[i + 1]! - usual);
      writeLimits(smile, around, { out, at: targets.length + USUAL.length, weight });
    },
  };
};

const bestStart = (problem: Problem): Raw =>
  STARTS.map(([b, rho, sigma]) => leastSquares(problem, rawOf(b, rho, sigma), FIRST_STEPS)).reduce((best, next) =>
    next.cost < best.cost ? next : best,
  ).parameters;

/**
 * Smiles near the observations, in their own units: each keeps the limits better than the one before, and describes the
 * observations less well.
 * @internal
 */
export function* fitSmile(observations: readonly Observation[], around: Surroundings): Generator<FastSvi> {
  const targets = observations.map((observation) => targetOf(observation, around.s));
  let raw: Raw | undefined;
  for (const weight of WEIGHTS) {
    const problem = problemOf(targets, around, weight);
    raw = leastSquares(problem, raw ?? bestStart(problem), STEPS).parameters;
    yield ownSmile(raw);
  }
}
