import { Kind, type Instrument, expiryOf, pack } from "@ballast/sdk/instruments";
import * as risk from "@ballast/sdk/risk";
import { expect } from "chai";

const WAD = 10n ** 18n;
const percent = (n: bigint): bigint => (n * WAD) / 100n;
const EXPIRY = 1751011200;
const WEEK = 7 * 86_400;

const model: risk.RiskModel = {
  volatilityUp: percent(45n),
  volatilityDown: percent(30n),
  volatilityDownFloor: percent(20n),
  shortTenorPower: percent(30n),
  longTenorPower: percent(13n),
  tailShift: percent(250n),
  tailWeight: percent(35n),
  initialFactor: percent(130n),
  shortContingency: 15n * 10n ** 15n,
  contingencyTail: percent(150n),
  contingencyInitialFactor: percent(150n),
  basis: 5n * 10n ** 15n,
  closeOut: WAD,
  minimumInitialMargin: 100n * WAD,
};
const smile: risk.Smile = {
  a: 45n * 10n ** 14n,
  b: percent(2n),
  rho: -percent(30n),
  m: 0n,
  sigma: percent(12n),
  carry: percent(5n),
  halfSpread: percent(1n),
};
const market: risk.MarketState = {
  price: 2500n * WAD,
  halfWidth: 5n * WAD,
  rate: percent(4n),
  initialWidth: percent(15n),
  maintenanceWidth: percent(13n),
  linearInitialWidth: percent(9n),
  linearMaintenanceWidth: 75n * 10n ** 15n,
  crowding: WAD,
  collateralFactor: percent(90n),
  time: EXPIRY - WEEK,
  surface: Object.fromEntries([EXPIRY, EXPIRY + WEEK, EXPIRY + 4 * WEEK].map((expiry) => [expiry, smile])),
};
const option = (kind: Kind, strike: bigint, expiry = EXPIRY): Instrument =>
  pack({ market: 1, kind, expiry, strike: strike * WAD });
const position = (instrument: Instrument, contracts: bigint): risk.Position => ({ instrument, size: contracts * WAD });
const margin = (cash: bigint, ...positions: risk.Position[]): risk.Margin =>
  risk.evaluate({ cash: cash * WAD, collateral: {}, positions }, { 1: market }, model);

const call2500 = option(Kind.Call, 2500n);
const call2600 = option(Kind.Call, 2600n);

