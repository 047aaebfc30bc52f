import { expect } from "chai";
import * as fc from "fast-check";

import { multiply } from "../../../../scripts/fit/precise.js";
import {
  FastInputError,
  FastPriceAboveBoundError,
  FastPriceBelowIntrinsicError,
  FastPricingError,
  priceFast,
  solveFast,
} from "../../../../sdk/src/pricing/fast/index.js";
import { expectNear, RandomDoubles, UNIT, YEAR, preciseOf, quotedDoubles } from "../../../support/pricing/doubles.js";
import { fuzz } from "../../../support/fastCheck.js";

describe("fast/impliedVolatility, edges", () => {
  it("solveFast_inverts_priceFast", () => {
    const figure = (low: number, high: number): fc.Arbitrary<number> =>
      fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
    fc.assert(
      fc.property(
        figure(1e-3, 1e6),
        fc.double({ min: -3, max: 3, noNaN: true }),
        figure(60, 1e9),
        figure(0.01, 2),
        (forward, distances, time, deviation) => {
          const strike = forward * Math.exp(Math.abs(distances) * deviation);
          const volatility = deviation / Math.sqrt(time / YEAR);
          const { call } = priceFast(forward, strike, time, volatility, 1);
          expectNear(solveFast(forward, strike, time, 1, call, true), volatility, 1e-12 * volatility);
        },
      ),
      fuzz,
    );
  });

  it("solveFast_takesEveryPriceOfPriceFast_atAnyDiscount", () => {
    // Deep in the money the price is the discounted intrinsic value, but for the rounding of the discount.
    const random = new RandomDoubles(31n);
    for (let i = 0; i < 3_000; i++) {
      const discount = [0.02, 0.3, 0.97, 4][i % 4]!;
      const strike = random.scale(1, 1e4);
      const forward = strike * random.uniform(1.5, 4);
      const { call } = priceFast(forward, strike, 50_000, random.uniform(0.3, 1), discount);
      expect(solveFast(forward, strike, 50_000, discount, call, true)).to.be.at.least(0);
      expect(() => solveFast(forward, strike, 50_000, discount, call * (1 - 1e-12), true)).to.throw(
        FastPriceBelowIntrinsicError,
      );
    }
  });

  it("solveFast_isZero_atTheIntrinsicValue", () => {
    expect(solveFast(100, 90, YEAR, 1, 10, true)).to.equal(0);
    expect(solveFast(100, 110, YEAR, 1, 10, false)).to.equal(0);
    expect(solveFast(100, 110, YEAR, 1, 0, true)).to.equal(0);
    expect(solveFast(100, 90, YEAR, 1, 0, false)).to.equal(0);
    expect(solveFast(100, 100, YEAR, 1, 0, true)).to.equal(0);
  });

  it("solveFast_takesWhatPriceFastRounds_atTheIntrinsicValue", () => {
    const random = new RandomDoubles(37n);
    let zeros = 0;
    for (let i = 0; i < 1000; i++) {
      const [forward, strike, time, , discount] = quotedDoubles(random);
      const { call, put } = priceFast(forward, strike, time, 0, discount);
      const isCall = forward > strike;
      const volatility = solveFast(forward, strike, time, discount, isCall ? call : put, isCall);
      if (volatility === 0) zeros++;
      // Zero if and only if the price is at or below the exact product.
      const gap = preciseOf(Math.max(forward, strike)) - preciseOf(Math.min(forward, strike));
      const exact = multiply(preciseOf(discount), gap);
      expect(volatility > 0).to.equal(preciseOf(isCall ? call : put) > exact);
      const again = priceFast(forward, strike, time, volatility, discount);
      expectNear(isCall ? again.call : again.put, isCall ? call : put, 4 * UNIT * (isCall ? call : put));
    }
    expect(zeros).to.be.within(300, 900);
  });

  it("solveFast_throws_belowTheIntrinsicValue", () => {
    for (const [price, isCall, bound] of [
      [4.99, true, 5],
      [-0.01, false, 0],
      [0, true, 5],
    ] as const) {
      expect(() => solveFast(100, 90, YEAR, 0.5, price, isCall))
        .to.throw(FastPriceBelowIntrinsicError)
        .that.includes({ price, bound });
    }
  });

  it("solveFast_throws_atTheUpperBound", () => {
    for (const [price, isCall, bound] of [
      [50, true, 50],
      [51, true, 50],
      [45, false, 45],
    ] as const) {
      expect(() => solveFast(100, 90, YEAR, 0.5, price, isCall))
        .to.throw(FastPriceAboveBoundError)
        .that.includes({ price, bound });
    }
  });

  it("solveFast_throws_namingTheArgumentThatIsNotAccepted", () => {
    const names = ["forward", "strike", "timeToExpiry", "discount"];
    names.forEach((name, i) => {
      for (const bad of [NaN, -1, 0, Infinity]) {
        const figures: [number, number, number, number] = [100, 100, 86_400, 1];
        figures[i] = bad;
        expect(() => solveFast(...figures, 1, true))
          .to.throw(FastInputError, new RegExp(`^${name} must be finite and above 0, got ${bad}$`))
          .that.is.instanceOf(FastPricingError);
      }
    });
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(() => solveFast(100, 100, 86_400, 1, bad, true)).to.throw(FastInputError, `price must be finite`);
    }
  });
});
