/**
 * European options on a forward (Black, The pricing of commodity contracts, 1976) on JavaScript numbers: the formulas
 * of `../black76.ts` in double precision, for screens and searches where the exact wei does not matter.
 *
 * Only the out-of-the-money option is computed, V = e·(R(x − h) − R(x + h)) with e = low·φ(x − h) = high·φ(x + h), as
 * the header of `contracts/pricing/Black76.sol` derives; the other one is |F − K| more.
 */
import { requireFigures } from "./errors.js";
import { DENSITY_AT_ZERO, compareMills, mills } from "./normal.js";

/** Values of a call and a put of the same strike and expiry, in the unit of the forward and the strike. */
export interface FastPrices {
  call: number;
  put: number;
}

/** Prices and their sensitivities. */
export interface FastGreeks extends FastPrices {
  /** ∂call/∂F, within [0, D]; the put's is delta − D. */
  delta: number;
  /** ∂²V/∂F². */
  gamma: number;
  /** ∂V/∂σ per 1.00 of volatility. */
  vega: number;
  /** −∂V/∂T per year at constant forward and discount; at most 0. */
  theta: number;
}

/** A year of 365 days, seconds. @internal */
export const YEAR = 31_536_000;
/** Where |x − h| passes this the outcome is certain: φ(39) is 0 in double precision. */
const FAR = 39;

/** Arguments and results of {@link solve}; a store for the reason given at `mills`. */
const terms = {
  forward: 0.5,
  strike: 0.5,
  timeToExpiry: 0.5,
  volatility: 0.5,
  discount: 0.5,
  /** Undiscounted out-of-the-money value. */
  value: 0.5,
  /** N(d1). */
  probability: 0.5,
  /** e = low·φ(x − h); 0 where the outcome is certain. */
  density: 0.5,
  /** √T, √years. */
  root: 0.5,
  /** σ√T. */
  deviation: 0.5,
};

/** ln(high/low) from gap = high − low, to a few 2⁻⁵³ of itself. @internal */
export const logRatio = (high: number, low: number, gap: number): number => {
  if (gap < low) return Math.log1p(gap / low);
  const ratio = high / low;
  return ratio < Infinity ? Math.log(ratio) : Math.log(high) - Math.log(low);
};

const certain = (value: number, probability: number): void => {
  terms.value = value;
  terms.probability = probability;
  terms.density = 0;
  terms.root = 1;
  terms.deviation = 1;
};

/** The rare cases: an argument at 0, or one that is not accepted. */
const solveEdge = (): void => {
  const { forward, strike, timeToExpiry, volatility, discount } = terms;
  requireFigures({ forward, strike, timeToExpiry, volatility, discount });
  certain(0, forward > 0 ? sideOf(forward, strike) : 0);
};

/** N(d1) where the price of the outcome is its intrinsic value. */
const sideOf = (forward: number, strike: number): number => (forward === strike ? 0.5 : forward > strike ? 1 : 0);

const solve = (): void => {
  const { forward, strike, timeToExpiry, volatility, discount } = terms;
  if (!(
    forward > 0 &&
    strike > 0 &&
    timeToExpiry > 0 &&
    volatility > 0 &&
    discount >= 0 &&
    forward < Infinity &&
    strike < Infinity &&
    timeToExpiry < Infinity &&
    volatility < Infinity &&
    discount < Infinity
  )) {
    solveEdge();
    return;
  }
  const low = Math.min(forward, strike);
  const high = Math.max(forward, strike);
  const root = Math.sqrt(timeToExpiry / YEAR);
  const deviation = volatility * root;
  const x = logRatio(high, low, high - low) / deviation;
  const h = 0.5 * deviation;
  const distance = x - h;
  const near = Math.abs(distance);
  if (!(near < FAR)) {
    if (distance < 0) certain(low, 1);
    else certain(0, sideOf(forward, strike));
    return;
  }
  mills.near = near;
  mills.far = x + h;
  compareMills();
  const e = low * DENSITY_AT_ZERO * Math.exp(-0.5 * distance * distance);
  const perForward = e / forward;
  terms.density = e;
  terms.root = root;
  terms.deviation = deviation;
  terms.value = distance >= 0 ? e * deviation * mills.slope : low - e * (mills.near + mills.far);
  if (forward > strike) terms.probability = 1 - perForward * mills.far;
  else terms.probability = distance >= 0 ? perForward * mills.near : 1 - perForward * mills.near;
};

/**
 * Values of the call and the put. With volatility, time, forward or strike at 0 they are discounted intrinsic values.
 *
 * The error is at most 1e-15·D·max(F, K). An option out of the money with x ≥ σ√T/2,
 * x = |ln(F/K)|/σ√T, has, besides, a relative error of about (1 + x²)·1e-15, down to 1e-300 of the forward.
 * @param forward F, in USD or any other unit.
 * @param strike K, in the unit of the forward.
 * @param timeToExpiry T in seconds; a year is 31,536,000 s.
 * @param volatility σ per √year: 0.8 is 80%.
 * @param discount D: 1 is none.
 * @returns Values in the unit of the forward.
 * @throws {@link FastInputError} when an argument is NaN, infinite or negative.
 */
export const priceFast = (
  forward: number,
  strike: number,
  timeToExpiry: number,
  volatility: number,
  discount: number,
): FastPrices => {
  terms.forward = forward;
  terms.strike = strike;
  terms.timeToExpiry = timeToExpiry;
  terms.volatility = volatility;
  terms.discount = discount;
  solve();
  const { value } = terms;
  return {
    call: discount * (value + Math.max(forward - strike, 0)),
    put: discount * (value + Math.max(strike - forward, 0)),
  };
};

/**
 * Values of the call and the put as {@link priceFast} gives them, and the greeks.
 * Where volatility, time, forward or strike is 0, and where the outcome is certain (|d1| and |d2| above 39 on the
 * same side): gamma, vega and theta are 0 and delta is D or 0 (D/2 at F = K > 0 without volatility or time).
 *
 * Errors are about 1e-15 of D for delta, and of themselves times 1 + (x − σ√T/2)² for the others (x as in
 * {@link priceFast}). Figures beyond 1e±100 can overflow on the way.
 * @param forward F, in USD or any other unit.
 * @param strike K, in the unit of the forward.
 * @param timeToExpiry T in seconds; a year is 31,536,000 s.
 * @param volatility σ per √year: 0.8 is 80%.
 * @param discount D: 1 is none.
 * @returns Values in the unit of the forward, and derivatives of them.
 * @throws The same error as {@link priceFast}.
 */
export const greeksFast = (
  forward: number,
  strike: number,
  timeToExpiry: number,
  volatility: number,
  discount: number,
): FastGreeks => {
  terms.forward = forward;
  terms.strike = strike;
  terms.timeToExpiry = timeToExpiry;
  terms.volatility = volatility;
  terms.discount = discount;
  solve();
  const { value, density, root, deviation } = terms;
  const discounted = discount * density;
  return {
    call: discount * (value + Math.max(forward - strike, 0)),
    put: discount * (value + Math.max(strike - forward, 0)),
    delta: discount * terms.probability,
    gamma: density === 0 ? 0 : discounted / forward / (forward * deviation),
    vega: discounted * root,
    theta: density === 0 ? 0 : (-0.5 * discounted * volatility) / root,
  };
};
