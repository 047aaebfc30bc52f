/**
 * Who chooses the times of samples, and what that does to the realised volatilities: on numbers, minute by minute.
 * `clock.ts` of the SDK takes the same schedules bit for bit.
 */
import { randomOf } from "../../../scripts/start/prices/random.ts";

const MINUTES_PER_YEAR = 365 * 1440;
/** Minutes between samples: at least, at least in the hour before 08:00, and at most, since others sample too. */
const INTERVAL = 10;
const INTERVAL_IN_WINDOW = 5;
const LONGEST = 20;

/** Half-lives in minutes. */
export const HALF_LIVES = { fast: 1440, slow: 43_200 } as const;
export type Speed = keyof typeof HALF_LIVES;
/** Up or down. */
export type Direction = 1 | -1;

/** Logarithms of a price at each minute. */
export interface MinutePath {
  readonly name: string;
  /** Unix seconds of the first, a whole minute. */
  readonly start: number;
  readonly logs: Float64Array;
  /** Variance of the clock at the start. */
  readonly seed: number;
}

/** A lognormal walk from midnight on, in some hours of which it may be wilder. */
export const randomWalk = (seed: number, { days = 10, volatility = 0.6, crash = 0 } = {}): MinutePath => {
  const random = randomOf(seed, "sample times");
  const logs = new Float64Array(days * 1440 + 1);
  const deviation = volatility / Math.sqrt(MINUTES_PER_YEAR);
  const crashStart = Math.floor(logs.length / 2);
  for (let i = 1; i < logs.length; i++) {
    const fall = i >= crashStart && i < crashStart + 120 ? crash / 120 : 0;
    logs[i] = logs[i - 1]! + deviation * (fall === 0 ? 1 : 6) * random.normal() - fall;
  }
  return { name: `walk ${seed}`, start: 1_772_755_200, logs, seed: volatility ** 2 };
};

const leastGap = ({ start }: MinutePath, minute: number): number => {
  const ofDay = (start / 60 + minute) % 1440;
  return ofDay >= 420 && ofDay < 480 ? INTERVAL_IN_WINDOW : INTERVAL;
};

const rateOf = ({ logs }: MinutePath, from: number, to: number): number =>
  ((logs[to]! - logs[from]!) ** 2 * MINUTES_PER_YEAR) / (to - from);

const blend = (variance: number, rate: number, gap: number, halfLife: number): number => {
  const kept = 2 ** (-gap / halfLife);
  return kept * variance + (1 - kept) * rate;
};

/** The variance at each sample of a schedule of minutes. */
export const variancesOf = (path: MinutePath, schedule: readonly number[], speed: Speed): number[] => {
  let [variance, last] = [path.seed, 0];
  return schedule.map((minute) => {
    variance = blend(variance, rateOf(path, last, minute), minute - last, HALF_LIVES[speed]);
    last = minute;
    return variance;
  });
};

/** Samples as soon as they are due. */
export const honestTimes = (path: MinutePath): number[] => watchfulTimes(path, () => true);

/** Samples when one likes what a sample would say now, and else as late as others let him: without knowing the future. */
export const watchfulTimes = (path: MinutePath, likes: (rate: number) => boolean): number[] => {
  const schedule: number[] = [];
  let last = 0;
  for (let minute = 1; minute < path.logs.length; minute++) {
    const gap = minute - last;
    if (gap < leastGap(path, minute)) continue;
    if (gap < LONGEST && !likes(rateOf(path, last, minute))) continue;
    schedule.push(minute);
    last = minute;
  }
  return schedule;
};

/** The greatest or least variance that any schedule can have at each minute with a sample there; NaN where none can be. */
export interface BestTimes {
  readonly variances: Float64Array;
  /** The schedule that has it at a minute. */
  readonly scheduleTo: (minute: number) => number[];
}

/** What somebody does who knows the future. A variance is a sum over the samples, so the best of each minute is exact. */
export const bestTimes = (path: MinutePath, speed: Speed, direction: Direction): BestTimes => {
  const count = path.logs.length;
  const variances = new Float64Array(count).fill(NaN);
  const gaps = new Int32Array(count);
  variances[0] = path.seed;
  for (let minute = 1; minute < count; minute++) {
    let best = NaN;
    for (let gap = leastGap(path, minute); gap <= Math.min(LONGEST, minute); gap++) {
      const before = variances[minute - gap]!;
      if (Number.isNaN(before)) continue;
      const variance = blend(before, rateOf(path, minute - gap, minute), gap, HALF_LIVES[speed]);
      if (direction * variance <= direction * best) continue;
      best = variance;
      gaps[minute] = gap;
    }
    variances[minute] = best;
  }
  const scheduleTo = (minute: number): number[] => {
    const schedule: number[] = [];
    for (let at = minute; at > 0; at -= gaps[at]!) schedule.push(at);
    return schedule.toReversed();
  };
  return { variances, scheduleTo };
};

/** Volatility over the honest one: at the end, and the furthest from 1 at any minute of the second half. */
export interface Ratios {
  readonly end: number;
  readonly worst: number;
}

/** What the best schedule does to a volatility, its last sample no older than others let it be. */
export const ratiosOf = (path: MinutePath, speed: Speed, direction: Direction): Ratios => {
  const { variances } = bestTimes(path, speed, direction);
  const honest = heldVariances(path, speed);
  const ratioAt = (minute: number): number => {
    const recent = variances.subarray(Math.max(minute - LONGEST + 1, 0), minute + 1).filter((v) => !Number.isNaN(v));
    const best = direction === 1 ? Math.max(...recent) : Math.min(...recent);
    return Math.sqrt(best / honest[minute]!);
  };
  const last = path.logs.length - 1;
  let worst = ratioAt(last);
  for (let minute = last >> 1; minute < last; minute++) {
    const ratio = ratioAt(minute);
    if (direction * ratio > direction * worst) worst = ratio;
  }
  return { end: ratioAt(last), worst };
};

/** The variance that honest samples leave at each minute. */
const heldVariances = (path: MinutePath, speed: Speed): Float64Array => {
  const schedule = honestTimes(path);
  const held = new Float64Array(path.logs.length).fill(path.seed);
  variancesOf(path, schedule, speed).forEach((variance, i) => held.fill(variance, schedule[i]!));
  return held;
};
