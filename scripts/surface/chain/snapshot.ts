import type { FitInput, OptionQuote } from "../../../sdk/src/volatility/index.ts";

/** A quote with the mark of its venue. */
export interface MarkedQuote extends OptionQuote {
  /** The venue's own volatility, where it tells one. */
  readonly mark?: number | undefined;
}

/** Quotes of one expiry. */
export interface ChainExpiry extends FitInput {
  readonly quotes: readonly MarkedQuote[];
}

/** All options of a coin at one time. */
export interface Snapshot {
  readonly coin: string;
  /** Unix seconds. */
  readonly time: number;
  readonly spot: number;
  /** In order of expiry. */
  readonly expiries: readonly ChainExpiry[];
}
