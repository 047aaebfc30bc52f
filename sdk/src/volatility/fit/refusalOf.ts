import { BallastError } from "../../errors/BallastError.js";
import { checkCalendar } from "../checkCalendar.js";
import { candidateOf, checkButterfly } from "../checkSmile.js";
import { requireSliceFits } from "../requireSliceFits.js";
import type { PublishedSlice, Slice } from "../types.js";

/**
 * Why the contract would refuse slices made at `time`, whatever it knows of the market: bounds, slope, butterfly and
 * calendar; undefined where it would not.
 * @param slices In order of expiry.
 * @internal
 */
export const refusalOf = (slices: readonly Slice[], time: number): BallastError | undefined => {
  try {
    const candidates = slices.map((slice) => {
      requireSliceFits(slice);
      const candidate = candidateOf(slice, BigInt(slice.expiry - time));
      checkButterfly(candidate);
      return candidate;
    });
    const published = slices.map((slice): [number, PublishedSlice] => [slice.expiry, { slice, time }]);
    checkCalendar(candidates, Object.fromEntries(published), time);
    return undefined;
  } catch (error) {
    if (error instanceof BallastError) return error;
    throw error;
  }
};
