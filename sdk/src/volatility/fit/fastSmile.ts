import type { FastSvi } from "../../pricing/fast/svi.js";
import { sliceSmile } from "../sliceSmile.js";
import type { Slice } from "../types.js";

const WAD = 1e18;

/** The smile of a slice for `tenor` seconds, on numbers. @internal */
export const fastSmile = (slice: Slice, tenor: number): FastSvi => {
  const { a, b, rho, m, sigma } = sliceSmile(slice, BigInt(tenor));
  const [level, slope, tilt, centre, width] = [a, b, rho, m, sigma].map((figure) => Number(figure) / WAD);
  return { a: level!, b: slope!, rho: tilt!, m: centre!, sigma: width! };
};
