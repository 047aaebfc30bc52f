/**
 * Pure pricing functions, bit for bit those of the contracts: money and volatilities are bigint wad (1e18 = 1.0). Functions
 * whose names end in `Fast` take and give JavaScript numbers in natural units instead.
 */
export * as black76 from "./black76.js";
export * as fixedPoint from "./fixedPoint.js";
export * as impliedVolatility from "./impliedVolatility.js";
export * as normal from "./normal.js";
export * as scenarios from "./scenarios.js";
export * as svi from "./svi.js";
export type { OptionGreeks, OptionPrices } from "./black76.js";
export type { SviParams } from "./svi.js";
export type { Shifts, Volatilities } from "./scenarios.js";
export {
  FastInputError,
  FastNegativeVarianceError,
  FastPriceAboveBoundError,
  FastPriceBelowIntrinsicError,
  FastPricingError,
} from "./fast/index.js";
export type { FastGreeks, FastPrices, FastSvi } from "./fast/index.js";
export * from "./errors.js";
