/**
 * Values of one contract in 23 scenarios: the twin of `contracts/risk/ScenarioGrid.sol`. Spot moved by −1, −2/3 … 1
 * widths with volatility down, unmoved and up, and two tails with volatility up.
 */
import * as black76 from "../pricing/black76.js";
import { WAD } from "../pricing/fixedPoint.js";
import * as scenarios from "../pricing/scenarios.js";
import type { RiskModel } from "./parameters.js";
import { type Option, shocked } from "./tenor.js";

/** Number of scenarios; the last two are the tails. */
export const SCENARIOS = 23;
/** Index of the first tail. */
export const FIRST_TAIL = SCENARIOS - 2;
/** Shifts of the grid; the two of the tails follow. */
export const GRID_SHIFTS = 7;

/** The volatility at which a position is valued in the scenarios. */
export type Side = "bid" | "mid" | "ask";

/** A long would be sold at the bid volatility, a short bought back at the ask: the initial margin counts with it. */
export const sideOf = (size: bigint, halfSpread: bigint, isInitial: boolean): Side => {
  if (!isInitial || halfSpread === 0n) return "mid";
  return size < 0n ? "ask" : "bid";
};

/** The volatility of an option on a side of the spread, wad. */
export const volatilityAt = (side: Side, { volatility, tenor: { halfSpread } }: Option): bigint => {
  if (side === "mid") return volatility;
  if (side === "ask") return volatility + halfSpread;
  return volatility > halfSpread ? volatility - halfSpread : 0n;
};

/** Value of one contract now, wad. */
export const markOf = ({ isCall, strike, volatility, tenor }: Option): bigint => {
  const { call, put } = black76.price(tenor.forward, strike, tenor.timeToExpiry, volatility, tenor.discount);
  return isCall ? call : put;
};

/** What one contract pays at the forward, wad. */
export const intrinsicOf = ({ isCall, strike, tenor: { forward } }: Option): bigint => {
  const paid = isCall ? forward - strike : strike - forward;
  return paid > 0n ? paid : 0n;
};

/** Value of one contract in each scenario, wad, at a volatility that the side of the spread may have moved. */
export const scenarioValues = (
  { isCall, strike, tenor }: Option,
  volatility: bigint,
  shifts: scenarios.Shifts,
): readonly bigint[] =>
  scenarios.values(
    tenor.forward,
    strike,
    tenor.timeToExpiry,
    shocked(tenor, volatility),
    tenor.discount,
    isCall,
    shifts,
  );

/** The nine spot shifts for a width, wad: seven of the grid, then the tails. */
export const shiftsOf = (width: bigint, model: RiskModel): bigint[] => {
  const grid = Array.from({ length: GRID_SHIFTS }, (_, i) => clamp((width * BigInt(i - 3)) / 3n));
  const tail = (width * model.tailShift) / WAD;
  return [...grid, clamp(-tail), clamp(tail)];
};

/** Which of the shifts a scenario uses: three volatilities in a row share one, each tail has its own. */
export const spotOf = (scenario: number): number =>
  scenario < FIRST_TAIL ? Math.floor(scenario / 3) : scenario - FIRST_TAIL + GRID_SHIFTS;

/** The shift of an expiry's forward for one of the spot, wad. */
export const scaledShift = (shift: bigint, share: bigint): bigint =>
  share === WAD ? shift : clamp((shift * share) / WAD);

const clamp = (shift: bigint): bigint => {
  if (shift < scenarios.MIN_SHIFT) return scenarios.MIN_SHIFT;
  return shift > scenarios.MAX_SHIFT ? scenarios.MAX_SHIFT : shift;
};
