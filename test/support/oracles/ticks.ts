/** Prices of ticks as exact rational numbers: what the contracts' exponential is compared with. */

/** Ticks of a pool lie within ± this. */
export const MAX_TICK = 887_272n;

const WAD = 10n ** 18n;
/** What `TickMath.toPrice` promises before it rounds down to wad: relative errors, in units of 1e-22. */
const UNIT = 10n ** 22n;
const MOST_BELOW = 11_000n;
const MOST_ABOVE = 10n;

export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

/** 1.0001^tick · 10^(18 + decimals), exactly. */
export const exactPrice = (tick: bigint, decimals: bigint): Rational => {
  const size = magnitude(tick);
  const [up, down] = [10_001n ** size, 10_000n ** size];
  return scaled(tick < 0n ? { numerator: down, denominator: up } : { numerator: up, denominator: down }, decimals);
};

/** A price of raw units in wad. */
export const scaled = ({ numerator, denominator }: Rational, decimals: bigint): Rational =>
  decimals < 0n
    ? { numerator: numerator * WAD, denominator: denominator * 10n ** -decimals }
    : { numerator: numerator * WAD * 10n ** decimals, denominator };

/** Whether a result keeps the promised error from a price that lies between two bounds (both the same, if exact). */
export const keepsError = (result: bigint, low: Rational, high: Rational = low): boolean =>
  (result + 1n) * low.denominator * UNIT >= low.numerator * (UNIT - MOST_BELOW) &&
  result * high.denominator * UNIT <= high.numerator * (UNIT + MOST_ABOVE);

/** `a / b` rounded toward minus infinity. */
export const floorDivide = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);
