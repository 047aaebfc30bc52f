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
/** ln 2 and log2(e) in Q128. */
const LN2 = 235865763225513294137944142764154484399n;
const LOG2_E = 490923683258796565746369346286093237522n;

const HALF_Q96 = 1n << 95n;
const WAD_Q60 = WAD << 60n;

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
  const quotient = result / WAD;
  return result < 0n && quotient * WAD !== result ? quotient - 1n : quotient;
};

/** A sum of products of wads (1e-36) as a wad, rounded toward minus infinity. */
export const toWadFloor = (sum: bigint): bigint => {
  const quotient = sum / WAD;
  return sum % WAD < 0n ? quotient - 1n : quotient;
};

/**
 * e^x in wad, rounded down; relative error below 1e-21 before the rounding.
 * @param x Exponent in wad, at most {@link MAX_EXPONENT}; far below zero the result is 0.
 * @throws {@link ExponentTooLargeError}
 */
export const exp = (x: bigint): bigint => {
  if (x > MAX_EXPONENT) throw new ExponentTooLargeError(x, MAX_EXPONENT);
  if (x < MIN_EXPONENT) return 0n;
  const v = ((x * LOG2_E) / WAD) >> 32n;
  const power = (v + HALF_Q96) >> 96n;
  // A negative shift of a bigint shifts the other way, as the contract's two branches do.
  return (exp2Mantissa(v - (power << 96n)) * WAD) >> (120n - power);
};

/**
 * ln(x) in wad, rounded toward minus infinity; absolute error below 1e-20 before the rounding.
 * @param x Positive, in wad.
 * @throws {@link LogarithmOfZeroError}
 */
export const ln = (x: bigint): bigint => {
  if (x === 0n) throw new LogarithmOfZeroError();
  if (x < 0n) throw new NegativeInputError("argument of the logarithm", x);
  const bits = bitLength(x);
  let value = bits > 120 ? x >> BigInt(bits - 120) : x << BigInt(120 - bits);
  let power = bits - 60;
  if (value * 256n < WAD_Q60 * 181n) {
    value <<= 1n;
    power -= 1;
  }
  return ((BigInt(power) * LN2 + lnNearOne(value, WAD_Q60)) * WAD) >> 128n;
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
  const half = BigInt((bitLength(square) - 1) >> 1);
  let root = ((square >> half) + (2n << half)) / 3n;
  for (let i = 0; i < 5; i++) root = (root + square / root) >> 1n;
  return root > square / root ? root - 1n : root;
};

/** ln(high/low) in Q128 for high ≥ low > 0, both at most 2^120; relative error below 1e-20. @internal */
export const lnRatio = (high: bigint, low: bigint): bigint => {
  if (high * 181n <= low << 8n) return lnNearOne(high, low);
  let power = bitLength(high) - bitLength(low);
  let scaled = low << BigInt(power);
  if (high * 181n > scaled << 8n) {
    power += 1;
    scaled <<= 1n;
  } else if (high << 8n < scaled * 181n) {
    power -= 1;
    scaled >>= 1n;
  }
  return BigInt(power) * LN2 + lnNearOne(high, scaled);
};

/** 2^f in Q120 for f in Q96 within ±1/2; relative error below 1e-21. @internal */
export const exp2Mantissa = (f: bigint): bigint => {
  const square = (f * f) >> 96n;
  let p = 122175070965669343254n - ((1470108916711383658n * square) >> 96n);
  p = 10070383020375003036460n - ((p * square) >> 96n);
  p = 838407390172590287022493n - ((p * square) >> 96n);
  p = 73291475691761180982595651n - ((p * square) >> 96n);
  p = 9152796244617912172944676862n - ((p * square) >> 96n);
  p = 228604154316148052805408627247n + ((p * square) >> 96n);
  return ((p + f) << 120n) / (p - f);
};

/** ln(a/b) in Q128 for a/b within [181/256, 256/181]. */
const lnNearOne = (a: bigint, b: bigint): bigint => {
  const z = ((a - b) << 128n) / (a + b);
  const square = (z * z) >> 160n;
  let series = 10508090170121313521198216516n;
  series = ((series * square) >> 96n) + 10496666656762861462158960021n;
  series = ((series * square) >> 96n) + 12190968654129676949989093455n;
  series = ((series * square) >> 96n) + 14405085157514575407880785594n;
  series = ((series * square) >> 96n) + 17606258697875003095712302634n;
  series = ((series * square) >> 96n) + 22636617859143308732996655782n;
  series = ((series * square) >> 96n) + 31691265005711697942781299916n;
  series = ((series * square) >> 96n) + 52818775009509551803775559494n;
  series = ((series * square) >> 96n) + 158456325028528675188286649297n;
  return (z * series) >> 96n;
};

/** Number of significant bits of a positive integer. */
const bitLength = (x: bigint): number => {
  const hex = x.toString(16);
  return hex.length * 4 + 28 - Math.clz32(Number.parseInt(hex[0]!, 16));
};
