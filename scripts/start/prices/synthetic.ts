import type { Step } from "./bar.ts";
import { randomOf } from "./random.ts";

/** Seconds between two prices. */
export const STEP = 1200;
const STEPS_PER_DAY = 86_400 / STEP;
const YEAR = 365 * 86_400;

/** What a path is made of. Volatility per year, shares of the price, times in steps. */
export interface PathShape {
  readonly start: number;
  readonly days: number;
  readonly price: number;
  readonly volatility: number;
  /** Jumps of the price per day, up or down, and their deviation. */
  readonly jumpsPerDay: number;
  readonly jumpDeviation: number;
  /** Share of the price that the crash takes, and how many steps it lasts. */
  readonly crash: number;
  readonly crashSteps: number;
}

/** The path of a run without a price file: eight days from Monday 5 January 2026, with a crash on the fifth or sixth. */
export const DEFAULT_SHAPE: PathShape = {
  start: Date.UTC(2026, 0, 5) / 1000,
  days: 8,
  price: 2000,
  volatility: 0.7,
  jumpsPerDay: 0.7,
  jumpDeviation: 0.02,
  crash: 0.36,
  crashSteps: 18,
};

/**
 * A jump-diffusion with a crash: a lognormal walk, jumps at random times, and one fall spread over some hours, half of
 * it in its first three steps. The same seed gives the same prices.
 */
export function syntheticPath(seed: number, shape: PathShape = DEFAULT_SHAPE): Step[] {
  const random = randomOf(seed, "prices");
  const count = Math.round(shape.days * STEPS_PER_DAY);
  const deviation = shape.volatility * Math.sqrt(STEP / YEAR);
  const crashStart = Math.floor(count * random.between(0.55, 0.7));
  const steps: Step[] = [];
  let logPrice = Math.log(shape.price);
  for (let i = 0; i < count; i++) {
    if (i > 0) logPrice += deviation * random.normal() - deviation ** 2 / 2;
    const jumps = random.next() < shape.jumpsPerDay / STEPS_PER_DAY;
    if (jumps) logPrice += shape.jumpDeviation * random.normal();
    logPrice += Math.log(1 - shape.crash) * crashShare(i - crashStart, shape.crashSteps);
    steps.push({ time: shape.start + (i + 1) * STEP, price: Number(Math.exp(logPrice).toFixed(2)) });
  }
  return steps;
}

/** Share of the crash that falls into its n-th step. */
function crashShare(n: number, length: number): number {
  if (n < 0 || n >= length) return 0;
  const sudden = Math.min(3, length);
  if (length === sudden) return 1 / length;
  return n < sudden ? 0.5 / sudden : 0.5 / (length - sudden);
}
