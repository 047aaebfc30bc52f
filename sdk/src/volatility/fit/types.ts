import type { Slice } from "../types.js";

/** What is bid and asked for one option; a side without a quote is left out. */
export interface OptionQuote {
  /** In USD or any other unit, that of the forward. */
  readonly strike: number;
  readonly isCall: boolean;
  /** Undiscounted price in the unit of the forward, or volatility (0.8 is 80%): see {@link FitInput.unit}. */
  readonly bid?: number | undefined;
  readonly ask?: number | undefined;
  /** The forward when this quote was made, where it is known better than {@link FitInput.forward}. */
  readonly forward?: number | undefined;
}

/** Quotes of one expiry. */
export interface FitInput {
  readonly quotes: readonly OptionQuote[];
  /** Of this expiry, above 0. */
  readonly forward: number;
  /** Above 0, in the unit of the forward; the carry follows from both. */
  readonly spot: number;
  /** When the quotes were made, unix seconds. */
  readonly time: number;
  /** Unix seconds, at 08:00 UTC for a slice that is to be published. */
  readonly expiry: number;
  readonly options?: FitOptions;
}

/** How a slice is fitted. */
export interface FitOptions {
  /** What bids and asks are; prices unless it says otherwise. */
  readonly unit?: "price" | "volatility";
  /** Strikes that need a bid and an ask, of the call or of the put: 3 unless it says otherwise, at least 1. */
  readonly leastStrikes?: number;
  /** The slice of the expiry before, which the fit stays above. */
  readonly earlier?: Slice | undefined;
  /** The slice of the expiry after, which the fit stays below. */
  readonly later?: Slice | undefined;
}

/** A quote beside the smile that was fitted; volatilities per √year. */
export interface FittedQuote {
  readonly strike: number;
  readonly isCall: boolean;
  /** Whether the option has no intrinsic value: from that side prices tell more. */
  readonly outOfTheMoney: boolean;
  /** With which the quote was read. */
  readonly forward: number;
  readonly bid?: number | undefined;
  readonly ask?: number | undefined;
  /** What the slice says for the strike. */
  readonly fitted: number;
  /** Of the call, at the fitted volatility: 0.1 is far above the forward, 0.9 far below. */
  readonly callDelta: number;
}

/** A slice as the contract stores it, and how well it describes the quotes. */
export interface FittedSlice {
  readonly slice: Slice;
  /**
   * Root-mean-square distance of the smile to the middles of bid and ask, as a volatility (0.01 is one point): of
   * options at or out of the money with a delta of 10% to 90% whose bid and ask are at most 10 points apart; NaN if
   * there are none.
   */
  readonly rmse: number;
  /** The quotes that were used. */
  readonly quotes: readonly FittedQuote[];
  /** Quotes that say nothing: without a side, crossed, or at a price that no volatility gives. */
  readonly unused: number;
}
