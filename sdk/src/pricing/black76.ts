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
import { type Density, FAR, density, millsRatio } from "./normal.js";

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

const YEAR = 31_536_000n;
/** The largest forward and strike, wad. */
export const MAX_PRICE = 1n << 120n;
/** The longest time to expiry, seconds: 100 years. */
export const MAX_TIME = 100n * YEAR;
/** The highest volatility, wad: 1,000%. */
export const MAX_VOLATILITY = 10n * WAD;
/** The highest discount, wad. */
export const MAX_DISCOUNT = 10n * WAD;

/** 1.0291/(3·√YEAR) in Q64: centres the first guess of √T. */
const ROOT_GUESS = 1126815318848958n;
const WAD_Q64 = WAD << 64n;
const WAD_Q32 = WAD << 32n;
const ONE_Q120 = 1n << 120n;

/** Throws what {@link price} throws. @internal */
export const refuse = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  volatility: bigint,
  discount: bigint,
): void => {
  for (const [name, value] of Object.entries({ forward, strike, timeToExpiry, volatility, discount })) {
    if (value < 0n) throw new NegativeInputError(name, value);
  }
  if (forward > MAX_PRICE) throw new ForwardTooLargeError(forward, MAX_PRICE);
  if (strike > MAX_PRICE) throw new StrikeTooLargeError(strike, MAX_PRICE);
  if (timeToExpiry > MAX_TIME) throw new TimeToExpiryTooLongError(timeToExpiry, MAX_TIME);
  if (volatility > MAX_VOLATILITY) throw new VolatilityTooHighError(volatility, MAX_VOLATILITY);
  if (discount > MAX_DISCOUNT) throw new DiscountTooHighError(discount, MAX_DISCOUNT);
};

/** What prices and greeks share; see `_distances` in the contract. */
interface Terms {
  low: bigint;
  /** √T in Q96. */
  root: bigint;
  /** s in Q120. */
  deviation: bigint;
  inside: boolean;
  /** |x − h| in Q64. */
  distance: bigint;
  /** The undiscounted out-of-the-money value, Q64. */
  value: bigint;
  /** The rest is absent where the outcome is certain. */
  density?: Density;
  /** low·φ(x − h), Q64. */
  e: bigint;
  /** Mills' ratios, Q64. */
  near: bigint;
  far: bigint;
}

const solve = (forward: bigint, strike: bigint, timeToExpiry: bigint, volatility: bigint): Terms => {
  const low = forward > strike ? strike : forward;
  const terms: Terms = {
    low,
    root: 0n,
    deviation: 0n,
    inside: false,
    distance: FAR,
    value: 0n,
    e: 0n,
    near: 0n,
    far: 0n,
  };
  if (low === 0n || timeToExpiry === 0n || volatility === 0n) return terms;
  const root = rootOfYears(timeToExpiry);
  const deviation = ((volatility * root) << 24n) / WAD;
  const x = (lnRatio(forward > strike ? forward : strike, low) << 56n) / deviation;
  const half = deviation >> 57n;
  const inside = x < half;
  const distance = inside ? half - x : x - half;
  terms.root = root;
  terms.deviation = deviation;
  terms.inside = inside;
  terms.distance = distance;
  if (distance >= FAR) {
    if (inside) terms.value = low << 64n;
    return terms;
  }
  const phi = density(distance);
  const e = (low * phi.mantissa) >> (56n + phi.shift);
  const near = millsRatio(distance);
  const far = millsRatio(x + half);
  terms.density = phi;
  terms.e = e;
  terms.near = near;
  terms.far = far;
  const value = inside ? (low << 64n) - ((e * (near + far)) >> 64n) : (e * (near - far)) >> 64n;
  if (value > 0n) terms.value = value;
  return terms;
};

/** √(time/YEAR) in Q96, for 1 ≤ time ≤ MAX_TIME. @internal */
export const rootOfYears = (time: bigint): bigint => {
  const square = (time << 192n) / YEAR;
  const half = BigInt((31 - Math.clz32(Number(time))) >> 1);
  let root = (((time << (64n - half)) + (2n << (64n + half))) * ROOT_GUESS) >> 32n;
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

/**
 * Values of the call and the put. With volatility, time, forward or strike at 0 they are discounted intrinsic values.
 * Error at most 1e-18·max(F, K)·max(D, 1) + 2 wei; call − put = D(F − K) to the wei.
 * @param forward F in wad, at most 2^120.
 * @param strike K in wad, at most 2^120.
 * @param timeToExpiry T in seconds, at most 100 years.
 * @param volatility σ in wad (1e18 = 100%), at most 10e18.
 * @param discount D in wad, at most 10e18.
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
  return bySide(forward, strike, discount, solve(forward, strike, timeToExpiry, volatility).value);
};

/**
 * Values of the call and the put as {@link price} gives them, and the greeks.
 * Where volatility, time, forward or strike is 0, and where |d1| and |d2| pass 13 on the same side: gamma, vega and
 * theta are 0 and delta is D or 0 (D/2 at F = K > 0 without volatility or time).
 * @param forward F in wad, at most 2^120.
 * @param strike K in wad, at most 2^120.
 * @param timeToExpiry T in seconds, at most 100 years.
 * @param volatility σ in wad, at most 10e18.
 * @param discount D in wad, at most 10e18.
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
  const terms = solve(forward, strike, timeToExpiry, volatility);
  const { call, put } = bySide(forward, strike, discount, terms.value);
  if (terms.density === undefined) {
    let delta = 0n;
    if (forward > strike || terms.inside) delta = discount;
    else if (forward === strike && forward !== 0n) delta = discount / 2n;
    return { call, put, delta, gamma: 0n, vega: 0n, theta: 0n };
  }
  const { e, root } = terms;
  const { mantissa, shift } = terms.density;
  // N(d1) and φ(d1) in Q120.
  let probability: bigint;
  let densityAtD1: bigint;
  if (forward > strike) {
    probability = ONE_Q120 - (((e * terms.far) / forward) >> 8n);
    densityAtD1 = (e << 56n) / forward;
  } else {
    const tail = ((mantissa * terms.near) >> 64n) >> shift;
    probability = terms.inside ? ONE_Q120 - tail : tail;
    densityAtD1 = mantissa >> shift;
  }
  const discounted = (e * discount) / WAD;
  const halfRate = (volatility << 95n) / root;
  return {
    call,
    put,
    delta: (probability * discount) >> 120n,
    gamma: (densityAtD1 * discount * WAD) / (forward * terms.deviation),
    vega: (discounted * (root >> 32n)) >> 128n,
    theta: -(((discounted >> 32n) * halfRate) / WAD_Q32),
  };
};
