/**
 * The volatility at which Black-76 gives a price: the twin of `contracts/pricing/ImpliedVolatility.sol`, same bits. The
 * contract's header says how it is found; `scripts/fit/impliedVolatility.ts` prints the coefficients.
 */
import { refuse, refuseNegative } from "./black76.js";
import { PriceAboveBoundError, PriceBelowIntrinsicError } from "./errors.js";
import { WAD, bitLength, lnRatio, magnitude } from "./fixedPoint.js";
import { millsRatio } from "./normal.js";

export { solveFast } from "./fast/impliedVolatility.js";

const YEAR = 31_536_000n;
const HALF_WAD = WAD / 2n;
const ONE_Q40 = 1n << 40n;
const ONE_Q68 = 1n << 68n;
const ONE_Q80 = 1n << 80n;
const LN2_Q68 = 204580938323242490557n;
/** Up to it the logarithm of the ratio is precise. */
const THIRD = ONE_Q68 / 3n;
const HALF_Q80 = 1n << 79n;

/** The most that is tried; two suffice for every price that was tried. */
const MAX_STEPS = 8;
/** The last step is at most 1/256 of s (Q126), and at most 2.5/256 (Q80): its error is the fifth power of that. */
const LAST_STEP = 1n << 118n;
const LAST_ABSOLUTE_STEP = 5n << 71n;
/** Below 2^-47 (Q80) the first guess is within 1e-16 of the solution. */
const NO_STEP = 1n << 33n;
/** The rational guess serves on [0, 5.75] × [0, 25] (Q68), where both of its polynomials are positive. */
const NEAR_X = 23n << 66n;
const NEAR_Y = 25n << 68n;

/**
 * The volatility of a price. Without time value it is 0; above 1,844% it is returned as it is. A price within half a
 * wei of its upper bound counts as half a wei less than the bound. Error at most 1e-12·(1 + σ) plus the effect of
 * 2 wei of price.
 * @param forward F in wad, below 2^120.
 * @param strike K in wad, below 2^120.
 * @param timeToExpiry T in seconds, below 2^32. Without time only the intrinsic value is attainable.
 * @param discount D in wad, below 2^64.
 * @param price Value of the call or the put, wad.
 * @param isCall Whether the price is a call's.
 * @returns σ in wad (1e18 = 100%).
 * @throws {@link PriceBelowIntrinsicError}, {@link PriceAboveBoundError} (above D·F of a call, D·K of a put),
 * {@link ForwardTooLargeError}, {@link StrikeTooLargeError}, {@link TimeToExpiryTooLongError},
 * {@link DiscountTooHighError}, {@link NegativeInputError}
 */
export const solve = (
  forward: bigint,
  strike: bigint,
  timeToExpiry: bigint,
  discount: bigint,
  price: bigint,
  isCall: boolean,
): bigint => {
  refuseNegative({ forward, strike, timeToExpiry, discount, price });
  refuse(forward, strike, timeToExpiry, 0n, discount);
  const callInTheMoney = forward > strike;
  const [low, high] = callInTheMoney ? [strike, forward] : [forward, strike];
  const distance = high - low;
  const intrinsic = callInTheMoney === isCall ? (distance * discount) / WAD : 0n;
  if (price < intrinsic) throw new PriceBelowIntrinsicError(price, intrinsic);
  const outside = price - intrinsic;
  if (outside === 0n) return 0n;
  if (timeToExpiry === 0n) throw new PriceAboveBoundError(price, intrinsic);
  const bound = ((isCall ? forward : strike) * discount) / WAD;
  if (price > bound) throw new PriceAboveBoundError(price, bound);
  // The undiscounted time value and what it lacks to its bound, Q64.
  const whole = low << 64n;
  let value = ((outside * WAD) << 64n) / discount;
  if (outside * WAD + HALF_WAD > low * discount) {
    const half = (HALF_WAD << 64n) / discount;
    value = whole > 2n * half ? whole - half : whole >> 1n;
  }
  const rest = whole - value;
  const deviation = solveDeviation(low, high, value, rest);
  return (deviation * WAD * inverseRootOfYears(timeToExpiry)) >> 170n;
};

/** s = σ√T in Q80. */
const solveDeviation = (low: bigint, high: bigint, value: bigint, rest: bigint): bigint => {
  let s = guess(low, high, value, rest);
  if (s < NO_STEP) return s;
  const x = lnRatio(high, low) >> 32n;
  for (let i = 0; i < MAX_STEPS; i++) {
    const [d, last] = step(s, x, low, value, rest);
    const move = (s * d) >> 126n;
    if (last && magnitude(d) <= LAST_STEP && magnitude(move) <= LAST_ABSOLUTE_STEP) return s + move;
    s = clamp(s + move, s >> 2n, s << 2n);
  }
  return s;
};

const clamp = (x: bigint, least: bigint, most: bigint): bigint => {
  if (x < least) return least;
  return x > most ? most : x;
};

/** The first guess of s, Q80: from X = ln((high + V)/(low − V)) and Y = ln((high − low + V)/V), Q68. */
const guess = (low: bigint, high: bigint, value: bigint, rest: bigint): bigint => {
  const x = roughLogarithm((high << 64n) + value, rest);
  const y = roughLogarithm(((high - low) << 64n) + value, value);
  if (x > NEAR_X || y > NEAR_Y) return farGuess(x, y);
  const a = x >> 36n;
  const b = y >> 36n;
  const numerator =
    ((1651297689n * a - 388723687n * b + 167909551743191482368n) * a +
      (-8430195186n * b - 150935969627964964864n) * b +
      150164653356822822306678046720n) *
      a +
    ((3515367966n * b + 406211334104294621184n) * b + 1245866685936805335781517295616n) * b +
    69267465062175406563359585119759547498496n;
  const denominator =
    (39698481466n * a - 39386782603n * b - 24528631327799377920n) * a +
    (25404522843n * b + 354615259302994116608n) * b +
    20282409603651670423947251286016n;
  return ((x << 44n) * denominator) / numerator;
};

