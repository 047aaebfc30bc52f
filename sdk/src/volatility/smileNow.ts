import { WAD, floorDiv, sqrt } from "../pricing/fixedPoint.js";
import { totalVariance } from "../pricing/svi.js";
import { YEAR, sliceSmile } from "./sliceSmile.js";
import type { PublishedSlice, Smile } from "./types.js";

const HOUR = 3600n;
/** Seconds up to which a slice holds as it was published. */
export const FRESH = 2n * HOUR;
/** Seconds up to which it is frozen. */
export const FROZEN = 24n * HOUR;
/** Seconds after which only its half-spread still counts. */
export const FORGOTTEN = 72n * HOUR;
const BLENDING = FORGOTTEN - FROZEN;
const WIDENING = 10n * (FROZEN - FRESH);

/** What {@link smileNow} needs to know. */
export interface SmileInputs {
  /** Unix seconds. */
  readonly now: number;
  /** Unix seconds. */
  readonly expiry: number;
  /** What was published last for this expiry; left out if nothing was. */
  readonly published?: PublishedSlice | undefined;
  /** The realised volatility for a time to expiry in seconds: annual, wad. Asked only when it is needed. */
  readonly anchor: (tenor: bigint) => bigint;
}

const NOTHING: Smile = Object.freeze({ a: 0n, b: 0n, rho: 0n, m: 0n, sigma: 0n, carry: 0n, halfSpread: 0n });

/** √(w/T) of a total variance, annual, wad. @internal */
export const volatilityOf = (variance: bigint, tenor: bigint): bigint => sqrt((variance * YEAR) / tenor);

const flat = (tenor: bigint, anchor: bigint): Smile => ({
  ...NOTHING,
  a: (anchor * anchor * tenor) / (WAD * YEAR),
  sigma: WAD,
  halfSpread: anchor / 4n,
});

const widened = (smile: Smile, tenor: bigint, age: bigint): Smile => {
  const atTheMoney = volatilityOf(totalVariance(smile, 0n), tenor);
  return { ...smile, halfSpread: smile.halfSpread + (atTheMoney * (age - FRESH)) / WIDENING };
};

const blended = (smile: Smile, target: Smile, passed: bigint): Smile => {
  const left = BLENDING - passed;
  const widest = smile.halfSpread > target.halfSpread ? smile.halfSpread : target.halfSpread;
  return {
    ...smile,
    a: floorDiv(smile.a * left + target.a * passed, BLENDING),
    b: (smile.b * left) / BLENDING,
    carry: (smile.carry * left) / BLENDING,
    halfSpread: (smile.halfSpread * left + widest * passed) / BLENDING,
  };
};

/**
 * The smile that holds now. Up to 2 hours as published; up to 24 frozen, with a half-spread that widens; then it blends
 * into the flat smile of the realised volatility, which holds from 72 hours on and where nothing was published; a
 * half-spread that is wider than that one's stays. Zeros from expiry on. The same bits as `VolatilitySurface.smiles`.
 */
export const smileNow = ({ now, expiry, published, anchor }: SmileInputs): Smile => {
  if (expiry <= now) return NOTHING;
  const tenor = BigInt(expiry - now);
  if (published === undefined) return flat(tenor, anchor(tenor));
  const age = BigInt(now - published.time);
  const smile = sliceSmile(published.slice, tenor);
  if (age <= FRESH) return smile;
  const wide = widened(smile, tenor, age < FROZEN ? age : FROZEN);
  if (age <= FROZEN) return wide;
  return blended(wide, flat(tenor, anchor(tenor)), (age < FORGOTTEN ? age : FORGOTTEN) - FROZEN);
};
