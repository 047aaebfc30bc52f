import { requireSliceFits } from "./requireSliceFits.js";
import type { PublishedSlice } from "./types.js";

/**
 * The word in which a slice is stored: half-spread 24 bits, carry 32, sigma 32, m 32, rho 24, b 40, a 40, time 32.
 * Source: `SliceWordCodec.pack`.
 * @throws {@link FieldOutOfRange}, {@link FieldMalformed}
 */
export const packSlice = ({ slice, time }: PublishedSlice): bigint => {
  requireSliceFits(slice, "slice.");
  let word = slice.halfSpread;
  word = (word << 32n) | BigInt.asUintN(32, slice.carry);
  word = (word << 32n) | slice.sigma;
  word = (word << 32n) | BigInt.asUintN(32, slice.m);
  word = (word << 24n) | BigInt.asUintN(24, slice.rho);
  word = (word << 40n) | slice.b;
  word = (word << 40n) | BigInt.asUintN(40, slice.a);
  return (word << 32n) | BigInt.asUintN(32, BigInt(time));
};
