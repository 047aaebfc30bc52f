import * as volatility from "@ballast/sdk/volatility";
import { expect } from "chai";

import { FORWARD, TIME, distanceOf, inputOf, quotesOf, sliceOf, strikesOf, volatilityOf } from "../support/quotes.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
/** From one hour before the expiry to more than a year. */
const TENORS = [HOUR, 2 * HOUR, 12 * HOUR, DAY - HOUR, 3 * DAY, 7 * DAY, 30 * DAY, 90 * DAY, 365 * DAY];
const week = sliceOf(TIME - HOUR + 7 * DAY);

/** A smile for any time to expiry: width and centre in deviations, which are about 55% a year. */
const scaled = (tenor: number, rho: bigint): volatility.Slice => {
  const root = Math.sqrt(tenor / 31_536_000);
  const of = (value: number): bigint => BigInt(Math.round(value * 1e9));
  const [b, sigma] = [of((0.3 * 0.55) / root), of(0.55 * root * 0.9)];
  return sliceOf(TIME + tenor, { a: of(0.22), b, rho, m: of(0.05 * root), sigma });
};

const withSides = ({ strike, isCall }: volatility.OptionQuote, bid?: number, ask?: number): volatility.OptionQuote => ({
  strike,
  isCall,
  bid,
  ask,
});

/** Refused by name or taken by the contract, with a clock that says what the slice says. */
const check = (slice: volatility.Slice, time = TIME): void => {
  const anchor = () => BigInt(Math.round(volatilityOf(slice, FORWARD, time) * 1e6)) * 10n ** 12n;
  const aligned = { ...slice, expiry: slice.expiry + ((((8 * HOUR - slice.expiry) % DAY) + DAY) % DAY) };
  const moved = time + aligned.expiry - slice.expiry;
  volatility.checkPublication({ market: 1, time: moved, slices: [aligned] }, { now: moved, published: {}, anchor });
};

