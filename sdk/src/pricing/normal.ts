/**
 * The standard normal distribution: the twin of `contracts/pricing/Normal.sol`, same bits. A tail is
 * N(−t) = φ(t)·R(t), R being Mills' ratio: both factors keep their relative precision, and so does the tail.
 */
import { WAD, magnitude } from "./fixedPoint.js";

/** log2(e)/2 in Q80, log2(√(2π)) in Q64. */
const HALF_LOG2_E = 872055642380325518818952n;
const LOG2_ROOT_TWO_PI = 24455735256403655384n;
const HALF_Q64 = 1n << 63n;
const LIMIT = 9n * WAD;

/** The density φ(t) = (numerator/denominator)·2^-power. */
export interface Density {
  /** Q64, within [2.3, 3.5]. */
  numerator: bigint;
  denominator: bigint;
  /** At least 1. */
  power: bigint;
}

/** The density φ(t) for t in Q80, at most 13; relative error below 2e-19. @internal */
export const density = (t: bigint): Density => {
  const y = ((t * t * HALF_LOG2_E) >> 176n) + LOG2_ROOT_TWO_PI;
  const power = (y + HALF_Q64) >> 64n;
  const g = (power << 64n) - y;
  const q = g * g;
  let p = q / 585855392749210582609n + 479034574436661153727n;
  p = q / p + 372582366759422700029n;
  p = q / p + 266130261956889290688n;
  p = q / p + 159678157174131870193n;
  p = q / p + 53226052391377289967n;
  return { numerator: p + g, denominator: p - g, power };
};

/**
 * Mills' ratio N(−t)/φ(t) in Q64 for t ≥ 0 in Q80. Relative error below 1e-12 for t ≤ 13, and so small near the middle
 * that N(−t) is within 1e-20, and the last bit, everywhere. @internal
 */
export const millsRatio = (t: bigint): bigint => {
  let v = t + 828059213430879760815451n;
  v = 37599120224749239249665212428087906649643690974068n / v + t + 4126487436052521196048083n;
  v = 539600887760069445969710131947509223854300513567n / v + t + 55147010443982773728938350n;
  v = 2768814455099160849214775765603165045539002011962678n / v + t - 49235387834814939202999926n;
  v = t + 6231355741841527687849611n - 2697385845292694718921745010196835373693159777738n / v;
  v = 65429303112901979084807843249325929908965124413471n / v + t + 12347483921434758534140902n;
  v = t + 4208067614066426394988522n - 59311530644658130386024252707136363949342076033358n / v;
  v = 3564996125192154280806939161462034886558274067358n / v + t - 21707649188324106150632n;
  v = 1460709497015352430982668020963110470028663286058n / v + t + 12927196157737400980n;
  return 22300747493426633103500450695533147886056445n / v;
};

/**
 * Mills' ratio N(−t)/φ(t) in Q64 for t ≥ 0 in Q80, as prices use it: one level less. Relative error below 6e-11 for
 * t ≤ 13, and so small near the middle that N(−t) is within 2e-18 everywhere. @internal
 */
export const priceRatio = (t: bigint): bigint => {
  let v = t + 16283626103054143354222210n;
  v = 231157532883874164246199067062611464753244629811327n / v + t - 11873511251505998258861459n;
  v = t + 1111191207105259459354918n - 1830452930615507137929317465815906196258053026771n / v;
  v = 49492466481181589774974104466437644806090087618554n / v + t + 7154441887022107606656173n;
  v = 3678020580156093256733595711639550687845999233187n / v + t + 67099229112493747222769427n;
  v = 3507295431832307592757859283226306824060564483948973n / v + t - 51694631656183848558705524n;
  v = 799265743022672798694580305504538308432348928556n / v + t + 86029861183610733803763n;
  v = 1465254614712135221986448147762116166433316247289n / v + t - 72809870643780978658n;
  return 22300729893347606557707774953052835482027988n / v;
};

/**
 * The distribution function N(x), wad; N(x) + N(−x) = 1 exactly. The absolute error is below 6e-19: hardly
 * ever another wei than the nearest.
 * @param x In wad, any value.
 */
export const cdf = (x: bigint): bigint => {
  if (x > LIMIT) return WAD;
  if (x < -LIMIT) return 0n;
  const t = (magnitude(x) << 80n) / WAD;
  const { numerator, denominator, power } = density(t);
  const shift = power + 184n;
  const tail = (((numerator << 120n) / denominator) * millsRatio(t) * WAD + (1n << (shift - 1n))) >> shift;
  return x < 0n ? tail : WAD - tail;
};
