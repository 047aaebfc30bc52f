/** What no scenario shows: gaps and costs of closing, and forwards that part from the spot. */
import { magnitude, mulUp } from "../pricing/fixedPoint.js";
import type { RiskModel } from "./parameters.js";
import { FIRST_TAIL } from "./scenarioGrid.js";
import { type Tenor, rootYears } from "./tenor.js";

/** Scenarios with the spot a third of the width down and up, volatility unmoved. */
const DOWN = 7;
const UP = 13;

/** A short option and what it may cost. */
export interface ShortOption {
  /** |size|, wad. */
  contracts: bigint;
  isCall: boolean;
  /** Value of one contract now and in the scenarios, wad. */
  mark: bigint;
  values: readonly bigint[];
}

/**
 * For a short option a share of spot per contract, but not more than a multiple of its loss in the adverse tail. Wad.
 * @param price Spot, wad
 */
export const shortContingency = (
  { contracts, isCall, mark, values }: ShortOption,
  price: bigint,
  model: RiskModel,
): bigint => {
  const tail = values[isCall ? FIRST_TAIL + 1 : FIRST_TAIL]!;
  if (tail <= mark) return 0n;
  const most = mulUp(tail - mark, model.contingencyTail);
  const share = mulUp(price, model.shortContingency);
  return mulUp(contracts, share < most ? share : most);
};

/**
 * USDC by which options would grow if the spot doubled, by the values a third of the width either side; wad.
 * @param totals Σ size · value in each scenario, 1e-36
 * @param shifts Spot shifts, wad
 */
export const deltaOf = (totals: readonly bigint[], shifts: readonly bigint[]): bigint => {
  const between = shifts[4]! - shifts[2]!;
  return between === 0n ? 0n : (totals[UP]! - totals[DOWN]!) / between;
};

/** By how much a forward that parts from the spot may move an exposure to it, wad. */
export const basisContingency = (exposure: bigint, { timeToExpiry }: Tenor, model: RiskModel): bigint =>
  mulUp(mulUp(magnitude(exposure), model.basis), rootYears(timeToExpiry));
