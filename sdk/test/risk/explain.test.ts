import { Kind, type Instrument, pack, perpetualOf } from "@ballast/sdk/instruments";
import * as risk from "@ballast/sdk/risk";
import { expect } from "chai";

import { market as example, model, portfolio as examplePortfolio } from "../support/workedExample.js";

const WAD = 10n ** 18n;
const DAY = 86_400;
const EXPIRY = 1_751_011_200;
const LATER = EXPIRY + 28 * DAY;
const SYMBOLS = { 1: "ETH", 2: "BTC" };

/** The example's market so many days before an expiry, its volatility 60% at all times. */
const before = (days: number): risk.MarketState => {
  const time = EXPIRY - Math.round(days * DAY);
  const smileAt = (expiry: number): risk.Smile => {
    const a = (36n * BigInt(expiry - time) * WAD) / (100n * 31_536_000n);
    return { a, b: 0n, rho: 0n, m: 0n, sigma: WAD, carry: 0n, halfSpread: WAD / 100n };
  };
  const expiries = [EXPIRY, EXPIRY + 7 * DAY, LATER];
  return {
    ...example,
    rate: 0n,
    time,
    surface: Object.fromEntries(expiries.map((expiry) => [expiry, smileAt(expiry)])),
  };
};

const option = (kind: Kind, strike: bigint, expiry = EXPIRY): Instrument =>
  pack({ market: 1, kind, expiry, strike: strike * WAD });
const held = (instrument: Instrument, contracts: bigint): risk.Position => ({ instrument, size: contracts * WAD });
const perpetual = (contracts: bigint): risk.Position => ({
  ...held(perpetualOf(1), contracts),
  entryNotional: contracts * example.price,
  fundingIndex: example.fundingIndex!,
});
const bookOf = (cash: bigint, ...positions: risk.Position[]): risk.Portfolio => ({
  cash: cash * WAD,
  collateral: {},
  positions,
});
const explainAt = (days: number, portfolio: risk.Portfolio, options: risk.ExplainOptions = { trades: false }) =>
  risk.explain(portfolio, { 1: before(days) }, model, options);
const lossOf = (days: number, ...positions: risk.Position[]): risk.LossExplanation =>
  explainAt(days, bookOf(0n, ...positions)).markets[1]!.maintenance.loss;
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

const straddle = [held(option(Kind.Call, 2500n), -10n), held(option(Kind.Put, 2500n), -10n)];
const butterfly = [
  held(option(Kind.Call, 2600n), -10n),
  held(option(Kind.Call, 2650n), 20n),
  held(option(Kind.Call, 2700n), -10n),
];

