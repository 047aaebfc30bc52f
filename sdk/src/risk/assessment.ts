/** Equity and margins of a portfolio with all that they are made of: what `evaluate` gives and what `explain` tells. */
import { marketOf } from "../instruments/index.js";
import { MarketMissing } from "./errors.js";
import { healthOf } from "./health.js";
import { type Holding, holdingsOf } from "./holdings.js";
import { MarketBook, type MarketPart } from "./marketBook.js";
import type { Margin, MarketStates, Portfolio, RiskModel } from "./parameters.js";
import { groupsNeverOwe } from "./payoffBound.js";

/** The markets of one set of inputs. */
export interface Books {
  readonly model: RiskModel;
  /** In the order in which the markets were given. */
  readonly byMarket: ReadonlyMap<number, MarketBook>;
  /** Throws {@link MarketMissing}. */
  readonly of: (market: number) => MarketBook;
}

/** A portfolio's margin, and the part of every market in which it holds something. */
export interface Assessment {
  readonly margin: Margin;
  /** Whether it can never owe, so that no margin is asked for. */
  readonly neverOwes: boolean;
  readonly parts: ReadonlyMap<number, MarketPart>;
}

/** Markets as books. */
export const booksOf = (markets: MarketStates, model: RiskModel): Books => {
  const byMarket = new Map<number, MarketBook>();
  for (const [id, market] of Object.entries(markets)) byMarket.set(Number(id), new MarketBook(market, model));
  const of = (market: number): MarketBook => {
    const book = byMarket.get(market);
    if (book === undefined) throw new MarketMissing(market);
    return book;
  };
  return { model, byMarket, of };
};

/** Equity and margins of a portfolio. Throws as {@link evaluate}. */
export const assess = (portfolio: Portfolio, books: Books): Assessment => {
  for (const { instrument, size } of portfolio.positions) if (size !== 0n) books.of(marketOf(instrument));
  const { byMarket, groups } = holdingsOf(portfolio);
  const parts = new Map<number, MarketPart>();
  const margin: Margin = { equity: portfolio.cash, maintenance: 0n, initial: 0n, health: 0n, byMarket: {} };
  for (const [id, book] of books.byMarket) {
    margin.byMarket[id] = { maintenance: 0n, initial: 0n };
    const holding = byMarket.get(id);
    if (holding === undefined || isEmpty(holding)) continue;
    const part = book.evaluate(holding);
    parts.set(id, part);
    margin.byMarket[id] = { maintenance: part.maintenance.margin, initial: part.initial.margin };
    margin.equity += part.equity;
    margin.maintenance += part.maintenance.margin;
    margin.initial += part.initial.margin;
  }
  const neverOwes = groupsNeverOwe(portfolio.cash, portfolio.positions, () => groups);
  if (neverOwes) {
    margin.maintenance = margin.initial = 0n;
  } else {
    margin.initial = greatest(margin.initial, margin.maintenance, books.model.minimumInitialMargin);
  }
  margin.health = healthOf(margin.equity, margin.maintenance);
  return { margin, neverOwes, parts };
};

const isEmpty = ({ options, linear, collateral }: Holding): boolean =>
  options.length === 0 && linear.length === 0 && collateral === 0n;

const greatest = (...amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => (a > b ? a : b));