describe("evaluate", () => {
  it("emptyAccount_needsNothing", () => {
    expect(margin(7n)).to.deep.equal({
      equity: 7n * WAD,
      maintenance: 0n,
      initial: 0n,
      health: risk.NO_MARGIN_HEALTH,
      byMarket: { 1: { maintenance: 0n, initial: 0n } },
    });
  });

  it("longOptions_needNoMargin", () => {
    const { maintenance, initial, health } = margin(0n, position(call2500, 3n), position(option(Kind.Put, 2400n), 1n));
    expect([maintenance, initial, health]).to.deep.equal([0n, 0n, risk.NO_MARGIN_HEALTH]);
  });

  it("cashSecuredPut_needsNoMargin_andOneWeiLessDoes", () => {
    const put = position(option(Kind.Put, 2400n), -1n);
    expect(margin(2400n, put).initial).to.equal(0n);
    const short = { cash: 2400n * WAD - 1n, collateral: {}, positions: [put] };
    expect(risk.evaluate(short, { 1: market }, model).initial > 0n).to.equal(true);
  });

  it("spread_asksAtMostWhatItCanLose", () => {
    const { byMarket, equity } = margin(50n, position(call2500, -1n), position(call2600, 1n));
    // It pays at worst −100, and is worth E − 50 now.
    expect(byMarket[1]!.maintenance <= equity - 50n * WAD + 100n * WAD).to.equal(true);
    expect(byMarket[1]!.maintenance > 0n).to.equal(true);
  });

  it("smallRisk_needsTheMinimum", () => {
    const tiny = { instrument: call2500, size: -WAD / 1000n };
    const { initial, maintenance } = risk.evaluate(
      { cash: 0n, collateral: {}, positions: [tiny] },
      { 1: market },
      model,
    );
    expect(initial).to.equal(100n * WAD);
    expect(maintenance < 2n * WAD).to.equal(true);
  });

  it("halfWidth_raisesTheInitialMarginOnly", () => {
    const portfolio = { cash: 1000n * WAD, collateral: {}, positions: [position(call2500, -1n)] };
    const exact = risk.evaluate(portfolio, { 1: { ...market, halfWidth: 0n } }, model);
    const wide = risk.evaluate(portfolio, { 1: { ...market, halfWidth: 250n * WAD } }, model);
    expect(wide.equity).to.equal(exact.equity);
    expect(wide.maintenance).to.equal(exact.maintenance);
    expect(wide.initial > exact.initial).to.equal(true);
  });

  it("time_isANumberOrABigint", () => {
    const positions = [position(call2500, -1n)];
    const time = BigInt(market.time);
    expect(risk.evaluate({ cash: 0n, collateral: {}, positions }, { 1: { ...market, time } }, model)).to.deep.equal(
      margin(0n, ...positions),
    );
  });

  it("missingMarket_andUnsupportedKind_areRefused", () => {
    const positions = [position(call2500, 1n)];
    const portfolio = { cash: 0n, collateral: {}, positions };
    expect(() => risk.evaluate(portfolio, {}, model)).to.throw(risk.MarketMissing);
    const reserved = call2500 | (9n << 96n);
    expect(() => margin(0n, position(reserved, 1n))).to.throw(risk.UnsupportedInstrument);
    expect(() => margin(0n, position(option(Kind.Put, 2400n, EXPIRY + 1), 1n))).to.throw(risk.ExpiryMissing);
  });

  it("neverOwes_looksAtExpiriesInOrder", () => {
    const early = option(Kind.Put, 2400n);
    const late = option(Kind.Put, 2400n, EXPIRY + WEEK);
    expect(expiryOf(late) > expiryOf(early)).to.equal(true);
    // What is received late cannot pay what is owed early; a long put guarantees nothing anyway.
    expect(risk.neverOwes(0n, [position(early, -1n), position(late, 1n)])).to.equal(false);
    expect(risk.neverOwes(2400n * WAD, [position(early, -1n), position(late, 1n)])).to.equal(true);
    expect(risk.slack(2500n * WAD, [position(early, -1n), position(late, 1n)])).to.equal(100n * WAD);
    expect(risk.neverOwes(10n ** 40n, [position(call2500, -1n)])).to.equal(false);
    expect(risk.neverOwes(-1n, [])).to.equal(false);
  });
});

describe("healthOf", () => {
  it("quotient_roundsTowardMinusInfinity", () => {
    expect(risk.healthOf(1n, 3n)).to.equal(WAD / 3n);
    expect(risk.healthOf(-1n, 3n)).to.equal(-(WAD / 3n) - 1n);
    expect(risk.healthOf(-3n, 3n)).to.equal(-WAD);
    expect(risk.healthOf(-1n, 0n)).to.equal(risk.NO_MARGIN_HEALTH);
  });
});

describe("rewardShares", () => {
  it("accountShare_neverExceedsHealth_andGrowsWithTime", () => {
    for (const health of [0n, 1n, percent(1n), percent(20n), percent(60n), percent(99n)]) {
      let last = 0n;
      for (const elapsed of [0n, 60n, 600n, 1200n, 9999n]) {
        const { fromAccount } = risk.rewardShares(health, elapsed);
        expect(fromAccount <= health && fromAccount >= last, `${health} ${elapsed}`).to.equal(true);
        last = fromAccount;
      }
    }
    expect(risk.rewardShares(percent(90n), 1200n)).to.deep.equal({ fromAccount: WAD / 2n, fromFund: 0n });
  });

  it("fund_paysAll_belowZero", () => {
    expect(risk.rewardShares(-1n, 0n)).to.deep.equal({ fromAccount: 0n, fromFund: percent(1n) });
    expect(risk.rewardShares(-1n, 3600n)).to.deep.equal({ fromAccount: 0n, fromFund: WAD });
  });
});

describe("calculateFee", () => {
  it("fee_isTheLesserOfBoth_roundedUp", () => {
    const schedule = { rate: 3n * 10n ** 14n, premiumCap: percent(12n), fundShare: percent(60n) };
    expect(risk.notionalOf(-2n * WAD, 2500n * WAD)).to.equal(5000n * WAD);
    expect(risk.calculateFee({ notional: 5000n * WAD, premium: 100n * WAD }, schedule)).to.deep.equal({
      fee: (3n * WAD) / 2n,
      fundFee: (9n * WAD) / 10n,
    });
    expect(risk.calculateFee({ notional: 5000n * WAD, premium: 1n }, schedule)).to.deep.equal({ fee: 1n, fundFee: 0n });
  });
});
