import { DAY, HOUR_OF_EXPIRY, SETTLEMENT_WINDOW } from "../instruments/times.js";
import { WAD, bitLength, exp, ln, mulDown, sqrt } from "../pricing/fixedPoint.js";
import { YEAR } from "./sliceSmile.js";

const INTERVAL = 600;
const INTERVAL_IN_WINDOW = 300;
const RISE = 133_291_000_000_000_000n / 3600n;
const FALL = 11_107_000_000_000_000n / 3600n;
const FAST_HALF_LIFE = 86_400n;
const SLOW_HALF_LIFE = 2_592_000n;
const LN_2 = 693_147_180_559_945_309n;
const VARIANCE_UNIT = 10n ** 8n;
const VOLATILITY_UNIT = 10n ** 12n;
const MAX_VARIANCE = ((1n << 40n) - 1n) * VARIANCE_UNIT;
const MAX_VOLATILITY = ((1n << 24n) - 1n) * VOLATILITY_UNIT;
const MANTISSA_BITS = 40;
const BLOCK_MASK = 63n;

/** Status of a reading, as the oracle counts them. Source: `IPriceOracle.Status`. */
export type ClockStatus = 0 | 1 | 2;
const DOWN: ClockStatus = 2;

/** A market's clock in the precision of its slot. Prices, variances and the volatility in wad. Source: `ClockState`. */
export interface ClockState {
  /** Unix seconds of the last sample. */
  readonly sampledAt: number;
  /** Price then, 40 significant bits. */
  readonly price: bigint;
  /** Variance per year, half-life 1 day; a multiple of 1e-10. */
  readonly fast: bigint;
  /** Variance per year, half-life 30 days; a multiple of 1e-10. */
  readonly slow: bigint;
  /** Volatility of the maintenance width then, a multiple of 1e-6. */
  readonly maintenance: bigint;
  /** Average price over the part of the current window that had passed, 0 outside; 40 significant bits. */
  readonly mean: bigint;
  /** Phase of the first source at the last sample before the current window. */
  readonly phase: bigint;
  /** Status seen last. */
  readonly status: ClockStatus;
  /** Low 6 bits of the number of the block in which the status changed last. */
  readonly block6: bigint;
}

/** Constants of a market's clock, annual volatilities, wad. Source: `ClockSettings`. */
export interface ClockLimits {
  /** Volatility of a storm, of which a quarter always counts. */
  readonly stress: bigint;
  /** The maintenance volatility never rests below it. */
  readonly calm: bigint;
}

/** The first price of a market. */
export interface ClockStart extends ClockLimits {
  /** Fast and slow volatility before the first sample. */
  readonly seed: bigint;
  readonly price: bigint;
  /** Unix seconds. */
  readonly time: number;
  /** Phase of the first source; 1 if left out. */
  readonly phase?: bigint;
  /** Number of the block; 0 if left out. */
  readonly block?: bigint;
}

/** What a call of `sample` finds. */
export interface ClockSample extends ClockLimits {
  /** The oracle's price, wad. */
  readonly price: bigint;
  /** Time of the block, unix seconds. */
  readonly time: number;
  /** When the first source's answer came about, if the price is that answer; the time of the block if left out. */
  readonly updatedAt?: number;
  /** Phase of the first source; left out: as before. */
  readonly phase?: bigint;
  /** Live if left out. */
  readonly status?: ClockStatus;
  /** Number of the block; left out: not the one in which the status changed. */
  readonly block?: bigint;
}

/** The first expiry after a time: 08:00 UTC of that day or the next. */
const expiryAfter = (time: number): number => time - ((time - HOUR_OF_EXPIRY) % DAY) + DAY;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const greatest = (a: bigint, b: bigint): bigint => (a > b ? a : b);

const EMPTY: ClockState = {
  sampledAt: 0,
  price: 0n,
  fast: 0n,
  slow: 0n,
  maintenance: 0n,
  mean: 0n,
  phase: 0n,
  status: 0,
  block6: 0n,
};

/** What the slot keeps of a state. */
const stored = (s: ClockState): ClockState => unpackClock(packClock(s));

const estimateOf = (fastVariance: bigint, stress: bigint): bigint => {
  const fast = sqrt(fastVariance);
  return greatest(fast, (3n * fast + stress) / 4n);
};

const glide = (maintenance: bigint, target: bigint, calm: bigint, elapsed: bigint): bigint => {
  const from = greatest(maintenance, calm);
  const to = greatest(target, calm);
  if (to >= from) return least(least(to, from + RISE * elapsed), MAX_VOLATILITY);
  const fall = FALL * elapsed;
  return from > to + fall ? from - fall : to;
};

const blend = (variance: bigint, rate: bigint, elapsed: bigint, halfLife: bigint): bigint => {
  const kept = exp(-((LN_2 * elapsed) / halfLife));
  return least((variance * kept + rate * (WAD - kept)) / WAD, MAX_VARIANCE);
};

