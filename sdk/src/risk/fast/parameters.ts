/**
 * Inputs and results of the margin formula on JavaScript numbers in natural units: USDC, contracts, 0.13 = 13%, unix
 * seconds. The names are those of `../parameters.ts`.
 */
import { type Kind, expiryOf, kindOf, marketOf, strikeOf } from "../../instruments/index.js";
import type { FastSvi } from "../../pricing/fast/index.js";
import type { MarketState, MarketStates, Portfolio, RiskModel, SettlementState, Smile } from "../parameters.js";

/** The constants of the margin formula. */
export type FastRiskModel = Readonly<Record<keyof RiskModel, number>>;

/** A smile of one expiry, with carry and half-spread. */
export interface FastSmile extends FastSvi {
  /** ln(forward/spot) per year. */
  carry: number;
  /** Half of the spread of the volatility. */
  halfSpread: number;
}

/** What is known of a settlement price: an average over so many (0 to 3,600) seconds of the hour before expiry. */
export interface FastSettlement {
  average: number;
  elapsed: number;
}

/** The state of one market. */
export interface FastMarketState {
  price: number;
  halfWidth: number;
  rate: number;
  initialWidth: number;
  maintenanceWidth: number;
  linearInitialWidth: number;
  linearMaintenanceWidth: number;
  crowding: number;
  collateralFactor: number;
  fundingIndex?: number;
  /** Unix seconds. */
  time: number;
  /** By expiry, unix seconds. */
  surface: Readonly<Record<number, FastSmile>>;
  /** By expiry: those within the next hour and those that have passed. */
  settlement?: Readonly<Record<number, FastSettlement>>;
}

/** The state of each market by its id. */
export type FastMarketStates = Readonly<Record<number, FastMarketState>>;

/** A position with its instrument taken apart. One of size 0 is ignored. */
export interface FastPosition {
  market: number;
  kind: Kind;
  /** Unix seconds; 0 for a perpetual. */
  expiry: number;
  /** 0 for a future and a perpetual. */
  strike: number;
  /** Contracts, positive for long. */
  size: number;
  /** Σ size · price at which a future or a perpetual was entered; 0 when absent. */
  entryNotional?: number;
  /** Index up to which the funding of a perpetual is in cash; 0 when absent. */
  fundingIndex?: number;
}

/** What an account owns. */
export interface FastPortfolio {
  cash: number;
  /** Units of the token by market id. */
  collateral: Readonly<Record<number, number>>;
  positions: readonly FastPosition[];
}

/** One market's part of the margins. */
export interface FastMarketMargin {
  maintenance: number;
  initial: number;
}

/** The result. */
export interface FastMargin extends FastMarketMargin {
  equity: number;
  /** equity / maintenance; infinite when maintenance is 0. */
  health: number;
  byMarket: Record<number, FastMarketMargin>;
}

const number = (wad: bigint): number => Number(wad) / 1e18;

const mapped = <T, R>(record: Readonly<Record<number, T>>, convert: (value: T) => R): Record<number, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, convert(value)]));

const smileOf = ({ a, b, rho, m, sigma, carry, halfSpread }: Smile): FastSmile => ({
  a: number(a),
  b: number(b),
  rho: number(rho),
  m: number(m),
  sigma: number(sigma),
  carry: number(carry),
  halfSpread: number(halfSpread),
});

const settlementOf = (state: SettlementState): FastSettlement =>
  "price" in state
    ? { average: number(state.price), elapsed: 3600 }
    : { average: number(state.average), elapsed: Number(state.elapsed) };

const marketStateOf = (state: MarketState): FastMarketState => ({
  price: number(state.price),
  halfWidth: number(state.halfWidth),
  rate: number(state.rate),
  initialWidth: number(state.initialWidth),
  maintenanceWidth: number(state.maintenanceWidth),
  linearInitialWidth: number(state.linearInitialWidth),
  linearMaintenanceWidth: number(state.linearMaintenanceWidth),
  crowding: number(state.crowding),
  collateralFactor: number(state.collateralFactor),
  fundingIndex: number(state.fundingIndex ?? 0n),
  time: Number(state.time),
  surface: mapped(state.surface, smileOf),
  settlement: mapped(state.settlement ?? {}, settlementOf),
});

/** States of markets in wad as numbers. */
export const toFastMarkets = (markets: MarketStates): FastMarketStates => mapped(markets, marketStateOf);

/** Constants of the formula in wad as numbers. */
export const toFastModel = (model: RiskModel): FastRiskModel => ({
  volatilityUp: number(model.volatilityUp),
  volatilityDown: number(model.volatilityDown),
  volatilityDownFloor: number(model.volatilityDownFloor),
  shortTenorPower: number(model.shortTenorPower),
  longTenorPower: number(model.longTenorPower),
  tailShift: number(model.tailShift),
  tailWeight: number(model.tailWeight),
  initialFactor: number(model.initialFactor),
  shortContingency: number(model.shortContingency),
  contingencyTail: number(model.contingencyTail),
  contingencyInitialFactor: number(model.contingencyInitialFactor),
  basis: number(model.basis),
  closeOut: number(model.closeOut),
  minimumInitialMargin: number(model.minimumInitialMargin),
});

/**
 * A portfolio in wad as numbers.
 * @throws {@link StrikeOverflow} for an id that holds no strike
 */
export const toFastPortfolio = ({ cash, collateral, positions }: Portfolio): FastPortfolio => ({
  cash: number(cash),
  collateral: mapped(collateral, number),
  positions: positions.map(({ instrument, size, entryNotional = 0n, fundingIndex = 0n }) => ({
    market: marketOf(instrument),
    kind: kindOf(instrument) as Kind,
    expiry: expiryOf(instrument),
    strike: number(strikeOf(instrument)),
    size: number(size),
    entryNotional: number(entryNotional),
    fundingIndex: number(fundingIndex),
  })),
});
