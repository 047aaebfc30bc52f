/** Why a portfolio needs the margins that it needs. */
import { type Instrument, marketOf } from "../../instruments/index.js";
import { type Assessment, assess, booksOf } from "../assessment.js";
import type { MarketStates, Portfolio, RiskModel } from "../parameters.js";
import { describeMarket } from "./describe.js";
import { type Lowered, type Search, bestOf, tradesOf } from "./trades.js";
import type { Explanation, MarginExplanation, MarketExplanation, Sums } from "./types.js";

/** What `explain` looks for besides. */
export interface ExplainOptions {
  /** Which margin the proposed trade lowers; the maintenance margin by default. */
  readonly lower?: Lowered;
  /** Whether trades are looked for, by default yes: most of the time goes there. */
  readonly trades?: boolean;
  /** Whether an instrument can be traded; by default each one can. */
  readonly isTradable?: (instrument: Instrument) => boolean;
}

/**
 * Explains the margins of a portfolio: per market which scenario, tail, valley, node or rest has the loss that counts and whether a
 * bound or the cap decides instead, what each position and the collateral contribute to it, the contingencies by kind, the profit in
 * every scenario, and which single trade at mark would lower the margin most. The figures are those of {@link evaluate}.
 *
 * Candidates are closing each position or half of it; buying and selling, at each strike held and the strikes next to it, a call and
 * a put, as many contracts as are held or half as many; and the perpetual and the futures of the held expiries against all, three
 * quarters, half or a quarter of a market's delta. A trade costs no fee here, and equity stays what it was but for rounding.
 * @param portfolio Cash and sizes in wad, collateral in wad units of the token by market id
 * @param markets State of each market by its id: at least of those in which the portfolio has positions
 * @param model Constants of the formula
 * @returns A frozen plain object, USDC in wad; markets in which nothing is held are left out
 * @throws The errors of {@link evaluate} and, where trades are looked for, of {@link evaluateFast}
 */
export const explain = (
  portfolio: Portfolio,
  markets: MarketStates,
  model: RiskModel,
  options: ExplainOptions = {},
): Explanation => {
  const books = booksOf(markets, model);
  const assessment = assess(portfolio, books);
  const { equity, maintenance, initial, health } = assessment.margin;
  const parts: Record<number, MarketExplanation> = {};
  for (const [id, part] of assessment.parts) {
    const positions = portfolio.positions.filter(({ instrument, size }) => size !== 0n && marketOf(instrument) === id);
    const held = { positions, collateral: portfolio.collateral[id] ?? 0n };
    parts[id] = describeMarket(part, held, markets[id]!);
  }
  const { lower = "maintenance", isTradable = () => true } = options;
  const search: Search = { portfolio, markets, books, assessment, lower, isTradable };
  const trades = options.trades === false || assessment.margin[lower] === 0n ? [] : tradesOf(search);
  return frozen({
    equity,
    maintenance,
    initial,
    health,
    neverOwes: assessment.neverOwes,
    initialSetBy: initialSetBy(assessment, model),
    markets: parts,
    sums: {
      maintenance: sumsOf(Object.values(parts).map((part) => part.maintenance)),
      initial: sumsOf(Object.values(parts).map((part) => part.initial)),
    },
    trades,
    best: bestOf(trades, search),
  });
};

const initialSetBy = ({ margin, neverOwes }: Assessment, model: RiskModel): Explanation["initialSetBy"] => {
  if (neverOwes) return "nothing";
  const asked = Object.values(margin.byMarket).reduce((sum, { initial }) => sum + initial, 0n);
  if (margin.initial === asked) return "markets";
  return margin.initial === model.minimumInitialMargin ? "minimum" : "maintenance";
};

const sumsOf = (margins: readonly MarginExplanation[]): Sums => {
  const sum = (of: (margin: MarginExplanation) => bigint): bigint => margins.reduce((all, m) => all + of(m), 0n);
  return {
    loss: sum(({ loss }) => loss.amount),
    shortOptions: sum(({ contingencies }) => contingencies.shortOptions),
    basis: sum(({ contingencies }) => contingencies.basis.reduce((all, { amount }) => all + amount, 0n)),
    closeOut: sum(({ contingencies }) => contingencies.closeOut),
  };
};

/** Freezes a plain object and all that it holds. */
const frozen = <T>(value: T): T => {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    for (const part of Object.values(value)) frozen(part);
    Object.freeze(value);
  }
  return value;
};
