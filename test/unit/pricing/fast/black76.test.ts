import { expect } from "chai";
import * as fc from "fast-check";

import { FastInputError, greeksFast, priceFast } from "../../../../sdk/src/pricing/fast/index.js";
import {
  expectNear,
  type DoubleOption,
  RandomDoubles,
  YEAR,
  optionOfDeviation,
  preciseGreeks,
  preciseOf,
  quotedDoubles,
  toNumber,
} from "../../../support/pricing/doubles.js";
import { optionOf } from "../../../support/pricing/samples.js";
import { publishedVectors } from "../../../support/pricing/published.js";
import { fuzz } from "../../../support/fastCheck.js";

const COUNT = process.env.DEEP === "1" ? 10_000 : 500;
const NAMES = ["call", "put", "delta", "gamma", "vega", "theta"] as const;
type Name = (typeof NAMES)[number];
type Greeks = Record<Name, number>;

/** What an error is measured against. */
const scaleOf = (name: Name, [forward, strike, time, volatility, discount]: DoubleOption, expected: number): number => {
  const larger = Math.max(forward, strike) * Math.max(discount, 1);
  const root = Math.sqrt(time / YEAR);
  if (name === "delta") return Math.max(discount, 1);
  // Where x is large its rounding counts x-fold in the density.
  if (name === "gamma") {
    const x = volatility * root > 0 && strike > 0 ? Math.log(forward / strike) / (volatility * root) : 0;
    return Math.max(1 / forward, expected * Math.max(1, x * x));
  }
  if (name === "vega") return larger * Math.max(1, root);
  if (name === "theta") return larger * (root > 0 ? Math.max(1, volatility / root) : 1);
  return larger;
};

/** Largest error of any figure over its scale, times a share that may be given. */
const worstOf = (
  options: readonly DoubleOption[],
  expectedOf: (option: DoubleOption, i: number) => Greeks,
  shareOf: (name: Name, option: DoubleOption) => number = () => 1,
): number => {
  let worst = 0;
  options.forEach((option, i) => {
    const expected = expectedOf(option, i);
    const actual = greeksFast(...option);
    for (const name of NAMES) {
      const error =
        (Math.abs(actual[name] - expected[name]) / scaleOf(name, option, expected[name])) * shareOf(name, option);
      expect(error, `${name} of ${option.join(", ")}`).to.be.finite;
      worst = Math.max(worst, error);
    }
  });
  return worst;
};

const referenceOf = (option: DoubleOption): Greeks =>
  Object.fromEntries(Object.entries(preciseGreeks(option)).map(([name, value]) => [name, toNumber(value)])) as Greeks;

const figure = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);
const anyOption = fc.tuple(figure(1e-9, 1e9), figure(1e-9, 1e9), figure(1, 1e10), figure(1e-6, 100), figure(0.01, 10));

