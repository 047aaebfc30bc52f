/** Equity and margins on JavaScript numbers: the formula of `../evaluate.ts` for searches and screens. */
import { Kind } from "../../instruments/index.js";
import { MarketMissing } from "../errors.js";
import { FastBook, type FastHolding } from "./book.js";
import type { FastMargin, FastMarketStates, FastPortfolio, FastPosition, FastRiskModel } from "./parameters.js";

/** Cash and least payoffs that should cancel are met within this part of what was added. */
const CANCELS = 1e-12;

/** Evaluates any number of portfolios under the same inputs. */
export interface FastEvaluator {
  /** Equity and margins. Throws as {@link evaluateFast}. */
  evaluate: (portfolio: FastPortfolio) => FastMargin;
  /** Value of one contract now, USDC. Throws as {@link evaluateFast}. */
  mark: (position: Pick<FastPosition, "market" | "kind" | "expiry" | "strike">) => number;
}

/**
 * An evaluator for one set of inputs. What an expiry shares is prepared here, once; an option is valued anew in each
 * call, so the time of a call depends on the number of legs and not on what was asked before. Make a new one when
 * prices or the time change. It is not reentrant.
 * @param markets State of each market by its id, in natural units
 * @param model Constants of the formula
 */
export const fastEvaluator = (markets: FastMarketStates, model: FastRiskModel): FastEvaluator => {
  const books = Object.entries(markets).map(([id, market]) => ({ id: Number(id), book: new FastBook(market, model) }));
  const bookOf = (market: number): FastBook => {
    for (const { id, book } of books) if (id === market) return book;
    throw new MarketMissing(market);
  };
  return {
    mark: (position) => bookOf(position.market).mark(position),
    evaluate: ({ cash, collateral, positions }) => {
      for (const { market, size } of positions) if (size !== 0) bookOf(market);
      const holdings = books.map(({ id, book }) => book.hold(positions, id, collateral[id] ?? 0));
      const result: FastMargin = { equity: cash, maintenance: 0, initial: 0, health: Infinity, byMarket: {} };
      for (let i = 0; i < books.length; i++) {
        const { id, book } = books[i]!;
        const holding = holdings[i]!;
        const part = { maintenance: book.maintenance(holding), initial: book.initial(holding) };
        result.byMarket[id] = part;
        result.equity += holding.equity;
        result.maintenance += part.maintenance;
        result.initial += part.initial;
      }
      if (neverOwes(cash, positions, holdings)) result.maintenance = result.initial = 0;
      else result.initial = Math.max(result.initial, model.minimumInitialMargin, result.maintenance);
      if (result.maintenance > 0) result.health = result.equity / result.maintenance;
      return result;
    },
  };
};

/**
 * Equity, maintenance and initial margin of a portfolio as {@link evaluate} gives them, within 1e-9 of its notional, on
 * JavaScript numbers. Sums of sizes and of payoffs that are 0 in wad are taken as 0 within 1e-12 of what was added.
 * For many portfolios under the same inputs take {@link fastEvaluator}.
 * @param portfolio Cash in USDC, sizes in contracts, collateral in units of the token by market id
 * @param markets State of each market by its id: at least of those in which the portfolio has positions
 * @param model Constants of the formula
 * @returns USDC; `health` is infinite when no margin is needed
 * @throws {@link MarketMissing}, {@link ExpiryMissing}, {@link UnsupportedInstrument}, {@link FastInputError}
 */
export const evaluateFast = (portfolio: FastPortfolio, markets: FastMarketStates, model: FastRiskModel): FastMargin =>
  fastEvaluator(markets, model).evaluate(portfolio);

/** Whether options with this cash can never owe. */
const neverOwes = (cash: number, positions: readonly FastPosition[], holdings: readonly FastHolding[]): boolean => {
  if (cash < 0) return false;
  let isLong = true;
  for (const { kind, size } of positions) {
    if (size === 0) continue;
    if (kind !== Kind.Call && kind !== Kind.Put) return false;
    if (size < 0) isLong = false;
  }
  if (isLong) return true;
  const slices = holdings.flatMap((holding) => holding.slices).sort((a, b) => a.tenor.expiry - b.tenor.expiry);
  let left = cash;
  let all = cash;
  for (let i = 0; i < slices.length; i++) {
    const { least, tenor } = slices[i]!;
    left += least;
    all += Math.abs(least);
    const endsExpiry = slices[i + 1]?.tenor.expiry !== tenor.expiry;
    if (left === -Infinity || (endsExpiry && left < -CANCELS * all)) return false;
  }
  return true;
};