/** Average over the window of `expiry` that has passed at `until`, when the clock's price gave way to `next` at `change`. */
const averageOf = (
  s: ClockState,
  { expiry, change, next, until }: { expiry: number; change: number; next: bigint; until: number },
): bigint => {
  const start = expiry - SETTLEMENT_WINDOW;
  if (until <= start) return 0n;
  const before = s.sampledAt > start ? s.mean * BigInt(s.sampledAt - start) : 0n;
  const from = Math.max(s.sampledAt, start);
  const middle = Math.min(Math.max(change, from), until);
  return (before + s.price * BigInt(middle - from) + next * BigInt(until - middle)) / BigInt(until - start);
};

/** The clock as a market's first source starts it. Source: `PriceOracle.setSource` after `setClock`. */
export const startClock = ({ seed, stress, price, time, phase = 1n, block = 0n }: ClockStart): ClockState => {
  const { fast } = stored({ ...EMPTY, fast: mulDown(seed, seed) });
  const noted = time <= expiryAfter(time) - SETTLEMENT_WINDOW ? phase : 0n;
  const maintenance = estimateOf(fast, stress);
  return Object.freeze(
    stored({
      ...EMPTY,
      sampledAt: time,
      price,
      fast,
      slow: fast,
      maintenance,
      phase: noted,
      block6: block & BLOCK_MASK,
    }),
  );
};

/** Whether enough time has passed for a sample: 10 minutes, 5 in the hour before an expiry. Source: `isDue`. */
export const isSampleDue = ({ sampledAt }: Pick<ClockState, "sampledAt">, time: number): boolean => {
  const inWindow = expiryAfter(time) - time <= SETTLEMENT_WINDOW;
  return time - sampledAt >= (inWindow ? INTERVAL_IN_WINDOW : INTERVAL);
};

/**
 * The clock after a call of `sample`: the same state if none was due, the source was down, or the status changed in this
 * block; with the new status alone where it changed now. The variances move by
 * σ² ← d·σ² + (1 − d)·ln²(price/last)·year/elapsed, d = 2^(−elapsed/half-life). The same bits as the contract. Frozen.
 * Source: `RealizedVolatility.sample`.
 */
export const sampleClock = (state: ClockState, sample: ClockSample): ClockState => {
  const { time, status = 0, block } = sample;
  if (!isSampleDue(state, time) || status === DOWN) return state;
  if (status !== state.status) return Object.freeze({ ...state, status, block6: (block ?? 0n) & BLOCK_MASK });
  if (block !== undefined && (block & BLOCK_MASK) === state.block6) return state;
  return Object.freeze(stored(advance(state, sample)));
};

const advance = (state: ClockState, { price, time, updatedAt = 0, phase, stress, calm }: ClockSample): ClockState => {
  const elapsed = BigInt(time - state.sampledAt);
  const change = updatedAt > state.sampledAt ? updatedAt : time;
  const next = expiryAfter(time);
  const mean = next === expiryAfter(state.sampledAt) ? state.mean : 0n;
  const move = ln((price * WAD) / state.price);
  const rate = (((move * move) / WAD) * YEAR) / elapsed;
  return {
    ...state,
    sampledAt: time,
    price,
    fast: blend(state.fast, rate, elapsed, FAST_HALF_LIFE),
    slow: blend(state.slow, rate, elapsed, SLOW_HALF_LIFE),
    maintenance: glide(state.maintenance, estimateOf(state.fast, stress), calm, elapsed),
    mean: averageOf({ ...state, mean }, { expiry: next, change, next: price, until: time }),
    phase: time <= next - SETTLEMENT_WINDOW ? (phase ?? state.phase) : state.phase,
  };
};

const floatWord = (value: bigint): bigint => {
  const exponent = value === 0n ? 0 : Math.max(bitLength(value) - MANTISSA_BITS, 0);
  return ((value >> BigInt(exponent)) << 8n) | BigInt(exponent);
};

const fromFloat = (float: bigint): bigint => (float >> 8n) << (float & 0xffn);

/** The slot of a clock. Source: `ClockWords.pack`. */
export const packClock = (s: ClockState): bigint =>
  (BigInt(s.sampledAt) << 224n) |
  (floatWord(s.price) << 176n) |
  ((s.fast / VARIANCE_UNIT) << 136n) |
  ((s.slow / VARIANCE_UNIT) << 96n) |
  ((s.maintenance / VOLATILITY_UNIT) << 72n) |
  (floatWord(s.mean) << 24n) |
  (s.phase << 8n) |
  (BigInt(s.status) << 6n) |
  s.block6;

/** The clock in a slot. Source: `ClockWords.unpack`. */
export const unpackClock = (word: bigint): ClockState => ({
  sampledAt: Number(word >> 224n),
  price: fromFloat((word >> 176n) & 0xffffffffffffn),
  fast: ((word >> 136n) & 0xffffffffffn) * VARIANCE_UNIT,
  slow: ((word >> 96n) & 0xffffffffffn) * VARIANCE_UNIT,
  maintenance: ((word >> 72n) & 0xffffffn) * VOLATILITY_UNIT,
  mean: fromFloat((word >> 24n) & 0xffffffffffffn),
  phase: (word >> 8n) & 0xffffn,
  status: Number((word >> 6n) & 3n) as ClockStatus,
  block6: word & BLOCK_MASK,
});