describe("fitSlice", () => {
  it("findsTheSlice_thatQuotesAreMadeOf", () => {
    for (const tenor of TENORS) {
      for (const rho of [-700_000n, -200_000n, 0n, 500_000n]) {
        const slice = scaled(tenor, rho);
        const fit = volatility.fitSlice(inputOf(slice));
        expect(distanceOf(fit.slice, slice, strikesOf(slice)), `${tenor} ${rho}`).to.be.below(2e-5);
        expect(fit.rmse).to.be.below(1e-5);
        expect(fit.unused).to.equal(0);
        expect(Number(fit.slice.halfSpread)).to.be.closeTo(5_000, 1);
        expect(Number(fit.slice.carry)).to.be.closeTo(3_000_000, 1);
        check(fit.slice);
      }
    }
  });

  it("takesVolatilities_asQuotes", () => {
    const quotes = strikesOf(week).map((strike) => {
      const middle = volatilityOf(week, strike);
      return { strike, isCall: true, bid: middle - 0.004, ask: middle + 0.004 };
    });
    const { slice, rmse } = volatility.fitSlice({ ...inputOf(week, quotes), options: { unit: "volatility" } });
    expect(rmse).to.be.below(1e-5);
    expect(distanceOf(slice, week, strikesOf(week))).to.be.below(2e-5);
    expect(slice.halfSpread).to.equal(4_000n);
  });

  it("readsEachQuote_withItsOwnForward", () => {
    const quotes = quotesOf(week).map(({ strike, isCall, bid, ask }, i) => {
      const scale = i % 2 === 0 ? 1.004 : 0.997;
      return { strike: strike * scale, isCall, bid: bid! * scale, ask: ask! * scale, forward: FORWARD * scale };
    });
    const { slice } = volatility.fitSlice(inputOf(week, quotes));
    expect(distanceOf(slice, week, strikesOf(week))).to.be.below(2e-5);
  });

  it("averages_overNoise", () => {
    const quotes = quotesOf(week, strikesOf(week, 61)).map((quote, i) => {
      const noise = 1 + 0.02 * Math.sin(7.3 * i * i);
      return withSides(quote, quote.bid! * noise, quote.ask! * noise);
    });
    const { slice } = volatility.fitSlice(inputOf(week, quotes));
    expect(distanceOf(slice, week, strikesOf(week, 21, 2))).to.be.below(0.01);
    check(slice);
  });

  it("isNotDrawn_byStaleQuotes", () => {
    const quotes = quotesOf(week).map((quote, i) =>
      i % 5 === 2 ? withSides(quote, quote.bid! * 1.8, quote.ask! * 1.8) : quote,
    );
    const { slice } = volatility.fitSlice(inputOf(week, quotes));
    expect(distanceOf(slice, week, strikesOf(week, 21, 2))).to.be.below(0.01);
    expect(Number(slice.halfSpread)).to.be.closeTo(5_000, 200);
  });

  it("leavesOut_crossedEmptyAndImpossibleQuotes", () => {
    const useless = [
      { strike: 2000, isCall: true, bid: 60, ask: 40 },
      { strike: 2100, isCall: true },
      { strike: 2100, isCall: false, bid: 0, ask: 0 },
      { strike: 1900, isCall: true, ask: 50 },
      { strike: 1900, isCall: false, bid: 2500, ask: 2600 },
      { strike: -1, isCall: true, bid: 1, ask: 2 },
      { strike: 2000, isCall: true, bid: Number.NaN, ask: Number.NaN },
    ];
    const fit = volatility.fitSlice(inputOf(week, [...quotesOf(week), ...useless]));
    expect(fit.unused).to.equal(useless.length);
    expect(distanceOf(fit.slice, week, strikesOf(week))).to.be.below(2e-5);
  });

  it("holdsQuotesWithOneSide_asBoundsOnly", () => {
    const quotes = quotesOf(week).map((quote, i) => {
      if (i % 3 === 0) return withSides(quote, undefined, quote.ask);
      return i % 3 === 1 ? withSides(quote, quote.bid, undefined) : quote;
    });
    const fit = volatility.fitSlice(inputOf(week, quotes));
    expect(distanceOf(fit.slice, week, strikesOf(week))).to.be.below(0.002);
    const [outermost] = fit.quotes;
    expect(outermost).to.include({ bid: undefined, outOfTheMoney: true });
  });

  it("fitsAFewQuotes_asAUsualSmile", () => {
    const fit = volatility.fitSlice(inputOf(week, quotesOf(week, [1900, 2000, 2100])));
    expect(fit.rmse).to.be.below(0.002);
    check(fit.slice);
    const one = volatility.fitSlice({ ...inputOf(week, quotesOf(week, [2000])), options: { leastStrikes: 1 } });
    expect(volatilityOf(one.slice, FORWARD)).to.be.closeTo(volatilityOf(week, FORWARD), 0.002);
    check(one.slice);
  });

  it("bidsOfCalls_andAsksOfPuts_makeALevel", () => {
    const quotes = quotesOf(week, [1900, 2000, 2100]).flatMap(({ ask, ...quote }) => {
      const other = quote.isCall ? quote.strike - FORWARD : FORWARD - quote.strike;
      return [
        { ...quote, ask: undefined },
        { ...quote, isCall: !quote.isCall, bid: undefined, ask: ask! + other },
      ];
    });
    const fit = volatility.fitSlice(inputOf(week, quotes));
    expect(volatilityOf(fit.slice, FORWARD)).to.be.closeTo(volatilityOf(week, FORWARD), 0.006);
    check(fit.slice);
  });

  it("bendsASmile_thatAllowsArbitrage", () => {
    const quotes = strikesOf(week).map((strike) => {
      const x = Math.log(strike / FORWARD);
      const middle = 0.5 + 4 * Math.abs(x);
      return { strike, isCall: strike >= FORWARD, bid: middle - 0.01, ask: middle + 0.01 };
    });
    const fit = volatility.fitSlice({ ...inputOf(week, quotes), options: { unit: "volatility" } });
    check(fit.slice);
    expect(fit.rmse).to.be.below(0.1);
  });

  it("staysBetween_itsNeighbours", () => {
    const [before, after] = [week.expiry - DAY, week.expiry + DAY];
    const earlier = sliceOf(before, { a: 500_000_000n });
    const later = sliceOf(after, { a: 50_000_000n });
    const above = volatility.fitSlice({ ...inputOf(week), options: { earlier } }).slice;
    const below = volatility.fitSlice({ ...inputOf(week), options: { later } }).slice;
    const state = { now: TIME, published: {}, anchor: () => 6n * 10n ** 17n };
    volatility.checkPublication({ market: 1, time: TIME, slices: [earlier, above] }, state);
    volatility.checkPublication({ market: 1, time: TIME, slices: [below, later] }, state);
    expect(volatilityOf(above, FORWARD)).to.be.greaterThan(volatilityOf(week, FORWARD) + 0.05);
    expect(volatilityOf(below, FORWARD)).to.be.lessThan(volatilityOf(week, FORWARD) - 0.05);
  });

  it("refuses_byName", () => {
    const few = quotesOf(week, [1900, 2100]);
    expect(() => volatility.fitSlice(inputOf(week, few)))
      .to.throw(volatility.TooFewQuotes)
      .with.deep.include({ expiry: week.expiry, strikes: 2, needed: 3, unused: 0 });
    const crossed = quotesOf(week).map((quote) => withSides(quote, quote.ask, quote.bid));
    expect(() => volatility.fitSlice(inputOf(week, crossed)))
      .to.throw(volatility.TooFewQuotes)
      .with.include({ strikes: 0, unused: 21 });
    expect(() => volatility.fitSlice(inputOf(week, []))).to.throw(volatility.TooFewQuotes);
    const input = inputOf(week);
    const figures = [{ forward: 0 }, { spot: Number.NaN }, { time: 0.5 }, { expiry: TIME }] as const;
    for (const change of figures) {
      expect(() => volatility.fitSlice({ ...input, ...change }))
        .to.throw(volatility.FitInputError)
        .with.property("figure", Object.keys(change)[0]);
    }
    expect(() => volatility.fitSlice({ ...input, options: { leastStrikes: 0 } })).to.throw(volatility.FitInputError);
    // A carry of 20% in a week.
    expect(() => volatility.fitSlice({ ...input, spot: FORWARD / 1.22 }))
      .to.throw(volatility.FitNotAdmissible)
      .with.property("cause")
      .instanceOf(volatility.SliceOutOfBounds);
  });
});