describe("explain", () => {
  it("margins_areThoseOfEvaluate", () => {
    const told = risk.explain(examplePortfolio, { 1: example }, model);
    const { byMarket, ...margin } = risk.evaluate(examplePortfolio, { 1: example }, model);
    expect(told).to.include(margin);
    const { maintenance, initial } = told.markets[1]!;
    expect({ maintenance: maintenance.margin, initial: initial.margin }).to.deep.equal(byMarket[1]);
    // The figures of the worked example.
    expect(maintenance.loss.amount).to.equal(11_526_969_936_708_860_685_250n);
    expect(maintenance.loss).to.include({ setBy: "rest", scenario: 1, volatility: "unmoved" });
    expect(maintenance.contingencies.shortOptions).to.equal(225n * WAD);
    expect(maintenance.contingencies.total).to.equal(262_536_922_855_543_615_002n);
    expect(maintenance.cap).to.deep.equal({
      amount: 12_163_254_108_998_726_313_182n,
      room: 373_747_249_434_322_012_930n,
      bites: false,
    });
  });

  it("contributions_sumToTheLoss_ofBothMargins", () => {
    const portfolio = { ...examplePortfolio, collateral: { 1: 3n * WAD } };
    for (const days of [0.02, 0.5, 1.5, 2.5, 6, 20]) {
      for (const { maintenance, initial } of Object.values(explainAt(days, portfolio).markets)) {
        for (const { loss } of [maintenance, initial]) {
          expect(loss.contributions.length).to.be.at.least(portfolio.positions.length + 1);
          expect(sum(loss.contributions.map(({ amount }) => amount))).to.equal(loss.amount);
        }
      }
    }
  });

  it("shortStraddle_isDecidedByAScenario, to which each leg adds what it loses there", () => {
    const { markets } = explainAt(9, bookOf(0n, ...straddle));
    const { loss, width } = markets[1]!.maintenance;
    expect(loss).to.include({ setBy: "scenario", place: "scenario", volatility: "up", weight: WAD, isBounded: false });
    expect(loss.shift).to.equal(loss.scenario === 20 ? width : -width);
    expect(loss.price).to.equal((example.price * (WAD + loss.shift)) / WAD);
    expect(loss.left).to.deep.equal([EXPIRY]);
    expect(loss.gone).to.deep.equal([]);
    expect(markets[1]!.maintenance.cap).to.equal(undefined);
    for (const [i, { amount }] of loss.contributions.entries()) {
      const { profile } = explainAt(9, bookOf(0n, straddle[i]!)).markets[1]!;
      expect(Number(amount + profile.profits[loss.scenario!]!)).to.be.closeTo(0, 2);
    }
  });

  it("farShortPut_isDecidedByATail, of which a part counts", () => {
    const loss = lossOf(9, held(option(Kind.Put, 1800n), -10n));
    expect(loss).to.include({ setBy: "tail", scenario: 21, weight: model.tailWeight });
    expect(loss.words).to.match(/^tail, spot −\d\d\.\d\d% to [\d,.]+, volatility up, of which 35% counts$/);
  });

  it("butterflyNearExpiry_isDecidedAtANode, or by the bound that it reaches there", () => {
    // One call more at the top leaves no bound.
    const open = lossOf(1.5, ...butterfly.slice(0, 2), held(option(Kind.Call, 2700n), -11n));
    expect(open).to.include({ setBy: "node", place: "node", strike: 2650n * WAD, scenario: undefined });
    expect(Number(open.price) / 1e18).to.be.closeTo(2650, 1e-9);
    expect(open.words).to.equal("at the strike 2,650, spot +6.00% to 2,650.00, volatility down, a day later");
    expect(lossOf(1.5, ...butterfly)).to.include({ setBy: "bound", place: "node", strike: 2650n * WAD });
    // Nine days before, the grid alone looks.
    expect(lossOf(9, ...butterfly).place).to.be.oneOf(["scenario", "valley"]);
  });

  it("longStraddle_hedgedByNothing_losesAtItsStrike", () => {
    const long = straddle.map(({ instrument, size }) => ({ instrument, size: -size }));
    // A short future of no weight keeps it from being an account that can never owe.
    const loss = lossOf(2.5, ...long, perpetual(-1n));
    expect(loss.place).to.be.oneOf(["node", "valley"]);
    expect(Math.abs(Number(loss.shift) / 1e18)).to.be.below(0.05);
  });

  it("hedgedPerpetual_isDecidedByWhatIsLeft", () => {
    const loss = lossOf(0.5, held(option(Kind.Call, 1800n), 10n), perpetual(-10n));
    expect(loss.setBy).to.equal("rest");
    expect(loss.left).to.deep.equal([]);
    expect(loss.gone).to.deep.equal([EXPIRY]);
    expect(loss.words).to.contain("27JUN25 gone");
    const calendar = lossOf(1, held(option(Kind.Call, 2500n), 10n), held(option(Kind.Call, 2500n, LATER), -10n));
    expect(calendar).to.deep.include({ setBy: "rest", left: [LATER], gone: [EXPIRY] });
    expect(calendar.words).to.contain("only 25JUL25 left");
  });

  it("spread_isDecidedByThePayoffBound", () => {
    const spread = [held(option(Kind.Call, 2500n), -10n), held(option(Kind.Call, 2520n), 10n)];
    const { margin, loss, cap } = explainAt(9, bookOf(0n, ...spread)).markets[1]!.maintenance;
    expect(loss.setBy).to.equal("bound");
    expect(cap!.bites).to.equal(true);
    expect(cap!.room < 0n).to.equal(true);
    expect(margin).to.equal(cap!.amount);
  });

  it("boundedScenario_tellsWhatTheBoundTakesOff", () => {
    // At the ask and the bid of a wide spread, options lose more than they ever can.
    const market = before(20);
    const surface = { ...market.surface, [EXPIRY]: { ...market.surface[EXPIRY]!, halfSpread: (3n * WAD) / 10n } };
    const spread = [held(option(Kind.Call, 2500n), -10n), held(option(Kind.Call, 2520n), 10n)];
    const told = risk.explain(bookOf(0n, ...spread, perpetual(-9n)), { 1: { ...market, surface } }, model);
    const { loss } = told.markets[1]!.initial;
    expect(loss.isBounded).to.equal(true);
    expect(loss.contributions.map(({ source }) => source)).to.deep.equal(["position", "position", "position", "bound"]);
    expect(loss.contributions.at(-1)!.amount < 0n).to.equal(true);
    expect(sum(loss.contributions.map(({ amount }) => amount))).to.equal(loss.amount);
  });

  it("collateral_contributesLikeALinearPosition", () => {
    const portfolio = { ...bookOf(0n, held(option(Kind.Call, 2700n), -1n)), collateral: { 1: 10n * WAD } };
    const { loss } = explainAt(9, portfolio).markets[1]!.maintenance;
    const [collateral] = loss.contributions;
    expect(collateral).to.include({ source: "collateral", instrument: undefined, size: 10n * WAD });
    const worth = (10n * example.price * example.collateralFactor) / WAD;
    expect(Number(collateral!.amount + (worth * loss.shift) / WAD)).to.be.closeTo(0, 5);
  });

  it("profile_isTheProfitOfEveryScenario", () => {
    const { profile, maintenance } = explainAt(9, bookOf(0n, perpetual(4n))).markets[1]!;
    expect(profile.profits.length).to.equal(23);
    expect(profile.shifts.length).to.equal(9);
    expect(profile.width).to.equal(maintenance.width);
    const notional = 4n * example.price;
    expect(profile.profits[0]).to.equal(profile.profits[2]);
    expect(Number(profile.profits[0]! - (notional * profile.shifts[0]!) / WAD)).to.be.closeTo(0, 2);
    expect(Number(profile.profits[22]! - (notional * profile.shifts[8]!) / WAD)).to.be.closeTo(0, 2);
  });

  it("contingencies_areTakenApartByKind", () => {
    const positions = [...straddle, held(option(Kind.Call, 2600n, LATER), 2n), perpetual(1n)];
    const { maintenance } = explainAt(9, bookOf(0n, ...positions)).markets[1]!;
    const { shortOptions, basis, closeOut, total } = maintenance.contingencies;
    expect(basis.map(({ expiry }) => expiry)).to.deep.equal([EXPIRY, LATER]);
    expect(closeOut).to.equal(4n * model.closeOut);
    expect(shortOptions).to.equal((20n * 15n * example.price) / 1000n);
    expect(total).to.equal(shortOptions + closeOut + sum(basis.map(({ amount }) => amount)));
    expect(maintenance.margin).to.equal(maintenance.loss.amount + total);
  });

  it("initialMargin_tellsWhatSetsIt", () => {
    const setBy = (portfolio: risk.Portfolio): string => explainAt(9, portfolio).initialSetBy;
    expect(setBy(bookOf(0n, ...straddle))).to.equal("markets");
    expect(setBy(bookOf(0n, { instrument: option(Kind.Call, 2500n), size: -WAD / 1000n }))).to.equal("minimum");
    expect(setBy(bookOf(9n, held(option(Kind.Call, 2500n), 1n)))).to.equal("nothing");
    expect(setBy(bookOf(-9n))).to.equal("minimum");
  });

  it("severalMarkets_addUp, and those with nothing are left out", () => {
    const other = pack({ market: 2, kind: Kind.Put, expiry: EXPIRY, strike: 2400n * WAD });
    const markets = { 1: before(9), 2: before(9), 3: before(9) };
    const told = risk.explain(bookOf(0n, ...straddle, held(other, -1n)), markets, model, { trades: false });
    expect(Object.keys(told.markets)).to.deep.equal(["1", "2"]);
    expect(told.maintenance).to.equal(sum(Object.values(told.markets).map(({ maintenance }) => maintenance.margin)));
    const { loss, shortOptions, basis, closeOut } = told.sums.maintenance;
    expect(told.maintenance).to.equal(loss + shortOptions + basis + closeOut);
  });

  it("explanation_isFrozen_andLeavesTheInputsAlone", () => {
    const portfolio = bookOf(0n, ...straddle);
    const told = explainAt(9, portfolio, {});
    expect(Object.isFrozen(told) && Object.isFrozen(told.markets[1]!.initial.loss.contributions[0])).to.equal(true);
    expect(Object.isFrozen(portfolio.positions)).to.equal(false);
  });

  it("missingMarket_isRefused", () => {
    expect(() => risk.explain(bookOf(0n, ...straddle), {}, model)).to.throw(risk.MarketMissing);
  });
});

