/** Equity and margins: the twin of `RiskEngine.evaluate`, bit for bit. `docs/risk.md` states the formula. */
import { type Instrument, marketOf } from "../instruments/index.js";
import { assess, booksOf } from "./assessment.js";
import type { Margin, MarketStates, Portfolio, RiskModel } from "./parameters.js";

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
  const books = booksOf(markets, parameters);
  return {
    mark: (instrument) => books.of(marketOf(instrument)).mark(instrument),
    evaluate: (portfolio) => assess(portfolio, books).margin,
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
