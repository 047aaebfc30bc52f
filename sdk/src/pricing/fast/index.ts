/** Option maths on JavaScript numbers in natural units: USD, seconds, 0.8 = 80%. */
export { greeksFast, priceFast } from "./black76.js";
export type { FastGreeks, FastPrices } from "./black76.js";
export {
  FastInputError,
  FastNegativeVarianceError,
  FastPriceAboveBoundError,
  FastPriceBelowIntrinsicError,
  FastPricingError,
} from "./errors.js";
export { solveFast } from "./impliedVolatility.js";
export { totalVarianceFast, volatilityFast } from "./svi.js";
export type { FastSvi } from "./svi.js";
