/**
 * Inverse options are quoted in coin. The venue's mark is Black-76 with its mark volatility over the *forward* of the
 * expiry: times the row's forward it reproduces `mark_iv` to 0.01 to 0.02 points of volatility in the median over 63,000
 * marks, times the index only to 0.3 to 0.4 (0.4 and 0.5 against 12 and 18 at the ninth decile).
 */
import { groupBy } from "./groupBy.ts";
import { median } from "./median.ts";
import type { MarkedQuote } from "./snapshot.ts";

/** A row of a chain as the venue gives it; prices in coin. */
export interface InverseRow {
  readonly strike: number;
  readonly isCall: boolean;
  readonly bid?: number | undefined;
  readonly ask?: number | undefined;
  readonly markPrice?: number | undefined;
  readonly mark?: number | undefined;
  readonly forward?: number | undefined;
}

/** F = K/(1 − (C − P)) of coin prices, from the strikes that have both marks; NaN if there are none. */
const parityForward = (rows: readonly InverseRow[]): number => {
  const pairs = [...groupBy(rows, ({ strike }) => strike)].flatMap(([strike, options]) => {
    const call = options.find(({ isCall }) => isCall)?.markPrice;
    const put = options.find(({ isCall }) => !isCall)?.markPrice;
    return call === undefined || put === undefined ? [] : [{ forward: strike / (1 - call + put), off: call - put }];
  });
  const nearest = pairs.sort((a, b) => Math.abs(a.off) - Math.abs(b.off)).slice(0, 5);
  return median(nearest.map(({ forward }) => forward));
};

/** The forward of an expiry: the median of its rows, else by the parity of calls and puts. */
export const forwardOf = (rows: readonly InverseRow[]): number => {
  const known = rows.flatMap(({ forward }) => forward ?? []);
  return known.length > 0 ? median(known) : parityForward(rows);
};

/** Prices in USD, each with the forward of its own row if it has one. */
export const usdQuotes = (rows: readonly InverseRow[], forward: number): MarkedQuote[] =>
  rows.map((row) => {
    const { strike, isCall, mark } = row;
    const own = row.forward ?? forward;
    const usd = (coins: number | undefined): number | undefined => (coins === undefined ? undefined : coins * own);
    return { strike, isCall, forward: own, bid: usd(row.bid), ask: usd(row.ask), mark };
  });
