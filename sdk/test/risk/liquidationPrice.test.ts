import { Kind, type Instrument, pack, perpetualOf } from "@ballast/sdk/instruments";
import * as risk from "@ballast/sdk/risk";
import { expect } from "chai";

import { market as example, model } from "../support/workedExample.js";

const WAD = 10n ** 18n;
const [EXPIRY] = Object.keys(example.surface).map(Number) as [number];
const PRICE = example.price;
const market: risk.MarketState = { ...example, time: EXPIRY - 9 * 86_400, fundingIndex: 0n };

const option = (kind: Kind, strike: bigint): Instrument =>
  pack({ market: 1, kind, expiry: EXPIRY, strike: strike * WAD });
const linear = (instrument: Instrument, contracts: bigint): risk.Position => ({
  instrument,
  size: contracts * WAD,
  entryNotional: contracts * PRICE,
});
const future = pack({ market: 1, kind: Kind.Future, expiry: EXPIRY, strike: 0n });
const bookOf = (cash: bigint, ...positions: risk.Position[]): risk.Portfolio => ({
  cash: cash * WAD,
  collateral: {},
  positions,
});

const pricesOf = (portfolio: risk.Portfolio, markets: risk.MarketStates = { 1: market }): risk.LiquidationPrices =>
  risk.liquidationPrice(portfolio, markets, model, 1);
const isLiquidable = (portfolio: risk.Portfolio, price: bigint, state = market): boolean => {
  const { equity, maintenance } = risk.evaluate(portfolio, { 1: { ...state, price } }, model);
  return equity < maintenance;
};
/** It can be liquidated at the price, and not a wei nearer to the spot. */
const isExact = (portfolio: risk.Portfolio, price: bigint): boolean =>
  isLiquidable(portfolio, price) && !isLiquidable(portfolio, price + (price < PRICE ? 1n : -1n));

describe("liquidationPrice", () => {
  it("perpetual_isWhereEquityMeetsTheMargin", () => {
    const long = bookOf(5_000n, linear(perpetualOf(1), 10n));
    const { below, above } = pricesOf(long);
    expect(above).to.equal(null);
    expect(isExact(long, below!)).to.equal(true);
    // 5,000 + 10·(S − 2,500) = 10·S·7.5% + 1
    expect(Number(below) / 1e18).to.be.closeTo((25_000 - 5_000 + 1) / (10 * 0.925), 1e-9);

    const short = bookOf(5_000n, linear(perpetualOf(1), -10n));
    const prices = pricesOf(short);
    expect(prices.below).to.equal(null);
    expect(isExact(short, prices.above!)).to.equal(true);
    expect(Number(prices.above) / 1e18).to.be.closeTo((25_000 + 5_000 - 1) / (10 * 1.075), 1e-9);
  });

  it("future_andStraddle_areExact", () => {
    const longFuture = bookOf(4_000n, linear(future, 8n));
    expect(isExact(longFuture, pricesOf(longFuture).below!)).to.equal(true);
    const straddle = [Kind.Call, Kind.Put].map((kind) => ({ instrument: option(kind, 2500n), size: -10n * WAD }));
    const short = bookOf(9_000n, ...straddle);
    const { below, above } = pricesOf(short);
    expect(below! < PRICE && above! > PRICE).to.equal(true);
    expect(isExact(short, below!) && isExact(short, above!)).to.equal(true);
  });

  it("nearestOne_isFound: no spot between is liquidable", () => {
    const ratio = bookOf(
      2_500n,
      { instrument: option(Kind.Call, 2600n), size: 10n * WAD },
      { instrument: option(Kind.Call, 2800n), size: -20n * WAD },
    );
    const { above } = pricesOf(ratio);
    expect(isExact(ratio, above!)).to.equal(true);
    for (let price = PRICE; price < above!; price += PRICE / 500n) {
      expect(isLiquidable(ratio, price), `${price}`).to.equal(false);
    }
  });

  it("coveredCall_neverFails_andAnAccountThatCannotOweDoesNotEither", () => {
    const covered = {
      ...bookOf(0n, { instrument: option(Kind.Call, 2700n), size: -WAD }),
      collateral: { 1: 2n * WAD },
    };
    expect(pricesOf(covered).below).to.equal(null);
    const put = bookOf(2_400n, { instrument: option(Kind.Put, 2400n), size: -WAD });
    expect(pricesOf(put)).to.deep.equal({ below: null, above: null });
    expect(pricesOf(bookOf(10n))).to.deep.equal({ below: null, above: null });
  });

  it("liquidableAccount_isSoAtTheSpot", () => {
    expect(pricesOf(bookOf(0n, linear(perpetualOf(1), 1n)))).to.deep.equal({ below: PRICE, above: PRICE });
  });

  it("otherMarkets_stayWhereTheyAre, and a market that is not given is refused", () => {
    const portfolio = bookOf(5_000n, linear(perpetualOf(1), 10n));
    const other = { instrument: perpetualOf(2), size: WAD, entryNotional: PRICE };
    const both = { ...portfolio, positions: [...portfolio.positions, other] };
    const markets = { 1: market, 2: market };
    expect(pricesOf(both, markets).below! > pricesOf(portfolio).below!).to.equal(true);
    expect(() => risk.liquidationPrice(portfolio, markets, model, 3)).to.throw(risk.MarketMissing);
  });

  it("reach_endsAt95PercentBelow_and250Above", () => {
    // 1 contract short with 6,000: fails at (2,500 + 6,000 − 1) / 1.075, which is beyond 3.5 times 2,500 for 8,000 only.
    expect(Number(pricesOf(bookOf(6_000n, linear(perpetualOf(1), -1n))).above) / 1e18).to.be.closeTo(7906, 1);
    expect(pricesOf(bookOf(8_000n, linear(perpetualOf(1), -1n))).above).to.equal(null);
    expect(pricesOf(bookOf(2_400n, linear(perpetualOf(1), 1n))).below).to.equal(null);
  });
});