describe("fast/black76", () => {
  it("greeksFast_isWithin2e-15_ofPublishedVectors", function () {
    const vectors = publishedVectors();
    if (vectors === undefined) return this.skip();
    const used = vectors.filter((vector) => NAMES.every((name) => vector[name] !== null) && vector.forward !== "0");
    const options = used.map((vector): DoubleOption => {
      const [forward, strike, time, volatility, discount] = optionOf(vector).map(Number) as DoubleOption;
      return [forward / 1e18, strike / 1e18, time, volatility / 1e18, discount / 1e18];
    });
    const worst = worstOf(
      options,
      (_, i) => Object.fromEntries(NAMES.map((name) => [name, Number(used[i]![name])])) as Greeks,
      // The doubles stand for other forwards and strikes than the integers: d1 moves by 2^-53/s.
      (name, [, , time, volatility]) =>
        name === "delta" || name === "gamma" ? Math.min(1, volatility * Math.sqrt(time / YEAR)) : 1,
    );
    expect(used.length).to.be.greaterThan(1000);
    expect(worst).to.be.lessThan(2e-15);
  });

  it("greeksFast_isWithin1e-15_ofReference", () => {
    const random = new RandomDoubles(21n);
    const options = Array.from({ length: COUNT }, () => quotedDoubles(random));
    expect(worstOf(options, referenceOf)).to.be.lessThan(1e-15);
  });

  it("greeksFast_isWithin2e-15_forAnyDeviation", () => {
    const random = new RandomDoubles(22n);
    const options = Array.from({ length: COUNT }, () => optionOfDeviation(random, random.scale(1e-9, 20), 10));
    expect(worstOf(options, referenceOf)).to.be.lessThan(2e-15);
  });

  it("greeksFast_keepsRelativePrecision_farOutOfTheMoney", () => {
    const random = new RandomDoubles(23n);
    let smallest = 1;
    for (let i = 0; i < COUNT; i++) {
      const deviation = random.scale(1e-3, 1);
      const distance = random.uniform(1, 20);
      const time = random.scale(60, 1e8);
      const strike = random.scale(1e-3, 1e6);
      const option: DoubleOption = [
        strike * Math.exp(-distance * deviation),
        strike,
        time,
        deviation / Math.sqrt(time / YEAR),
        1,
      ];
      const expected = referenceOf(option);
      const actual = greeksFast(...option);
      smallest = Math.min(smallest, expected.call / option[0]);
      for (const name of ["call", "delta", "gamma", "vega", "theta"] as const) {
        const error = Math.abs(actual[name] / expected[name] - 1);
        expect(error, `${name} of ${option.join(", ")}`).to.be.lessThan(1e-15 * (4 + distance * distance));
      }
    }
    expect(smallest).to.be.lessThan(1e-60);
  });

  it("priceFast_isThatOfGreeksFast", () => {
    fc.assert(
      fc.property(anyOption, (option) => {
        const { call, put } = greeksFast(...option);
        expect(priceFast(...option)).to.deep.equal({ call, put });
      }),
      fuzz,
    );
  });

  it("priceFast_staysWithinItsBounds_andParityHolds", () => {
    fc.assert(
      fc.property(anyOption, ([forward, strike, time, volatility, discount]) => {
        const { call, put } = priceFast(forward, strike, time, volatility, discount);
        const slack = 2e-15 * discount * Math.max(forward, strike);
        expect(call).to.be.within(discount * Math.max(forward - strike, 0), discount * forward + slack);
        expect(put).to.be.within(discount * Math.max(strike - forward, 0), discount * strike + slack);
        expectNear(call - put, discount * (forward - strike), slack);
      }),
      fuzz,
    );
  });

  it("priceFast_grows_withVolatility", () => {
    fc.assert(
      fc.property(anyOption, figure(1.001, 2), ([forward, strike, time, volatility, discount], factor) => {
        const lower = priceFast(forward, strike, time, volatility, discount).call;
        const higher = priceFast(forward, strike, time, volatility * factor, discount).call;
        expect(higher).to.be.at.least(lower - 2e-15 * discount * Math.max(forward, strike));
      }),
      fuzz,
    );
  });

  it("greeksFast_isTheIntrinsicValue_withoutVolatilityOrTime", () => {
    const flat = { gamma: 0, vega: 0, theta: 0 };
    for (const [time, volatility] of [
      [0, 0.5],
      [86_400, 0],
      [0, 0],
    ] as const) {
      expect(greeksFast(100, 90, time, volatility, 0.5)).to.deep.equal({ call: 5, put: 0, delta: 0.5, ...flat });
      expect(greeksFast(90, 100, time, volatility, 0.5)).to.deep.equal({ call: 0, put: 5, delta: 0, ...flat });
      expect(greeksFast(100, 100, time, volatility, 0.5)).to.deep.equal({ call: 0, put: 0, delta: 0.25, ...flat });
    }
    expect(greeksFast(0, 100, 86_400, 0.5, 0.5)).to.deep.equal({ call: 0, put: 50, delta: 0, ...flat });
    expect(greeksFast(100, 0, 86_400, 0.5, 0.5)).to.deep.equal({ call: 50, put: 0, delta: 0.5, ...flat });
    expect(greeksFast(0, 0, 86_400, 0.5, 0.5)).to.deep.equal({ call: 0, put: 0, delta: 0, ...flat });
  });

  it("greeksFast_isCertain_atExtremes", () => {
    const flat = { gamma: 0, vega: 0, theta: 0 };
    expect(greeksFast(100, 200, 60, 0.01, 1)).to.deep.equal({ call: 0, put: 100, delta: 0, ...flat });
    expect(greeksFast(200, 100, 60, 0.01, 1)).to.deep.equal({ call: 100, put: 0, delta: 1, ...flat });
    expect(greeksFast(100, 200, YEAR, 100, 1)).to.deep.equal({ call: 100, put: 200, delta: 1, ...flat });
    expect(greeksFast(1e308, 1e-308, YEAR, 1, 1).call).to.equal(1e308);
  });

  it("greeksFast_givesZeros_withoutDiscountFactor", () => {
    const { call, put, delta, gamma, vega, theta } = greeksFast(100, 110, YEAR, 0.5, 0);
    expect([call, put, delta, gamma, vega, Math.abs(theta)]).to.deep.equal([0, 0, 0, 0, 0, 0]);
  });

  it("priceFast_throws_namingTheArgumentThatIsNotAccepted", () => {
    const names = ["forward", "strike", "timeToExpiry", "volatility", "discount"];
    for (const f of [priceFast, greeksFast]) {
      names.forEach((name, i) => {
        for (const bad of [NaN, -1, Infinity, -Infinity]) {
          const option: DoubleOption = [100, 100, 86_400, 0.5, 1];
          option[i] = bad;
          expect(() => f(...option))
            .to.throw(FastInputError, new RegExp(`^${name} must be finite and at least 0, got ${bad}$`))
            .that.includes({ argument: name });
        }
      });
    }
  });

  it("preciseOf_isExact_forDoubles", () => {
    expect(toNumber(preciseOf(0.1))).to.equal(0.1);
  });
});
