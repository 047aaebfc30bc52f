import { requireSliceFits } from "./requireSliceFits.js";
import type { PublishedSlice, Slice } from "./types.js";

/** A slice as a transaction carries it. */
export interface PackedSlice {
  /** Unix seconds. */
  readonly expiry: number;
  /** 224 bits. */
  readonly figures: bigint;
}

/**
 * A slice as a transaction carries it: half-spread 24 bits, carry 32, sigma 32, m 32, rho 24, b 40, a 40.
 * Source: `SliceWordCodec.pack`.
 * @throws {@link FieldOutOfRange}, {@link FieldMalformed}
 */
export const packFigures = (slice: Slice): PackedSlice => {
  requireSliceFits(slice, "slice.");
  let figures = slice.halfSpread;
  figures = (figures << 32n) | BigInt.asUintN(32, slice.carry);
  figures = (figures << 32n) | slice.sigma;
  figures = (figures << 32n) | BigInt.asUintN(32, slice.m);
  figures = (figures << 24n) | BigInt.asUintN(24, slice.rho);
  figures = (figures << 40n) | slice.b;
  figures = (figures << 40n) | BigInt.asUintN(40, slice.a);
  return { expiry: slice.expiry, figures };
};

/**
 * The word in which a slice is stored: its figures above the 32 bits of its time. Source: `SliceWordCodec.stamp`.
 * @throws {@link FieldOutOfRange}, {@link FieldMalformed}
 */
export const packSlice = ({ slice, time }: PublishedSlice): bigint =>
  (packFigures(slice).figures << 32n) | BigInt.asUintN(32, BigInt(time));
