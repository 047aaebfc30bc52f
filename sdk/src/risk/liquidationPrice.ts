/** At which spot an account could be liquidated. */
import { expiryOf, isOption, marketOf, strikeOf } from "../instruments/index.js";
import { MarketMissing } from "./errors.js";
import { evaluate } from "./evaluate.js";
import { type FastMarketStates, evaluateFast, toFastMarkets, toFastModel, toFastPortfolio } from "./fast/index.js";
import type { MarketStates, Portfolio, RiskModel } from "./parameters.js";

/** The nearest spots at which an account could be liquidated, wad; null where there is none in reach. */
export interface LiquidationPrices {
  readonly below: bigint | null;
  readonly above: bigint | null;
}

/** How far is looked, per mille of the spot, and in which steps. */
const LEAST = 50n;
const GREATEST = 3500n;
const STEP = 5n;
const MILLE = 1000n;
/** Equity less margin within this part of both is decided by the exact evaluator. */
const CLOSE = 1e-6;

/** An account under the inputs, with the spot of one market left open. */
class Account {
  private readonly fastPortfolio;
  private readonly fastMarkets: FastMarketStates;
  private readonly fastModel;

  constructor(
    private readonly portfolio: Portfolio,
    private readonly markets: MarketStates,
    private readonly model: RiskModel,
    private readonly market: number,
  ) {
    this.fastPortfolio = toFastPortfolio(portfolio);
    this.fastMarkets = toFastMarkets(markets);
    this.fastModel = toFastModel(model);
  }

  get price(): bigint {
    return this.markets[this.market]!.price;
  }

  /** Whether equity is below the maintenance margin at a spot, exactly. */
  isLiquidable(price: bigint): boolean {
    const markets = { ...this.markets, [this.market]: { ...this.markets[this.market]!, price } };
    const { equity, maintenance } = evaluate(this.portfolio, markets, this.model);
    return equity < maintenance;
  }

  /** The same, by the fast evaluator wherever that is safe. */
  fails(price: bigint): boolean {
    const state = { ...this.fastMarkets[this.market]!, price: Number(price) / 1e18 };
    const markets = { ...this.fastMarkets, [this.market]: state };
    const { equity, maintenance } = evaluateFast(this.fastPortfolio, markets, this.fastModel);
    const left = equity - maintenance;
    if (left > CLOSE * (Math.abs(equity) + maintenance) + CLOSE) return false;
    return this.isLiquidable(price);
  }

  /** Spots to look at, ascending: steps of half a per cent, and where the spot or a forward meets a held strike. */
  points(): bigint[] {
    const { price } = this;
    const points = new Set<bigint>();
    for (let mille = LEAST; mille <= GREATEST; mille += STEP) points.add((price * mille) / MILLE);
    for (const { instrument, size } of this.portfolio.positions) {
      if (size === 0n || marketOf(instrument) !== this.market || !isOption(instrument)) continue;
      points.add(strikeOf(instrument));
      points.add(this.spotAt(instrument));
    }
    const inside = [...points].filter((at) => at >= (price * LEAST) / MILLE && at <= (price * GREATEST) / MILLE);
    return inside.sort((a, b) => (a < b ? -1 : 1));
  }

  /** The spot at which the forward of an option stands at its strike, by its carry. */
  private spotAt(instrument: bigint): bigint {
    const { time, surface } = this.fastMarkets[this.market]!;
    const expiry = expiryOf(instrument);
    const years = Math.max(expiry - time, 0) / 31_536_000;
    const ratio = Math.exp(-(surface[expiry]?.carry ?? 0) * years);
    return (strikeOf(instrument) * BigInt(Math.round(ratio * 1e15))) / 10n ** 15n;
  }
}

/** The first of the points that fails, from the spot on, narrowed to a wei. */
const firstFailing = (account: Account, points: readonly bigint[]): bigint | null => {
  let safe = account.price;
  for (const point of points) {
    if (!account.fails(point)) {
      safe = point;
      continue;
    }
    let failing = point;
    for (let middle = (safe + failing) / 2n; middle !== safe && middle !== failing; middle = (safe + failing) / 2n) {
      if (account.isLiquidable(middle)) failing = middle;
      else safe = middle;
    }
    return failing;
  }
  return null;
};

/**
 * The nearest spots below and above at which equity is less than the maintenance margin, everything else being as it is: cash, time,
 * widths, other markets, and the smile as a function of strike over forward. At the price that is returned it is so, and a wei nearer
 * to the spot it is not. Both are the spot itself when the account can be liquidated already.
 *
 * Looked at are spots from 5% to 350% of the price, half a per cent apart, and the strikes: a dip between two of them that does not
 * reach either is not found.
 * @param portfolio Perpetuals, futures, options and collateral of any markets, wad
 * @param markets State of each market by its id
 * @param model Constants of the formula
 * @param market Id of the market whose spot moves
 * @returns Wad USDC, null where there is none between −95% and +250%; frozen
 * @throws {@link MarketMissing}, and the errors of {@link evaluate} and {@link evaluateFast}
 */
export const liquidationPrice = (
  portfolio: Portfolio,
  markets: MarketStates,
  model: RiskModel,
  market: number,
): LiquidationPrices => {
  const state = markets[market];
  if (state === undefined) throw new MarketMissing(market);
  const account = new Account(portfolio, markets, model, market);
  const { price } = state;
  if (account.isLiquidable(price)) return Object.freeze({ below: price, above: price });
  const points = account.points();
  return Object.freeze({
    below: firstFailing(account, points.filter((point) => point < price).toReversed()),
    above: firstFailing(
      account,
      points.filter((point) => point > price),
    ),
  });
};