/** The guess far in the tails: √(2Y) − √(2Y − 2X) below the inflection of V in s, √(2X) + √(2X − 2Y) above. */
const farGuess = (x: bigint, y: bigint): bigint =>
  x < y
    ? (x << 93n) / (roughRoot(y << 93n) + roughRoot((y - x) << 93n))
    : roughRoot(x << 93n) + roughRoot((x - y) << 93n);

/** A step of fifth order on ln V, or on ln(low − V) beyond the inflection, as a share of s (Q126). */
const step = (s: bigint, x: bigint, low: bigint, value: bigint, rest: bigint): [d: bigint, last: boolean] => {
  const z = (x << 64n) / s;
  const half = s >> 1n;
  const below = z >= half;
  // Beyond the inflection magnitudes are a last bit off, as in the contract.
  const near = below ? z - half : half - z - 1n;
  const exponent = ((near * near * 872055642380325518818952n) >> 160n) + 1602731065763669959273879n;
  const power = (exponent + HALF_Q80) >> 80n;
  const g = (power << 80n) - exponent;
  const square = g * g;
  let p = square / 31417807100800868085961332n + 24417565702905595670412180n;
  p = square / p + 17441112849295117752328881n;
  p = square / p + 10464667708564159691599441n;
  p = square / p + 3488222569521302092187043n;
  const mantissa = ((p + g) << 64n) / (p - g);
  const [nearRatio, farRatio] = [millsRatio(near), millsRatio(z + half)];
  const ratio = below ? nearRatio - farRatio : nearRatio + farRatio;
  const reached = (low * mantissa * ratio) >> (64n + power);
  const wanted = below ? value : rest - 1n;
  const y = ((wanted - reached) << 68n) / (wanted + reached);
  const isSmall = magnitude(y) <= THIRD;
  const theta = isSmall ? doubleArtanh(y) : difference(wanted, reached);
  return [householder(s, z, below ? ratio : -ratio - 1n, theta), isSmall];
};

/**
 * Householder's step of fifth order as a share of s (Q126), from theta = ln(wanted/reached) in Q68 and m in Q64, the
 * reciprocal of ∂ln(reached)/∂s. The derivatives are polynomials in z·rho and e, in Q40.
 */
const householder = (s: bigint, z: bigint, m: bigint, theta: bigint): bigint => {
  const rho = (m << 76n) / s;
  const w = (z * rho) >> 100n;
  const e = ((z * w - ((s * m) >> 26n)) >> 80n) - ONE_Q40;
  const spread = 3n * w * w + ((m * m) >> 50n);
  const cube = ((12n * w * w * rho) >> 20n) + e * (e * e - (e << 42n) + ONE_Q80) - spread * (3n * e - ONE_Q40);
  const second = e * (e - ONE_Q40) - spread;
  const square = theta * theta;
  const slope = 6n * ((theta * e) >> 40n);
  const numerator = 6n * ONE_Q68 + slope + ((square * second) >> 148n);
  const denominator =
    24n * ONE_Q68 + 6n * slope + ((square * (6n * e * e + 8n * second + ((theta * cube) >> 108n))) >> 148n);
  return denominator === 0n ? 0n : (theta * rho * numerator) / denominator;
};

/** ln(a/b) in Q68, roughly, for positive a and any b. */
const difference = (a: bigint, b: bigint): bigint =>
  a > b ? roughLogarithm(a, b === 0n ? 1n : b) : -roughLogarithm(b, a);

/** 2·artanh(y), Q68 both, |y| ≤ 1/3; relative error below 1e-11 for |y| ≤ 0.14. */
const doubleArtanh = (y: bigint): bigint => {
  const w = y * y;
  let f = w / -908874364266828618870n + 368947126277471515236n;
  f = w / f - 885443684093978809244n;
  f = w / f + 295147905181538572733n;
  return (y << 69n) / f;
};

/** ln(a/b) in Q68 for a ≥ b > 0 below 2^187; relative error below 2e-5. */
const roughLogarithm = (a: bigint, b: bigint): bigint => {
  const power = BigInt(bitLength(((a << 60n) / b) * 181n) - 68);
  const scaled = b << power;
  const z = ((a - scaled) << 68n) / (a + scaled);
  return (
    power * LN2_Q68 +
    (z * 518544809693212307163508344362066607804313n) / (259274943450300920690803394211996045703989n - z * z)
  );
};

/** √(2^180/T) with T in years, near Q90; relative error below 1e-14. */
const inverseRootOfYears = (time: bigint): bigint => {
  const n = (YEAR << 180n) / time;
  return roughRoot(n);
};

/** √n for positive n; relative error below 1e-14, plus the last bits. */
const roughRoot = (n: bigint): bigint => {
  if (n === 0n) return 0n;
  const half = BigInt(bitLength(n) >> 1);
  let root = (((n >> half) + (1n << half)) * 31n) >> 6n;
  root = (root + n / root) >> 1n;
  root = (root + n / root) >> 1n;
  return (root + n / root) >> 1n;
};
