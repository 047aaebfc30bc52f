/** Equity and margins: the twin of `RiskEngine.evaluate`, bit for bit. `docs/risk.md` states the formula. */
import type { Instrument } from "../instruments/index.js";
import { marketOf } from "../instruments/index.js";
import { MarketMissing } from "./errors.js";
import { healthOf } from "./health.js";
import { holdingsOf } from "./holdings.js";
import { MarketBook } from "./marketBook.js";
import type { Margin, MarketMargin, MarketStates, Portfolio, RiskModel } from "./parameters.js";
import { groupsNeverOwe } from "./payoffBound.js";

/** Evaluates any number of portfolios under the same inputs; what they share is computed once. */
export interface Evaluator {
  /** Equity and margins of a portfolio. Throws as {@link evaluate}. */
  evaluate: (portfolio: Portfolio) => Margin;
  /** Value of one contract now, wad. Throws as {@link evaluate}. */
  mark: (instrument: Instrument) => bigint;
}

/**
 * An evaluator for one set of inputs. It keeps what it has computed, and reads the inputs as it needs them: make a new
 * one when prices or the time change.
 * @param markets State of each market by its id
 * @param parameters Constants of the formula
 */
export const evaluator = (markets: MarketStates, parameters: RiskModel): Evaluator => {
  const books = new Map<number, MarketBook>();
  for (const [id, market] of Object.entries(markets)) books.set(Number(id), new MarketBook(market, parameters));

  const bookOf = (market: number): MarketBook => {
    const book = books.get(market);
    if (book === undefined) throw new MarketMissing(market);
    return book;
  };

  return {
    mark: (instrument) => bookOf(marketOf(instrument)).mark(instrument),
    evaluate: (portfolio) => {
      for (const { instrument, size } of portfolio.positions) {
        if (size !== 0n) bookOf(marketOf(instrument));
      }
      return total(portfolio, books, parameters);
    },
  };
};

/**
 * Equity, maintenance and initial margin of a portfolio at explicit inputs.
 * @param portfolio Cash and sizes in wad, collateral in wad units of the token by market id
 * @param markets State of each market by its id: at least of those in which the portfolio has positions
 * @param parameters Constants of the formula
 * @returns Wad USDC; `health` is {@link NO_MARGIN_HEALTH} when no margin is needed
 * @throws {@link MarketMissing}, {@link ExpiryMissing}, {@link UnsupportedInstrument}, and the pricing errors for inputs out of range
 */
export const evaluate = (portfolio: Portfolio, markets: MarketStates, parameters: RiskModel): Margin =>
  evaluator(markets, parameters).evaluate(portfolio);

const total = (portfolio: Portfolio, books: ReadonlyMap<number, MarketBook>, parameters: RiskModel): Margin => {
  const { byMarket, groups } = holdingsOf(portfolio);
  const margins: Record<number, MarketMargin> = {};
  let equity = portfolio.cash;
  let maintenance = 0n;
  let initial = 0n;
  for (const [id, book] of books) {
    const holding = byMarket.get(id);
    const part = holding === undefined ? NOTHING : book.evaluate(holding);
    margins[id] = { maintenance: part.maintenance, initial: part.initial };
    equity += part.equity;
    maintenance += part.maintenance;
    initial += part.initial;
  }
  if (groupsNeverOwe(portfolio.cash, portfolio.positions, () => groups)) {
    return { equity, maintenance: 0n, initial: 0n, health: healthOf(equity, 0n), byMarket: margins };
  }
  const least = parameters.minimumInitialMargin > maintenance ? parameters.minimumInitialMargin : maintenance;
  return {
    equity,
    maintenance,
    initial: initial > least ? initial : least,
    health: healthOf(equity, maintenance),
    byMarket: margins,
  };
};

const NOTHING = { equity: 0n, maintenance: 0n, initial: 0n };
