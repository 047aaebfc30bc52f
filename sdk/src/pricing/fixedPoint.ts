/**
 * Wad (1e18) arithmetic with the rounding direction in the name, and the elementary functions of pricing: the twin of
 * `contracts/pricing/FixedPoint.sol`, same bits. `Qn` is an integer that stands for itself / 2^n. The coefficients
 * come from `scripts/fit/pricing.ts`.
 */
import {
  DivisionByZeroError,
  ExponentTooLargeError,
  LogarithmOfZeroError,
  NegativeInputError,
  ProductTooLargeError,
  SignedProductTooLargeError,
  SqrtTooLargeError,
} from "./errors.js";

/** 1.0 in wad. */
export const WAD = 10n ** 18n;
/** The largest argument of {@link exp}, wad. */
export const MAX_EXPONENT = 135n * WAD;
/** The largest value of an unsigned 256-bit integer. */
const MAX_UINT256 = (1n << 256n) - 1n;
const MAX_INT256 = (1n << 255n) - 1n;
const MIN_INT256 = -(1n << 255n);
/** The largest argument of {@link sqrt}, wad. */
export const MAX_SQRT = MAX_UINT256 / WAD;

const MIN_EXPONENT = -42n * WAD;
/** ln 2 in Q128, log2(e)/1e18 in Q244. */
const LN2 = 235865763225513294137944142764154484399n;
const LOG2_E = 40784343973839938535885162734679573239081221345979260291n;
/** What the kernel gives for ln(1e18), Q128: so that ln(1) is exactly 0. */
const LN_SCALE = 14103523898655895202496110740896697764767n;
const ONE_Q120 = 1n << 120n;
const TWO_Q240 = 1n << 241n;
const HALF_Q96 = 1n << 95n;
/** √2 in Q255. */
const ROOT_TWO = 81877371507464127617551201542979628307507432471243237061821853600756754782485n;
/** 0.828 in Q127. */
const ROOT_INTERCEPT = 0x6an << 120n;

const product = (a: bigint, b: bigint): bigint => {
  if (a < 0n) throw new NegativeInputError("factor", a);
  if (b < 0n) throw new NegativeInputError("factor", b);
  const result = a * b;
  if (result > MAX_UINT256) throw new ProductTooLargeError(a, b);
  return result;
};

const ceil = (numerator: bigint, denominator: bigint): bigint =>
  numerator === 0n ? 0n : (numerator - 1n) / denominator + 1n;

/** a·b/1e18, rounded down. Throws {@link ProductTooLargeError}. */
export const mulDown = (a: bigint, b: bigint): bigint => product(a, b) / WAD;

/** a·b/1e18, rounded up. Throws {@link ProductTooLargeError}. */
export const mulUp = (a: bigint, b: bigint): bigint => ceil(product(a, b), WAD);

const checkDenominator = (numerator: bigint, denominator: bigint): void => {
  if (denominator === 0n) throw new DivisionByZeroError(numerator);
  if (denominator < 0n) throw new NegativeInputError("denominator", denominator);
};

/** a·1e18/b, rounded down. Throws {@link DivisionByZeroError}, {@link ProductTooLargeError}. */
export const divDown = (a: bigint, b: bigint): bigint => {
  checkDenominator(a, b);
  return product(a, WAD) / b;
};

/** a·1e18/b, rounded up. Throws {@link DivisionByZeroError}, {@link ProductTooLargeError}. */
export const divUp = (a: bigint, b: bigint): bigint => {
  checkDenominator(a, b);
  return ceil(product(a, WAD), b);
};

/** a·b/1e18 of signed figures, rounded toward minus infinity. Throws {@link SignedProductTooLargeError}. */
export const mulFloor = (a: bigint, b: bigint): bigint => {
  const result = a * b;
  if (result > MAX_INT256 || result < MIN_INT256) throw new SignedProductTooLargeError(a, b);
  return toWadFloor(result);
};

/** A sum of products of wads (1e-36) as a wad, rounded toward minus infinity. */
export const toWadFloor = (sum: bigint): bigint => floorDiv(sum, WAD);

