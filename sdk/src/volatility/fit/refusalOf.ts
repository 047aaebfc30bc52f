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
    const published: Record<number, PublishedSlice> = {};
    for (const slice of slices) {
      requireSliceFits(slice);
      const candidate = candidateOf(slice, { tenor: BigInt(slice.expiry - time), isFirst: true });
      checkButterfly(candidate);
      checkCalendar(candidate, { published, now: time });
      published[slice.expiry] = { slice, time };
    }
    return undefined;
  } catch (error) {
    if (error instanceof BallastError) return error;
    throw error;
  }
};
