/**
 * European options on a forward: the twin of `contracts/pricing/Black76.sol`, same bits.
 *
 * call = D(F·N(d1) − K·N(d2)), put = D(K·N(−d2) − F·N(−d1)), d1 = ln(F/K)/s + s/2, d2 = d1 − s, s = σ√T, a year of
 * 365 days (Black, The pricing of commodity contracts, 1976). The contract's header derives the form computed here.
 *
 * Rounding: the out-of-the-money value, D·|F − K| and every greek round toward zero; the value in the money is the
 * sum of the first two, so call − put = D(F − K) holds to the wei.
 */
import {
  DiscountTooHighError,
  ForwardTooLargeError,
  NegativeInputError,
  StrikeTooLargeError,
  TimeToExpiryTooLongError,
  VolatilityTooHighError,
} from "./errors.js";
import { WAD, lnRatio } from "./fixedPoint.js";
import { density, priceRatio } from "./normal.js";

export { greeksFast, priceFast } from "./fast/black76.js";

/** Values of a call and a put of the same strike and expiry, wad. */
export interface OptionPrices {
  call: bigint;
  put: bigint;
}

/** Prices and their sensitivities, wad. */
export interface OptionGreeks extends OptionPrices {
  /** ∂call/∂F, within [0, D]; the put's is delta − D. */
  delta: bigint;
  /** ∂²V/∂F². */
  gamma: bigint;
  /** ∂V/∂σ per 1.00 of volatility. */
  vega: bigint;
  /** −∂V/∂T per year at constant forward and discount; at most 0. */
  theta: bigint;
}

/** The largest forward and strike, wad. */
export const MAX_PRICE = (1n << 120n) - 1n;
/** The longest time to expiry, seconds: 136 years. */
export const MAX_TIME = (1n << 32n) - 1n;
/** The highest volatility, wad: 1,844%. */
export const MAX_VOLATILITY = (1n << 64n) - 1n;
/** The highest discount, wad: 18.4. */
export const MAX_DISCOUNT = (1n << 64n) - 1n;

/** 1/year in Q240; 0.687/√year in Q247. */
const PER_YEAR = 56026352891247600506827038963182347660688860251002630584779496489n;
const ROOT_INTERCEPT = 27667018634327050212033506833475031371436049746971873249538973895149479n;
/** Beyond this distance (Q80) a tail is below 2^-127. */
const FAR = 13n << 80n;
const WAD_Q64 = WAD << 64n;
const WAD_Q32 = WAD << 32n;
const ONE_Q128 = 1n << 128n;

/** Throws for the first figure below 0, by its name. @internal */
export const refuseNegative = (figures: Readonly<Record<string, bigint>>): void => {
  for (const [name, figure] of Object.entries(figures)) if (figure < 0n) throw new NegativeInputError(name, figure);
};

/** Throws what {@link price} throws. @internal */
export const refuse = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  volatility: bigint,
  discount: bigint,
): void => {
  refuseNegative({ forward, strike, timeToExpiry, volatility, discount });
  if (forward > MAX_PRICE) throw new ForwardTooLargeError(forward, MAX_PRICE);
  if (strike > MAX_PRICE) throw new StrikeTooLargeError(strike, MAX_PRICE);
  if (timeToExpiry > MAX_TIME) throw new TimeToExpiryTooLongError(timeToExpiry, MAX_TIME);
  if (volatility > MAX_VOLATILITY) throw new VolatilityTooHighError(volatility, MAX_VOLATILITY);
  if (discount > MAX_DISCOUNT) throw new DiscountTooHighError(discount, MAX_DISCOUNT);
};

/** What prices and greeks share. */
interface Terms {
  /** √T and s in Q120. */
  readonly root: bigint;
  readonly deviation: bigint;
  /** Whether the strike lies within s²/2 of the forward. */
  readonly inside: boolean;
  readonly parts: TimeValue;
}

interface TimeValue {
  /** The undiscounted out-of-the-money value, Q64. */
  readonly value: bigint;
  /** low·φ(x − h), Q64. */
  readonly e: bigint;
  /** Mills' ratios at |x − h| and x + h, Q64. */
  readonly near: bigint;
  readonly far: bigint;
}

const NOTHING: TimeValue = { value: 0n, e: 0n, near: 0n, far: 0n };

const solve = (low: bigint, high: bigint, timeToExpiry: bigint, volatility: bigint): Terms => {
  const root = rootOfYears(timeToExpiry);
  const deviation = (root * volatility) / WAD;
  const x = (lnRatio(high, low) << 72n) / deviation;
  const h = deviation >> 41n;
  return { root, deviation, inside: x < h, parts: timeValue(low, x, h) };
};

/** The parts of the value from low = min(F, K) and the distances, Q80. */
const timeValue = (low: bigint, x: bigint, h: bigint): TimeValue => {
  const inside = x < h;
  const distance = inside ? h - x : x - h;
  if (distance > FAR) return inside ? { ...NOTHING, value: low << 64n } : NOTHING;
  const { numerator, denominator, power } = density(distance);
  const e = (((low * numerator) << 64n) / denominator) >> power;
  const near = priceRatio(distance);
  const far = priceRatio(x + h);
  const value = inside ? (low << 64n) + ((e * (-near - far)) >> 64n) : (e * (near - far)) >> 64n;
  return { value: value > 0n ? value : 0n, e, near, far };
};