/** numerator/denominator, rounded toward minus infinity, for a positive denominator. */
export const floorDiv = (numerator: bigint, denominator: bigint): bigint => {
  const quotient = numerator / denominator;
  return numerator % denominator < 0n ? quotient - 1n : quotient;
};

/**
 * e^x in wad, rounded down; relative error below 1e-21 before the rounding.
 * @param x Exponent in wad, at most {@link MAX_EXPONENT}; below −42 the result is 0.
 * @throws {@link ExponentTooLargeError}
 */
export const exp = (x: bigint): bigint => {
  if (x > MAX_EXPONENT) throw new ExponentTooLargeError(x, MAX_EXPONENT);
  if (x < MIN_EXPONENT) return 0n;
  const v = (x * LOG2_E) >> 148n;
  const power = (v + HALF_Q96) >> 96n;
  const g = v - (power << 96n);
  const q = g * g;
  let p = q / 2516229752043094982121272670253n + 2057437830858737278691037657690n;
  p = q / p + 1600229080297997996464896619801n;
  p = q / p + 1143020771580752465397790181523n;
  p = q / p + 685812462948444159671750239630n;
  p = q / p + 228604154316148052805333545210n;
  return (((((p + g) * WAD) << 96n) / (p - g)) << 99n) >> (195n - power);
};

/**
 * ln(x) in wad, rounded toward minus infinity; absolute error below 1e-21 before the rounding; ln(1) = 0.
 * @param x Positive, in wad.
 * @throws {@link LogarithmOfZeroError}
 */
export const ln = (x: bigint): bigint => {
  if (x === 0n) throw new LogarithmOfZeroError();
  if (x < 0n) throw new NegativeInputError("argument of the logarithm", x);
  const bits = BigInt(bitLength(x));
  const aligned = x << (256n - bits);
  const upper = aligned > ROOT_TWO ? 1n : 0n;
  const power = bits - 1n + upper;
  return ((power * LN2 + lnOfMantissa(aligned >> (135n + upper)) - LN_SCALE) * WAD) >> 128n;
};

/**
 * The square root in wad, rounded down (exact).
 * @param x In wad, at most {@link MAX_SQRT}.
 * @throws {@link SqrtTooLargeError}
 */
export const sqrt = (x: bigint): bigint => {
  if (x > MAX_SQRT) throw new SqrtTooLargeError(x, MAX_SQRT);
  if (x < 0n) throw new NegativeInputError("argument of the square root", x);
  if (x === 0n) return 0n;
  const square = x * WAD;
  const half = BigInt((256 - bitLength(square)) >> 1);
  let root = (((square << (half << 1n)) >> 129n) + ROOT_INTERCEPT) >> half;
  for (let i = 0; i < 5; i++) root = (root + square / root) >> 1n;
  return root > square / root ? root - 1n : root;
};

/** ln(high/low) in Q128 for high ≥ low > 0, both below 2^120; absolute error below 1e-21. @internal */
export const lnRatio = (high: bigint, low: bigint): bigint => {
  const mantissa = (high << 120n) / low;
  const power = BigInt(bitLength(mantissa * 181n) - 128);
  return power * LN2 + lnOfMantissa(mantissa >> power);
};

/** ln(m) in Q128 for m in Q120 within [128/181, 256/181]: 2z/f(z²) with z = (m − 1)/(m + 1) = 1 − 2/(m + 1). */
const lnOfMantissa = (m: bigint): bigint => {
  const z = ONE_Q120 - TWO_Q240 / (m + ONE_Q120);
  const w = z * z;
  let f = 1688117757868666292537619285369420311n - w / 4042830332134243656557645289565106139n;
  f = w / f - 4158997061004646318087979589677308237n;
  f = w / f + 1682304195848557023751774132304091273n;
  f = w / f - 4135375986821979109535504624959260730n;
  f = w / f + 1661534994731169473255946887145806479n;
  f = w / f - 3987683987354747596523066789512716722n;
  f = w / f + 1329227995784915872904374853939410281n;
  return (z << 129n) / f;
};

/** |x|. @internal */
export const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** Number of significant bits of a positive integer. @internal */
export const bitLength = (x: bigint): number => {
  const hex = x.toString(16);
  return hex.length * 4 + 28 - Math.clz32(Number.parseInt(hex[0]!, 16));
};
