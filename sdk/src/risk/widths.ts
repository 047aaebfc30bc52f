/** By how much the spot moves in the scenarios: less for a book that follows it than for one of options. */
import { WAD, divUp, mulUp } from "../pricing/fixedPoint.js";
import type { MarketState } from "./parameters.js";

/** Contracts of a book in one market, wad. */
export interface Contracts {
  /** Σ |size| of the options. */
  options: bigint;
  /** |Σ size of the perpetuals, of the futures as far as they still move, and of the collateral|. */
  linear: bigint;
}

/** Spot widths as shares of the price, wad. */
export interface Widths {
  maintenance: bigint;
  initial: bigint;
  /** Whether they are the market's own: those of a book that is not mostly linear. */
  shared: boolean;
}

/** How much of the options' width a book is asked for: 1 when at least a third of its contracts are options. Wad. */
export const mixtureOf = ({ options, linear }: Contracts): bigint => {
  const all = options + linear;
  if (all === 0n) return WAD;
  const mix = (2n * options * WAD) / all;
  return mix < WAD ? mix : WAD;
};

/** The widths of a book; the initial one with crowding and the oracle's interval. */
export const widthsOf = (contracts: Contracts, market: MarketState): Widths => {
  const mix = mixtureOf(contracts);
  const between = (linear: bigint, options: bigint): bigint => linear + ((options - linear) * mix) / WAD;
  const initial = between(market.linearInitialWidth, market.initialWidth);
  return {
    maintenance: between(market.linearMaintenanceWidth, market.maintenanceWidth),
    initial: mulUp(initial, market.crowding) + divUp(market.halfWidth, market.price),
    shared: mix === WAD,
  };
};
