import { WAD, exp } from "../pricing/fixedPoint.js";

/** Seconds in which a difference between the realised volatilities is expected to fall to 1/e: 12 days. */
const REVERSION = 1_036_800n;

/** Realised volatilities of a market, annual, wad. */
export interface RealizedVolatilities {
  /** Half-life of 1 day. */
  readonly fast: bigint;
  /** Half-life of 30 days. */
  readonly slow: bigint;
}

/**
 * The volatility that the realised ones let expect over a tenor in seconds: slow + (fast − slow)·e^(−T/12 days). Annual,
 * wad. The same bits as `IRealizedVolatility.anchor` for what `clock` gives.
 */
export const anchorOf = ({ fast, slow }: RealizedVolatilities, tenor: bigint): bigint => {
  const weight = exp(-((tenor * WAD) / REVERSION));
  return (slow * (WAD - weight) + fast * weight) / WAD;
};
