import type { Publication, Slice } from "../../../sdk/src/volatility/index.js";

export const DAY = 86_400;
/** A Friday, 09:00 UTC. */
export const START = 1_772_787_600;
export const MARKET = 1;

/** 08:00 UTC, `days` days after the first expiry that follows the start. */
export const expiryIn = (days: number): number => START - 3600 + days * DAY;

/** A plain smile with a volatility of about 60% at the money, the skew of a share, and 0.5% of spread. */
export const sliceOf = (expiry: number, change: Partial<Slice> = {}): Slice => ({
  expiry,
  a: 200_000_000n,
  b: 400_000_000n,
  rho: -200_000n,
  m: 10_000_000n,
  sigma: 400_000_000n,
  carry: 3_000_000n,
  halfSpread: 5_000n,
  ...change,
});

export const publicationOf = (time: number, ...slices: Slice[]): Publication => ({ market: MARKET, time, slices });
