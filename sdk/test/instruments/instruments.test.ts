import * as instruments from "@ballast/sdk/instruments";
import { expect } from "chai";

const { Kind } = instruments;
const WAD = 10n ** 18n;
const symbols = { 1: "ETH", 2: "BTC", 3: "XAU-USD" };
/** 27 June 2025, a last Friday, 08:00 UTC. */
const EXPIRY = 1751011200;

describe("instruments", () => {
  it("pack_isCanonical_andUnpackIsItsInverse", () => {
    const id = instruments.pack({ market: 1, kind: Kind.Put, expiry: EXPIRY, strike: 2500n * WAD });
    expect(instruments.unpack(id)).to.deep.equal({
      market: 1,
      kind: Kind.Put,
      expiry: EXPIRY,
      mantissa: 25n,
      exponent: 20,
    });
    expect(instruments.strikeOf(id)).to.equal(2500n * WAD);
    expect([instruments.marketOf(id), instruments.expiryOf(id), instruments.isCall(id)]).to.deep.equal([
      1,
      EXPIRY,
      false,
    ]);
  });

  it("pack_refuses_whatDoesNotFit", () => {
    const parts = { market: 1, kind: Kind.Call, expiry: EXPIRY, strike: WAD };
    expect(() => instruments.pack({ ...parts, market: 1 << 24 })).to.throw(instruments.InstrumentFieldOutOfRange);
    expect(() => instruments.pack({ ...parts, market: 1.5 })).to.throw(instruments.InstrumentFieldOutOfRange);
    expect(() => instruments.pack({ ...parts, expiry: -1 })).to.throw(instruments.InstrumentFieldOutOfRange);
    expect(() => instruments.pack({ ...parts, strike: (1n << 48n) - 1n })).to.not.throw();
    expect(() => instruments.pack({ ...parts, strike: (1n << 48n) + 1n })).to.throw(instruments.StrikeNotRepresentable);
    expect(() => instruments.unpack(1n << 128n)).to.throw(instruments.InstrumentFieldOutOfRange);
  });

  it("strikeOf_refuses_whenTheContractOverflows", () => {
    expect(() => instruments.strikeOf((1n << 104n) | (1n << 8n) | 78n)).to.throw(instruments.StrikeOverflow);
  });

  it("text_roundTrips_forEveryForm", () => {
    for (const text of [
      "ETH-27JUN25-2500-C",
      "BTC-3JAN25-0.055-P",
      "ETH-27JUN25",
      "ETH-PERP",
      "XAU-USD-29FEB28-2000-P",
      "#7-27JUN25-2500-C",
      "ETH-27JUN2125-2500-C",
      "ETH-27JUN25T093001-2500-C",
      "#9-PERP",
    ]) {
      expect(instruments.describe(instruments.parse(text, symbols), symbols)).to.equal(text);
    }
    const id = instruments.pack({ market: 1, kind: Kind.Call, expiry: EXPIRY, strike: 2500n * WAD });
    expect(instruments.parse("eth-27jun25-2500-c", symbols)).to.equal(id);
  });

  it("describe_showsReservedKinds", () => {
    const id = instruments.pack({ market: 1, kind: Kind.Call, expiry: EXPIRY, strike: WAD }) | (9n << 96n);
    expect(instruments.describe(id, symbols)).to.equal("ETH-27JUN25-1-K9");
  });

  it("parse_refuses_whatIsNoInstrument", () => {
    for (const text of ["", "DOGE-27JUN25-1-C", "ETH-31JUN25-1-C", "ETH-27JUX25-1-C", "ETH-27JUN25-x-C", "ETH"]) {
      expect(() => instruments.parse(text, symbols), text).to.throw(instruments.InstrumentTextInvalid);
    }
  });

  it("listedExpiries_areDailyThenWeeklyThenMonthly", () => {
    // Wednesday 1 January 2025, 12:00.
    const time = 1735732800;
    const dates = instruments.listedExpiries(time).map((at) => new Date(at * 1000).toISOString().slice(0, 10));
    expect(dates.slice(0, 9)).to.deep.equal([
      "2025-01-02",
      "2025-01-03",
      "2025-01-04",
      "2025-01-05",
      "2025-01-06",
      "2025-01-07",
      "2025-01-08",
      "2025-01-10",
      "2025-01-17",
    ]);
    expect(dates.slice(-3)).to.deep.equal(["2025-10-31", "2025-11-28", "2025-12-26"]);
    expect(dates).to.have.length(7 + 7 + 11);
  });

  it("listedExpiry_staysListed_untilItPasses", () => {
    for (const expiry of instruments.listedExpiries(EXPIRY - 3600)) {
      for (let time = EXPIRY - 3600; time < expiry; time += 86_400) {
        expect(instruments.isListed(expiry, time), `${expiry} at ${time}`).to.equal(true);
      }
      expect(instruments.isListed(expiry, expiry)).to.equal(false);
    }
  });

  it("nearestStrike_isOnTheGrid_andNoOtherIsNearer", () => {
    for (const [price, strike] of [
      [2513n * WAD, 2520n * WAD],
      [2510n * WAD, 2500n * WAD],
      [9_980n * WAD, 10_000n * WAD],
      [9_974n * WAD, 9_950n * WAD],
      [1_994n * WAD, 1_990n * WAD],
      [WAD / 1000n + 1n, WAD / 1000n],
    ] as const) {
      expect(instruments.nearestStrike(price)).to.equal(strike);
    }
    expect(() => instruments.nearestStrike(0n)).to.throw(instruments.PriceOffGrid);
    expect(() => instruments.nearestStrike(10n ** 40n)).to.throw(instruments.PriceOffGrid);
  });

  it("strikesAround_crossesDecades_withoutGaps", () => {
    const around = (price: bigint, count: number): bigint[] =>
      instruments.strikesAround(price * WAD, count).map((strike) => strike / WAD);
    expect(around(1000n, 2)).to.deep.equal([990n, 995n, 1000n, 1010n, 1020n]);
    expect(around(2000n, 1)).to.deep.equal([1990n, 2000n, 2020n]);
    expect(around(5000n, 1)).to.deep.equal([4980n, 5000n, 5050n]);
    expect(instruments.strikesAround(100n, 3)).to.deep.equal([100n]);
  });

  it("requireListed_refuses_inTheContractsOrder", () => {
    const time = EXPIRY - 3600;
    const id = (parts: Partial<instruments.InstrumentParts>): bigint =>
      instruments.pack({ market: 1, kind: Kind.Call, expiry: EXPIRY, strike: 2500n * WAD, ...parts });
    expect(() => instruments.requireListed(id({}), time)).to.not.throw();
    const reserved = id({}) | (4n << 96n);
    expect(() => instruments.requireListed(reserved, time)).to.throw(instruments.UnsupportedKind);
    expect(() => instruments.requireListed(id({ strike: 2001n * WAD }), EXPIRY)).to.throw(
      instruments.InstrumentExpired,
    );
    expect(() => instruments.requireListed(id({ expiry: EXPIRY + 1 }), time)).to.throw(instruments.ExpiryOffCalendar);
    expect(() => instruments.requireListed(id({ strike: 2510n * WAD }), time)).to.throw(instruments.StrikeOffGrid);
    expect(() => instruments.requireListed(id({}) + 1n, time)).to.not.throw();
    expect(() => instruments.requireListed(id({ strike: 2001n * WAD }), time)).to.throw(instruments.StrikeOffGrid);
  });

  it("requireListed_takesFutures_andTheOnePerpetual", () => {
    const time = EXPIRY - 3600;
    const future = instruments.parse("ETH-27JUN25", symbols);
    const perpetual = instruments.parse("ETH-PERP", symbols);
    expect(perpetual).to.equal(instruments.perpetualOf(1));
    expect(instruments.isLinear(future) && instruments.isFuture(future)).to.equal(true);
    expect(instruments.isLinear(perpetual) && instruments.isPerpetual(perpetual)).to.equal(true);
    expect(instruments.isLinear(instruments.parse("ETH-27JUN25-2500-C", symbols))).to.equal(false);
    expect(() => instruments.requireListed(future, time)).to.not.throw();
    expect(() => instruments.requireListed(perpetual, time)).to.not.throw();
    expect(() => instruments.requireListed(future, EXPIRY)).to.throw(instruments.InstrumentExpired);
    expect(() => instruments.requireListed(future + 1n, time)).to.throw(instruments.StrikeNotAllowed);
    expect(() => instruments.requireListed(perpetual | 1n, time)).to.throw(instruments.StrikeNotAllowed);
    const dated = perpetual | (BigInt(EXPIRY) << 56n);
    expect(() => instruments.requireListed(dated, time)).to.throw(instruments.ExpiryNotAllowed);
    expect(instruments.payoff(future, 7n * WAD)).to.equal(7n * WAD);
  });

  it("enterLinear_opensReducesAndTurnsOver", () => {
    const enter = (size: bigint, entryNotional: bigint, change: bigint, value: bigint) =>
      instruments.enterLinear({ size, entryNotional, change, value });
    expect(enter(0n, 0n, WAD, -100n * WAD)).to.deep.equal({ entryNotional: 100n * WAD, paid: 0n });
    expect(enter(4n, 400n, -1n, 110n)).to.deep.equal({ entryNotional: 300n, paid: 10n });
    expect(enter(3n, 100n, -1n, 34n)).to.deep.equal({ entryNotional: 66n, paid: 0n });
    expect(enter(1n, 100n, -3n, 330n)).to.deep.equal({ entryNotional: -220n, paid: 10n });
    expect(enter(5n, 7n, 0n, 3n)).to.deep.equal({ entryNotional: 7n, paid: 3n });
  });

  it("payoff_isIntrinsic_atSettlement", () => {
    const call = instruments.parse("ETH-27JUN25-2500-C", symbols);
    const put = instruments.parse("ETH-27JUN25-2500-P", symbols);
    expect(instruments.payoff(call, 2600n * WAD)).to.equal(100n * WAD);
    expect(instruments.payoff(call, 2500n * WAD)).to.equal(0n);
    expect(instruments.payoff(put, 2400n * WAD)).to.equal(100n * WAD);
  });
});
