import type { PublishedSlice } from "./types.js";

/** What {@link packSlice} packed: a stored word, or that of the event `SlicePublished`. Source: `SliceWordCodec.unpack`. */
export const unpackSlice = (word: bigint, expiry: number): PublishedSlice => ({
  time: Number(BigInt.asUintN(32, word)),
  slice: {
    expiry,
    a: BigInt.asIntN(40, word >> 32n),
    b: BigInt.asUintN(40, word >> 72n),
    rho: BigInt.asIntN(24, word >> 112n),
    m: BigInt.asIntN(32, word >> 136n),
    sigma: BigInt.asUintN(32, word >> 168n),
    carry: BigInt.asIntN(32, word >> 200n),
    halfSpread: BigInt.asUintN(24, word >> 232n),
  },
});
