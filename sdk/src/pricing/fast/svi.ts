/**
 * Smiles of total variance, w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)) with k = ln(K/F) (Gatheral, A parsimonious
 * arbitrage-free implied volatility parameterization, 2004), on JavaScript numbers.
 */
import { YEAR, logRatio } from "./black76.js";
import { FastInputError, FastNegativeVarianceError, requireFigures, requirePositive } from "./errors.js";

/** Standard deviations at the money beyond which the smile is read flat. */
const REACH = 4;

/** Parameters of a smile of one expiry. */
export interface FastSvi {
  /** Level of total variance (σ²T). */
  a: number;
  /** Slope of the wings, at least 0. */
  b: number;
  /** Tilt, from −1 to 1. */
  rho: number;
  /** Log-moneyness of the middle. */
  m: number;
  /** Width of the middle, at least 0. */
  sigma: number;
}

const refuse = ({ a, b, rho, m, sigma }: FastSvi, logMoneyness: number): void => {
  requireFigures({ b, sigma });
  for (const [name, value] of Object.entries({ a, m, logMoneyness })) {
    if (!(Math.abs(value) < Infinity)) throw new FastInputError(name, value, "finite");
  }
  if (!(rho >= -1 && rho <= 1)) throw new FastInputError("rho", rho, "from -1 to 1");
};

/**
 * The total variance w(k) = σ²T at a log-moneyness. Its error is a few 2⁻⁵³ of |a| + b·(the bracket): with ρ at ±1 the
 * bracket keeps its precision where its terms cancel.
 * @param params The smile.
 * @param logMoneyness k = ln(K/F).
 * @throws {@link FastInputError} when a parameter is out of its range or not finite, and
 * {@link FastNegativeVarianceError} when the result is negative.
 */
export const totalVarianceFast = (params: FastSvi, logMoneyness: number): number => {
  const { a, b, rho, m, sigma } = params;
  const y = logMoneyness - m;
  const magnitude = Math.abs(y);
  const tilt = y < 0 ? 1 - rho : 1 + rho;
  const sum = Math.sqrt(y * y + sigma * sigma) + magnitude;
  // ρy + √(y² + σ²) = (1 ± ρ)|y| + (√(y² + σ²) − |y|), the last as a quotient.
  const total = a + b * (tilt * magnitude + (sum > 0 ? (sigma / sum) * sigma : 0));
  if (!(total >= 0 && total < Infinity && b >= 0 && sigma >= 0 && rho >= -1 && rho <= 1)) {
    refuse(params, logMoneyness);
    if (total < 0) throw new FastNegativeVarianceError(logMoneyness, total);
  }
  return total;
};

/**
 * The volatility √(w(k)/T) that a smile gives a strike, k = ln(K/F), read flat beyond 4 standard deviations: k is held
 * within ±4√w(0).
 * @param params The smile of this expiry.
 * @param forward F, above 0, in USD or any other unit.
 * @param strike K, above 0, in the unit of the forward.
 * @param timeToExpiry T in seconds, above 0; a year is 31,536,000 s.
 * @returns σ per √year: 0.8 is 80%.
 * @throws As {@link totalVarianceFast}, and {@link FastInputError} when forward, strike or time is not finite and above
 * 0.
 */
export const volatilityFast = (params: FastSvi, forward: number, strike: number, timeToExpiry: number): number => {
  if (!(
    forward > 0 &&
    strike > 0 &&
    timeToExpiry > 0 &&
    forward < Infinity &&
    strike < Infinity &&
    timeToExpiry < Infinity
  )) {
    requirePositive({ forward, strike, timeToExpiry });
  }
  const distance = logRatio(Math.max(forward, strike), Math.min(forward, strike), Math.abs(forward - strike));
  const reach = REACH * Math.sqrt(totalVarianceFast(params, 0));
  const held = Math.min(distance, reach);
  return Math.sqrt(totalVarianceFast(params, strike < forward ? -held : held) / (timeToExpiry / YEAR));
};
