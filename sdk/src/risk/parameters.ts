/** Inputs and results of the margin formula. Everything is wad (1e18 = 1.0) unless named otherwise. */
import type { Instrument, Seconds } from "../instruments/index.js";
import type { Smile } from "../volatility/types.js";

export type { Smile };

/** The constants of the margin formula: `RiskModel` of `contracts/interfaces/IRiskParameters.sol`. */
export interface RiskModel {
  /** Coefficient of the upward volatility shock. */
  volatilityUp: bigint;
  /** Coefficient of the downward volatility shock. */
  volatilityDown: bigint;
  /** Least multiplier of a downward volatility shock. */
  volatilityDownFloor: bigint;
  /** Power of the tenor term up to 30 days. */
  shortTenorPower: bigint;
  /** Power of the tenor term beyond 30 days. */
  longTenorPower: bigint;
  /** Spot shift of the two tail scenarios, in widths. */
  tailShift: bigint;
  /** Share of a tail scenario's loss that counts. */
  tailWeight: bigint;
  /** Initial over maintenance loss. */
  initialFactor: bigint;
  /** Added per short option, as a share of spot. */
  shortContingency: bigint;
  /** Most of it, as a multiple of the option's loss in its adverse tail. */
  contingencyTail: bigint;
  /** Initial over maintenance contingency. */
  contingencyInitialFactor: bigint;
  /** By how much of itself a forward can part from the spot, per root of a year. */
  basis: bigint;
  /** Cost of closing a position, USDC. */
  closeOut: bigint;
  /** Least initial margin of an account that can owe, USDC. */
  minimumInitialMargin: bigint;
}

/**
 * What is known of a settlement price: the price itself, or the average over the seconds (0 to 3,600) that have passed
 * of the hour before expiry.
 */
export type SettlementState = { readonly price: bigint } | { readonly average: bigint; readonly elapsed: Seconds };

/** The inputs of the formula for one market: `MarketState` of `contracts/interfaces/IMarketInputs.sol`. */
export interface MarketState {
  /** Spot at which everything is valued, above 0. */
  price: bigint;
  /** Distance of the farther end of the oracle's interval, in units of the price; widens the initial margin only. */
  halfWidth: bigint;
  /** Annual rate that gives the discount, 0 or more. */
  rate: bigint;
  /** Spot width of the scenarios for the initial margin, as a share of the price. */
  initialWidth: bigint;
  /** Spot width of the scenarios for the maintenance margin, as a share of the price. */
  maintenanceWidth: bigint;
  /** Spot width for the initial margin of a book of futures and perpetuals, as a share of the price. */
  linearInitialWidth: bigint;
  /** Spot width for the maintenance margin of a book of futures and perpetuals, as a share of the price. */
  linearMaintenanceWidth: bigint;
  /** Multiple of the initial width and contingency, 1 to 3. */
  crowding: bigint;
  /** Share of the value of collateral of this market that counts. */
  collateralFactor: bigint;
  /** Funding that a long contract of the perpetual has paid since its start, signed, USDC; 0 when absent. */
  fundingIndex?: bigint;
  /** Unix seconds, as a number or a bigint. */
  time: Seconds;
  /** By expiry (unix seconds): every one ahead in which the portfolio holds anything. */
  surface: Readonly<Record<number, Smile>>;
  /** By expiry: those within the next hour and those that have passed. */
  settlement?: Readonly<Record<number, SettlementState>>;
}

/** The state of each market by its id. */
export type MarketStates = Readonly<Record<number, MarketState>>;

/** A position. One of size 0 is ignored. */
export interface Position {
  instrument: Instrument;
  /** Contracts in wad, positive for long. */
  size: bigint;
  /** Σ size · price at which a future or a perpetual was entered, wad USDC, signed like the size; 0 when absent. */
  entryNotional?: bigint;
  /** Index up to which the funding of a perpetual is in cash, wad USDC per contract; 0 when absent. */
  fundingIndex?: bigint;
}

/** What an account owns after all settled positions have become cash. */
export interface Portfolio {
  /** Wad USDC, negative when owed. */
  cash: bigint;
  /** Wad units of the token of each market, by market id; that of a market without a state is ignored. */
  collateral: Readonly<Record<number, bigint>>;
  positions: readonly Position[];
}

/** One market's part of the margins, wad USDC: scenario loss and contingencies, the initial with its factors. */
export interface MarketMargin {
  maintenance: bigint;
  initial: bigint;
}

/** The result, wad USDC. */
export interface Margin {
  equity: bigint;
  maintenance: bigint;
  initial: bigint;
  /** equity / maintenance, rounded down; {@link NO_MARGIN_HEALTH} when maintenance is 0. */
  health: bigint;
  /** By market id, one entry for each market that was given. */
  byMarket: Record<number, MarketMargin>;
}

/** Health of an account that needs no margin: the greatest signed 256-bit integer. */
export const NO_MARGIN_HEALTH = (1n << 255n) - 1n;
