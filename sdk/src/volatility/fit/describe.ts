/** A slice beside the quotes that it is made of. */
import { type FastSvi, volatilityFast } from "../../pricing/fast/svi.js";
import { weightedMedian } from "./median.js";
import { type Observation, callDeltaOf, isOutOfTheMoney } from "./observations.js";
import type { FittedQuote } from "./types.js";

/** Half-spreads are taken where the call's delta is within, if there are quotes. */
const [LOW_DELTA, HIGH_DELTA] = [0.25, 0.75];
const HARDLY = 1e-6;
/** A half-spread is at most this part of the volatility at the money; the contract takes a half. */
const MOST_HALF_SPREAD = 0.49;
/** The error of a fit is told where the call's delta is within, of quotes that are not wider than this. */
const [LEAST_DELTA, MOST_DELTA] = [0.1, 0.9];
const MOST_WIDTH = 0.1;

/** A quote and what the smile says for it. @internal */
export const fittedQuote = (observation: Observation, smile: FastSvi, tenor: number): FittedQuote => {
  const { quote, forward, bid, ask } = observation;
  const fitted = volatilityFast(smile, forward, quote.strike, tenor);
  const callDelta = callDeltaOf(observation, tenor, fitted);
  const outOfTheMoney = isOutOfTheMoney(observation);
  return { strike: quote.strike, isCall: quote.isCall, outOfTheMoney, forward, bid, ask, fitted, callDelta };
};

const widthOf = ({ bid, ask }: FittedQuote): number => (bid === undefined || ask === undefined ? NaN : ask - bid);

/** Half of the spread near the money: the median, which a quote at 1 and 400 does not move. @internal */
export const halfSpreadOf = (quotes: readonly FittedQuote[], atTheMoney: number): number => {
  const spreads = quotes
    .filter((quote) => quote.outOfTheMoney && widthOf(quote) >= 0)
    .map((quote) => {
      const isNear = quote.callDelta >= LOW_DELTA && quote.callDelta <= HIGH_DELTA;
      return { value: widthOf(quote) / 2, weight: isNear ? 1 : HARDLY };
    });
  const most = MOST_HALF_SPREAD * atTheMoney;
  // Nobody quotes both sides: as wide as may be.
  return spreads.length === 0 ? most : Math.min(weightedMedian(spreads), most);
};

/** Root-mean-square distance to the middles, see `FittedSlice.rmse`. @internal */
export const rmseOf = (quotes: readonly FittedQuote[]): number => {
  const squares = quotes
    .filter(({ outOfTheMoney, callDelta }) => outOfTheMoney && callDelta >= LEAST_DELTA && callDelta <= MOST_DELTA)
    .filter((quote) => widthOf(quote) <= MOST_WIDTH)
    .map(({ fitted, bid, ask }) => (fitted - (bid! + ask!) / 2) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
};
