/**
 * The raw SVI smile: the twin of `contracts/pricing/Svi.sol`, same bits. Total variance of k = ln(strike/forward) is
 * w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)) (Gatheral, A parsimonious arbitrage-free implied volatility
 * parameterization, 2004).
 */
import { MAX_PRICE, MAX_TIME } from "./black76.js";
import {
  CentreOutOfRangeError,
  CorrelationOutOfRangeError,
  CurvatureTooHighError,
  ForwardTooLargeError,
  LogMoneynessOutOfRangeError,
  LogarithmOfZeroError,
  NegativeInputError,
  NoTimeToExpiryError,
  SlopeTooHighError,
  StrikeTooLargeError,
  TimeToExpiryTooLongError,
  TotalVarianceOutOfRangeError,
} from "./errors.js";
import { WAD, lnRatio, sqrt } from "./fixedPoint.js";

/** The parameters of a smile, all in wad. */
export interface SviParams {
  /** Any value that leaves w within its range. */
  readonly a: bigint;
  /** Below 2^96. */
  readonly b: bigint;
  /** Within [−1, 1]. */
  readonly rho: bigint;
  /** Within [−2^95, 2^95). */
  readonly m: bigint;
  /** Below 2^96. */
  readonly sigma: bigint;
}

/** The largest b, σ, |k − m| and w, wad: about 7.9e10. */
export const MAX_FIGURE = (1n << 96n) - 1n;
/** The bound of |m|, wad. */
export const MAX_CENTRE = 1n << 95n;
/** The bound of |ρ|, wad. */
export const MAX_CORRELATION = WAD;

const YEAR = 31_536_000n;
const ROOT_HALF = 707106781186547524n;
const WAD_SQUARED = WAD * WAD;

/**
 * w(k), rounded down; error below 1 wei + 1e-19·b·√((k − m)² + σ²).
 * @param params Wad, see {@link SviParams}.
 * @param logMoneyness k in wad; |k − m| is below 2^96.
 * @returns Wad.
 * @throws {@link SlopeTooHighError}, {@link CorrelationOutOfRangeError}, {@link CentreOutOfRangeError},
 * {@link CurvatureTooHighError}, {@link LogMoneynessOutOfRangeError}, {@link TotalVarianceOutOfRangeError} (negative or
 * above 2^96), {@link NegativeInputError}
 */
export const totalVariance = (params: SviParams, logMoneyness: bigint): bigint => {
  const { a, b, rho, m, sigma } = params;
  if (b < 0n) throw new NegativeInputError("b", b);
  if (sigma < 0n) throw new NegativeInputError("sigma", sigma);
  if (b > MAX_FIGURE) throw new SlopeTooHighError(b, MAX_FIGURE);
  if (magnitude(rho) > MAX_CORRELATION) throw new CorrelationOutOfRangeError(rho, MAX_CORRELATION);
  if (m < -MAX_CENTRE || m >= MAX_CENTRE) throw new CentreOutOfRangeError(m, MAX_CENTRE);
  if (sigma > MAX_FIGURE) throw new CurvatureTooHighError(sigma, MAX_FIGURE);
  const d = logMoneyness - m;
  const size = magnitude(d);
  if (size > MAX_FIGURE) throw new LogMoneynessOutOfRangeError(logMoneyness, m, MAX_FIGURE);
  const n = d * d + sigma * sigma;
  let variance = a;
  // Without distance and curvature the bracket is 0.
  if (n !== 0n) {
    let root = size + sigma;
    root = (root * 107n + (n / root) * 151n) >> 8n;
    root = (root + n / root) >> 1n;
    root = (root + n / root) >> 1n;
    variance += (b * (root * WAD + (n * WAD) / root + 2n * rho * d)) / (2n * WAD_SQUARED);
  }
  if (variance < 0n || variance > MAX_FIGURE) throw new TotalVarianceOutOfRangeError(a, logMoneyness, MAX_FIGURE);
  return variance;
};

/**
 * √(w(k)/T) with k = ln(strike/forward). Beyond ±4√w(0), four standard deviations, the smile is flat: k is that bound
 * there. Error below 2 wei + that of k and w.
 * @param params Wad, see {@link SviParams}.
 * @param forward Wad, positive, below 2^120.
 * @param strike Wad, positive, below 2^120.
 * @param timeToExpiry T in seconds, positive, below 2^32.
 * @returns Wad.
 * @throws {@link ForwardTooLargeError}, {@link StrikeTooLargeError}, {@link TimeToExpiryTooLongError},
 * {@link LogarithmOfZeroError} (forward or strike is 0), {@link NoTimeToExpiryError}, and what
 * {@link totalVariance} throws
 */
export const volatility = (params: SviParams, forward: bigint, strike: bigint, timeToExpiry: bigint): bigint => {
  for (const [name, value] of Object.entries({ forward, strike, timeToExpiry })) {
    if (value < 0n) throw new NegativeInputError(name, value);
  }
  if (forward > MAX_PRICE) throw new ForwardTooLargeError(forward, MAX_PRICE);
  if (strike > MAX_PRICE) throw new StrikeTooLargeError(strike, MAX_PRICE);
  if (timeToExpiry > MAX_TIME) throw new TimeToExpiryTooLongError(timeToExpiry, MAX_TIME);
  if (forward === 0n || strike === 0n) throw new LogarithmOfZeroError();
  if (timeToExpiry === 0n) throw new NoTimeToExpiryError();
  const k = strike > forward ? (lnRatio(strike, forward) * WAD) >> 128n : -((lnRatio(forward, strike) * WAD) >> 128n);
  const variance = totalVariance(params, surelyWithin(params, k) ? k : clamp(params, k));
  return rootOf((variance * WAD * YEAR) / timeToExpiry);
};

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** Wraps as the contract's arithmetic does, which matters where a parameter is out of range. */
const wrap = (x: bigint): bigint => BigInt.asIntN(256, x);

/** See `_surelyWithin` in the contract. */
const surelyWithin = ({ a, b, rho, m, sigma }: SviParams, k: bigint): boolean => {
  const bracket = wrap((magnitude(m) + sigma) * ROOT_HALF - rho * m);
  const least = wrap(a + wrap(b * bracket) / WAD_SQUARED);
  return k * k <= wrap((least - 1n) * 16n * WAD);
};

/** k brought to within ±4√w(0). */
const clamp = (params: SviParams, k: bigint): bigint => {
  const limit = sqrt(totalVariance(params, 0n) * 16n);
  if (k > limit) return limit;
  return k < -limit ? -limit : k;
};

/** √n, at most one above its floor, for n < 2^200. */
const rootOf = (n: bigint): bigint => {
  if (n === 0n) return 0n;
  const half = BigInt(n.toString(2).length >> 1);
  let root = ((n >> half) + (1n << half)) >> 1n;
  root = (root + n / root) >> 1n;
  root = (root + n / root) >> 1n;
  root = (root + n / root) >> 1n;
  return (root + n / root) >> 1n;
};