describe("the trade that explain proposes", () => {
  for (const lower of ["maintenance", "initial"] as const) {
    it(`trade_lowersTheMargin: ${lower}`, () => {
      for (const days of [1, 4, 20]) {
        const market = before(days);
        const portfolio = bookOf(9_000n, ...straddle, perpetual(3n), held(option(Kind.Put, 2300n, LATER), 2n));
        const told = risk.explain(portfolio, { 1: market }, model, { lower });
        const best = told.best!;
        expect(best[lower] < told[lower]).to.equal(true);
        const { mark } = risk.evaluator({ 1: market }, model);
        const fill = { instrument: best.instrument, size: best.size, price: mark(best.instrument) };
        const after = risk.afterTrade(portfolio, fill, { 1: market });
        const margin = risk.evaluate(after.portfolio, { 1: market }, model);
        expect(after.cash).to.equal(best.cash);
        expect({ maintenance: best.maintenance, initial: best.initial }).to.deep.equal({
          maintenance: margin.maintenance,
          initial: margin.initial,
        });
        expect(Number(margin.equity - told.equity)).to.be.closeTo(0, 4);
      }
    });
  }

  it("candidates_areThere: closing, strikes held and next to it, hedges; the best first", () => {
    const { trades, best } = explainAt(9, bookOf(0n, ...straddle, perpetual(5n)), {});
    const has = (kind: risk.Trade["kind"], instrument: Instrument, size: bigint): boolean =>
      trades.some((trade) => trade.kind === kind && trade.instrument === instrument && trade.size === size);
    expect(has("close", option(Kind.Call, 2500n), 10n * WAD)).to.equal(true);
    expect(has("close", option(Kind.Put, 2500n), 5n * WAD)).to.equal(true);
    expect(has("close", perpetualOf(1), -5n * WAD)).to.equal(true);
    expect(has("buy", option(Kind.Call, 2520n), 10n * WAD)).to.equal(true);
    expect(has("sell", option(Kind.Put, 2480n), -5n * WAD)).to.equal(true);
    const future = pack({ market: 1, kind: Kind.Future, expiry: EXPIRY, strike: 0n });
    expect(trades.some(({ kind, instrument }) => kind === "hedge" && instrument === future)).to.equal(true);
    for (let i = 1; i < trades.length; i++) expect(trades[i - 1]!.maintenance <= trades[i]!.maintenance).to.equal(true);
    expect(best!.maintenance).to.not.equal(0n);
    expect(trades[0]).to.include({ instrument: best!.instrument, size: best!.size });
  });

  it("isTradable_narrowsThem, and nothing is proposed where nothing is asked for", () => {
    const only = (instrument: Instrument): boolean => instrument === perpetualOf(1);
    const { trades } = explainAt(9, bookOf(0n, held(option(Kind.Call, 2500n), -10n)), { isTradable: only });
    expect(trades.map(({ kind }) => kind)).to.deep.equal(["hedge", "hedge", "hedge", "hedge"]);
    const never = explainAt(9, bookOf(0n, held(option(Kind.Call, 2500n), 1n)), {});
    expect(never.best).to.equal(undefined);
    expect(never.trades).to.deep.equal([]);
  });

  it("perpetual_pairsAFuture, with its funding and profit in cash", () => {
    const position = { ...perpetual(4n), entryNotional: 9_600n * WAD, fundingIndex: 0n };
    const { best, trades } = explainAt(9, bookOf(100n, position), {});
    const closed = trades.find(({ kind, size }) => kind === "close" && size === -4n * WAD)!;
    // 10,000 − 9,600 of profit, less 4 · the funding index.
    expect(closed.cash).to.equal(400n * WAD - 4n * example.fundingIndex!);
    expect(best!.maintenance).to.equal(0n);
  });
});

describe("explainText", () => {
  it("account_markets_andTheTrade_areALineEach", () => {
    const lines = risk.explainText(explainAt(9, bookOf(9_000n, ...straddle), {}), SYMBOLS).split("\n");
    expect(lines.length).to.equal(3);
    expect(lines[0]).to.match(/^E [\d,]+\.\d\d, M [\d,]+\.\d\d, I [\d,]+\.\d\d$/);
    expect(lines[1]).to.match(
      /^ETH: M [\d,.]+, I [\d,.]+; [\d,.]+ loss \+ [\d,.]+ contingencies \(750\.00 short options\); spot \+13\.00% to 2,825\.00, volatility up$/,
    );
    expect(lines[2]).to.match(/^best trade: (close|buy|sell|hedge with) [+−][\d.]+ ETH-.*, then M [\d,.]+, I [\d,.]+$/);
  });

  it("neverOwing_isSaid, and a market without a symbol has its number", () => {
    const text = risk.explainText(explainAt(9, bookOf(9n, held(option(Kind.Call, 2500n), 1n)), {}));
    expect(text).to.contain("M 0.00, I 0.00 (can never owe)");
    expect(text).to.contain("\n#1: ");
  });
});