/** √(time/year) in Q120, for 1 ≤ time ≤ MAX_TIME. @internal */
export const rootOfYears = (time: bigint): bigint => {
  const half = 112n + BigInt(Math.clz32(Number(time)) >> 1);
  let root = (ROOT_INTERCEPT >> half) + (time << (half - 21n));
  const square = time * PER_YEAR;
  root = (root + square / root) >> 1n;
  root = (root + square / root) >> 1n;
  root = (root + square / root) >> 1n;
  return (root + square / root) >> 1n;
};

/** Whether {@link price} takes the figures. @internal */
export const inRange = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  volatility: bigint,
  discount: bigint,
): boolean =>
  forward >= 0n &&
  strike >= 0n &&
  timeToExpiry >= 0n &&
  volatility >= 0n &&
  discount >= 0n &&
  forward <= MAX_PRICE &&
  strike <= MAX_PRICE &&
  timeToExpiry <= MAX_TIME &&
  volatility <= MAX_VOLATILITY &&
  discount <= MAX_DISCOUNT;

const bySide = (forward: bigint, strike: bigint, discount: bigint, value: bigint): OptionPrices => {
  const outside = value === 0n ? 0n : (value * discount) / WAD_Q64;
  return forward > strike
    ? { call: outside + ((forward - strike) * discount) / WAD, put: outside }
    : { call: outside, put: outside + ((strike - forward) * discount) / WAD };
};

/** Whether nothing is left to happen: the prices are the discounted intrinsic values. */
const isCertain = (forward: bigint, strike: bigint, timeToExpiry: bigint, volatility: bigint): boolean =>
  forward === 0n || strike === 0n || timeToExpiry === 0n || volatility === 0n;

/**
 * Values of the call and the put. With volatility, time, forward or strike at 0 they are discounted intrinsic values.
 * Error at most 5e-18·max(F, K)·max(D, 1) + 2 wei; call − put = D(F − K) to the wei.
 * @param forward F in wad, below 2^120.
 * @param strike K in wad, below 2^120.
 * @param timeToExpiry T in seconds, below 2^32.
 * @param volatility σ in wad (1e18 = 100%), below 2^64.
 * @param discount D in wad, below 2^64.
 * @returns Wad, rounded as the head of this file says.
 * @throws {@link ForwardTooLargeError}, {@link StrikeTooLargeError}, {@link TimeToExpiryTooLongError},
 * {@link VolatilityTooHighError}, {@link DiscountTooHighError}, {@link NegativeInputError}
 */
export const price = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  volatility: bigint,
  discount: bigint,
): OptionPrices => {
  if (!inRange(forward, strike, timeToExpiry, volatility, discount)) {
    refuse(forward, strike, timeToExpiry, volatility, discount);
  }
  if (isCertain(forward, strike, timeToExpiry, volatility)) return bySide(forward, strike, discount, 0n);
  const [low, high] = forward > strike ? [strike, forward] : [forward, strike];
  return bySide(forward, strike, discount, solve(low, high, timeToExpiry, volatility).parts.value);
};

/**
 * Values of the call and the put as {@link price} gives them, and the greeks.
 * Where volatility, time, forward or strike is 0, and where |d1| and |d2| pass 13 on the same side: gamma, vega and
 * theta are 0 and delta is D or 0 (D/2 at F = K > 0 without volatility or time).
 * @param forward F in wad, below 2^120.
 * @param strike K in wad, below 2^120.
 * @param timeToExpiry T in seconds, below 2^32.
 * @param volatility σ in wad, below 2^64.
 * @param discount D in wad, below 2^64.
 * @returns Wad; greeks round toward zero.
 * @throws The same errors as {@link price}.
 */
export const greeks = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  volatility: bigint,
  discount: bigint,
): OptionGreeks => {
  if (!inRange(forward, strike, timeToExpiry, volatility, discount)) {
    refuse(forward, strike, timeToExpiry, volatility, discount);
  }
  if (isCertain(forward, strike, timeToExpiry, volatility)) {
    let delta = 0n;
    if (forward > strike) delta = discount;
    else if (forward === strike && forward !== 0n) delta = discount / 2n;
    return { ...bySide(forward, strike, discount, 0n), delta, gamma: 0n, vega: 0n, theta: 0n };
  }
  const above = forward > strike;
  const [low, high] = above ? [strike, forward] : [forward, strike];
  const { root, deviation, inside, parts } = solve(low, high, timeToExpiry, volatility);
  const { call, put } = bySide(forward, strike, discount, parts.value);
  const { e } = parts;
  // N(d1), or its complement, and φ(d1), Q128.
  const tail = (e * (above ? parts.far : parts.near)) / forward;
  const probability = above || inside ? ONE_Q128 - tail : tail;
  const rootOfTime = ((root * discount) / WAD) >> 56n;
  const decay = (((volatility << 119n) / root) * discount) / WAD;
  return {
    call,
    put,
    delta: (probability * discount) >> 128n,
    gamma: ((((e << 64n) / forward) * discount * WAD) >> 8n) / (forward * deviation),
    vega: (e * rootOfTime) >> 128n,
    theta: -(((e >> 32n) * decay) / WAD_Q32),
  };
};
