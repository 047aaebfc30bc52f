import { floorDiv } from "../pricing/fixedPoint.js";
import type { Slice, Smile } from "./types.js";

/** Seconds. @internal */
export const YEAR = 31_536_000n;

/**
 * A slice as it was published, for `tenor` seconds: a rounded toward minus infinity, b down.
 * Source: `SliceWordCodec.smile`.
 */
export const sliceSmile = (slice: Slice, tenor: bigint): Smile => ({
  a: floorDiv(slice.a * 10n ** 9n * tenor, YEAR),
  b: (slice.b * 10n ** 9n * tenor) / YEAR,
  rho: slice.rho * 10n ** 12n,
  m: slice.m * 10n ** 9n,
  sigma: slice.sigma * 10n ** 9n,
  carry: slice.carry * 10n ** 10n,
  halfSpread: slice.halfSpread * 10n ** 12n,
});
