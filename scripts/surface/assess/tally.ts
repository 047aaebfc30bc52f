import type { FittedQuote } from "../../../sdk/src/volatility/index.ts";

/** Wider quotes say too little about a middle to measure an error by it. */
const MOST_WIDTH = 0.1;
const [LEAST_DELTA, MOST_DELTA] = [0.1, 0.9];

/** Sums over quotes out of the money with a call delta of 10% to 90%, bid and ask at most 10 points apart. */
export interface Tally {
  readonly quotes: number;
  /** Quotes within the deltas, however wide. */
  readonly all: number;
  /** Of distances to the middle, of volatilities: 1 is 100 points. */
  readonly squares: number;
  readonly allSquares: number;
  /** Quotes between whose bid and ask the smile lies. */
  readonly inside: number;
  /** Of distances to the venue's mark. */
  readonly marks: number;
  readonly markSquares: number;
}

export const EMPTY: Tally = { quotes: 0, all: 0, squares: 0, allSquares: 0, inside: 0, marks: 0, markSquares: 0 };

export const add = (a: Tally, b: Tally): Tally => ({
  quotes: a.quotes + b.quotes,
  all: a.all + b.all,
  squares: a.squares + b.squares,
  allSquares: a.allSquares + b.allSquares,
  inside: a.inside + b.inside,
  marks: a.marks + b.marks,
  markSquares: a.markSquares + b.markSquares,
});

/** The sums of one quote. */
const tallyOne = ({ bid, ask, fitted, callDelta, outOfTheMoney }: FittedQuote, mark: number | undefined): Tally => {
  if (bid === undefined || ask === undefined || !outOfTheMoney) return EMPTY;
  if (callDelta < LEAST_DELTA || callDelta > MOST_DELTA) return EMPTY;
  const square = (fitted - (bid + ask) / 2) ** 2;
  const wide = { ...EMPTY, all: 1, allSquares: square };
  if (ask - bid > MOST_WIDTH) return wide;
  const marked = mark === undefined ? {} : { marks: 1, markSquares: (fitted - mark) ** 2 };
  return { ...wide, quotes: 1, squares: square, inside: fitted >= bid && fitted <= ask ? 1 : 0, ...marked };
};

/** The sums of an expiry. `markOf` knows the venue's marks. */
export const tallyOf = (quotes: readonly FittedQuote[], markOf: (quote: FittedQuote) => number | undefined): Tally =>
  quotes.reduce((sum, quote) => add(sum, tallyOne(quote, markOf(quote))), EMPTY);

/** Root-mean-square error in points of volatility; NaN of nothing. */
export const pointsOf = (squares: number, count: number): number => 100 * Math.sqrt(squares / count);
