/**
 * The raw SVI smile: the twin of `contracts/pricing/Svi.sol`, same bits. Total variance of k = ln(strike/forward) is
 * w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)) (Gatheral, A parsimonious arbitrage-free implied volatility
 * parameterization, 2004).
 */
import { refuse, refuseNegative } from "./black76.js";
import {
  CentreOutOfRangeError,
  CorrelationOutOfRangeError,
  CurvatureTooHighError,
  LogMoneynessOutOfRangeError,
  LogarithmOfZeroError,
  NoTimeToExpiryError,
  SlopeTooHighError,
  TotalVarianceOutOfRangeError,
} from "./errors.js";
import { WAD, bitLength, lnRatio, magnitude, sqrt } from "./fixedPoint.js";

export { totalVarianceFast, volatilityFast } from "./fast/svi.js";

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
const WAD_SQUARED = WAD * WAD;
/** Twice the square root, wad, from one of four times its size and n over that. */
const ROOT_SHARE = WAD / 8n;
const QUOTIENT_SHARE = 2n * WAD;
/** 181/128 in Q127: 1 in the scale of the normalised ratio, and the middle of the roots of a number of two bits. */
const MIDDLE = 181n << 120n;
/** Below it, strike/forward in that scale has too few bits. */
const LEAST_RATIO = 1n << 66n;
const ONE_Q120 = 1n << 120n;
/** ln 2 and 2, wad in Q64. */
const LN2 = 12786308645202655659788630699742451795n;
const TWO = 36893488147419103232000000000000000000n;

/**
 * w(k), rounded down but for its error, below 1 wei + 2e-19·b·√((k − m)² + σ²).
 * @param params Wad, see {@link SviParams}.
 * @param logMoneyness k in wad; |k − m| is below 2^96.
 * @returns Wad.
 * @throws {@link SlopeTooHighError}, {@link CorrelationOutOfRangeError}, {@link CentreOutOfRangeError},
 * {@link CurvatureTooHighError}, {@link LogMoneynessOutOfRangeError}, {@link TotalVarianceOutOfRangeError} (negative or
 * above 2^96), {@link NegativeInputError}
 */
export const totalVariance = (params: SviParams, logMoneyness: bigint): bigint => {
  const variance = unbounded(params, logMoneyness);
  if (!isVariance(variance)) throw new TotalVarianceOutOfRangeError(params.a, logMoneyness, MAX_FIGURE);
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
  refuse(forward, strike, timeToExpiry, 0n, 0n);
  if (forward === 0n || strike === 0n) throw new LogarithmOfZeroError();
  if (timeToExpiry === 0n) throw new NoTimeToExpiryError();
  const ratio = (strike * MIDDLE) / forward;
  const variance =
    ratio < LEAST_RATIO
      ? flattened(params, -((lnRatio(forward, strike) * WAD) >> 128n))
      : varianceAt(params, logarithm(ratio));
  return rootOf((variance * WAD * YEAR) / timeToExpiry);
};

const isVariance = (variance: bigint): boolean => variance >= 0n && variance <= MAX_FIGURE;

/** w(k) of parameters in range; it may be out of range itself. */
const unbounded = ({ a, b, rho, m, sigma }: SviParams, logMoneyness: bigint): bigint => {
  refuseNegative({ b, sigma });
  if (b > MAX_FIGURE) throw new SlopeTooHighError(b, MAX_FIGURE);
  if (magnitude(rho) > MAX_CORRELATION) throw new CorrelationOutOfRangeError(rho, MAX_CORRELATION);
  if (m < -MAX_CENTRE || m >= MAX_CENTRE) throw new CentreOutOfRangeError(m, MAX_CENTRE);
  if (sigma > MAX_FIGURE) throw new CurvatureTooHighError(sigma, MAX_FIGURE);
  const d = logMoneyness - m;
  const size = magnitude(d);
  if (size > MAX_FIGURE) throw new LogMoneynessOutOfRangeError(logMoneyness, m, MAX_FIGURE);
  const n = d * d + sigma * sigma;
  // Without distance and curvature the bracket is 0.
  if (n === 0n) return a;
  let root = size + sigma;
  root = (root * 107n + (n / root) * 151n) >> 8n;
  root += n / root;
  root += (4n * n) / root;
  return a + (b * (root * ROOT_SHARE + (n * QUOTIENT_SHARE) / root + rho * d)) / WAD_SQUARED;
};

/** k in wad of strike/forward in the scale of {@link MIDDLE}, rounded down. */
const logarithm = (ratio: bigint): bigint => {
  const bits = BigInt(bitLength(ratio));
  const mantissa = bits > 128n ? ratio >> (bits - 128n) : ratio << (128n - bits);
  const z = ONE_Q120 - (MIDDLE << 121n) / (mantissa + MIDDLE);
  const square = z * z;
  let f = square / 1643538794799117875769631462986174466n - 4160140947000037974609933850940999706n;
  f = square / f + 1682301844981120996305634111985380187n;
  f = square / f - 4135376002015298556058331576090711666n;
  f = square / f + 1661534994723430698932502942434705811n;
  f = square / f - 3987683987354756741856760597000796913n;
  f = square / f + 1329227995784915872598850609614828331n;
  return ((bits - 128n) * LN2 + (z * TWO) / f) >> 64n;
};

/** w of k brought to within ±4√w(0). That k is within often follows from √(m² + σ²) ≥ σ. */
const varianceAt = (params: SviParams, k: bigint): bigint => {
  const { a, b, rho, m, sigma } = params;
  const variance = unbounded(params, k);
  const rise = (b * (sigma * WAD - rho * m)) / WAD_SQUARED;
  const isSurelyWithin = k * k <= 16n * WAD * (rise > 0n ? a + rise : a);
  return isSurelyWithin && isVariance(variance) ? variance : flattened(params, k);
};

/** The same, from w(0) itself. */
const flattened = (params: SviParams, k: bigint): bigint => {
  const limit = sqrt(totalVariance(params, 0n) * 16n);
  if (magnitude(k) <= limit) return totalVariance(params, k);
  return totalVariance(params, k < 0n ? -limit : limit);
};

/** √n; below 2^160 at most one above its floor. */
const rootOf = (n: bigint): bigint => {
  if (n === 0n) return 0n;
  let root = MIDDLE >> BigInt((256 - bitLength(n)) >> 1);
  root += n / root;
  root = (root >> 2n) + n / root;
  root += n / root;
  root = (root >> 2n) + n / root;
  return (root + n / root) >> 1n;
};
