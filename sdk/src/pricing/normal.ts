/**
 * The standard normal distribution: the twin of `contracts/pricing/Normal.sol`, same bits. A tail is
 * N(−t) = φ(t)·R(t), R being Mills' ratio: both factors keep their relative precision, and so does the tail.
 */
import { WAD, exp2Mantissa } from "./fixedPoint.js";

/** Beyond this distance (Q64) a tail is below 2^-127. @internal */
export const FAR = 13n << 64n;

/** log2(e)/2 in Q112, log2(√(2π)) in Q96. */
const HALF_LOG2_E = 3745450464315769697161631365097757n;
const LOG2_ROOT_TWO_PI = 105036583125887874450972944260n;
const HALF_Q96 = 1n << 95n;
const NEAR = 10n << 64n;
const LIMIT = 13n * WAD;

/** φ(t) = mantissa/2^(120 + shift). */
export interface Density {
  /** Q120, within [0.7, 1.42]. */
  mantissa: bigint;
  /** At least 1. */
  shift: bigint;
}

/** The density φ(t); relative error below 1e-20 + 6e-20·t. t in Q64, within [0, 16]. @internal */
export const density = (t: bigint): Density => {
  const v = ((t * t * HALF_LOG2_E) >> 144n) + LOG2_ROOT_TWO_PI;
  const power = (HALF_Q96 - v) >> 96n;
  return { mantissa: exp2Mantissa(-v - (power << 96n)), shift: -power };
};

/**
 * Mills' ratio N(−t)/φ(t) in Q64, t in Q64 within [0, 114]. Relative error below 2e-15 plus the last bit, and so
 * small near the middle that N(−t) is within 5e-19 everywhere. @internal
 */
export const millsRatio = (t: bigint): bigint => (t <= NEAR ? millsNear(t) : millsFar(t));

/**
 * The distribution function N(x), wad, to the nearest wei; N(x) + N(−x) = 1 exactly. Absolute error below 2e-18.
 * @param x In wad, any value.
 */
export const cdf = (x: bigint): bigint => {
  if (x >= LIMIT) return WAD;
  if (x <= -LIMIT) return 0n;
  const t = ((x < 0n ? -x : x) << 64n) / WAD;
  const { mantissa, shift } = density(t);
  const tail = (((mantissa * millsRatio(t)) >> 64n) * WAD + (1n << (119n + shift))) >> (120n + shift);
  return x < 0n ? tail : WAD - tail;
};

const millsNear = (t: bigint): bigint => {
  let p = 79228165631767180254088895376n;
  p = ((p * t) >> 64n) + 2134249176095045525366300345204n;
  p = ((p * t) >> 64n) + 27247552010591522423701330499497n;
  p = ((p * t) >> 64n) + 213953214792257557787611629911602n;
  p = ((p * t) >> 64n) + 1127596811386294871805588742040435n;
  p = ((p * t) >> 64n) + 4090859886561116378991686416843911n;
  p = ((p * t) >> 64n) + 10043516620983849853567304341068377n;
  p = ((p * t) >> 64n) + 15475276826330394491301618932146616n;
  p = ((p * t) >> 64n) + 11923010125022399020278442416060283n;
  let q = (t << 32n) + 2134249430670072847219211816632n;
  q = ((q * t) >> 64n) + 27326770277375220525782355210668n;
  q = ((q * t) >> 64n) + 216087708844989568727286163152190n;
  q = ((q * t) >> 64n) + 1154681565806577090471066165606973n;
  q = ((q * t) >> 64n) + 4300603433774907376130702029143513n;
  q = ((q * t) >> 64n) + 11116777056952344589902512018033729n;
  q = ((q * t) >> 64n) + 19165123322975454665785696406247410n;
  q = ((q * t) >> 64n) + 19937908445607514216315936580411765n;
  q = ((q * t) >> 64n) + 9513185697051613599304784603418041n;
  return (p << 64n) / q;
};

const millsFar = (t: bigint): bigint => {
  const square = (t * t) >> 64n;
  let a = square + 466978976521306063776n;
  a = ((a * square) >> 64n) + 2988860162612682139407n;
  a = ((a * square) >> 64n) + 4176925443653022402371n;
  let b = square + 485425720595014679251n;
  b = ((b * square) >> 64n) + 3418945650992904893532n;
  b = ((b * square) >> 64n) + 6416295084508331527054n;
  b = ((b * square) >> 64n) + 1503941501857237447200n;
  return (t * a) / b;
};
