import { expect } from "chai";

import { priceFast, solveFast } from "../../../../sdk/src/pricing/fast/index.js";
import {
  type DoubleOption,
  RandomDoubles,
  UNIT,
  YEAR,
  optionOfDeviation,
  quotedDoubles,
  volatilityError,
} from "../../../support/pricing/doubles.js";
import { publishedVolatilities } from "../../../support/pricing/published.js";

const COUNT = process.env.DEEP === "1" ? 10_000 : 400;

/** Checks the volatility from a price, whatever the price came from. */
const check = ([forward, strike, time, , discount]: DoubleOption, price: number, isCall: boolean): void => {
  const volatility = solveFast(forward, strike, time, discount, price, isCall);
  const solved: DoubleOption = [forward, strike, time, volatility, discount];
  const { error, allowed } = volatilityError(solved, price, isCall);
  const text = `${isCall ? "call" : "put"} at ${price} of ${solved.join(", ")}`;
  expect(error, text).to.be.at.most(allowed);
};

/** Checks both sides of an option; those that are worth no more than their intrinsic value have no volatility. */
const checkBoth = (option: DoubleOption): number => {
  const [forward, strike, , , discount] = option;
  const { call, put } = priceFast(...option);
  let count = 0;
  for (const [price, isCall] of [
    [call, true],
    [put, false],
  ] as const) {
    const bound = discount * (isCall ? forward : strike);
    const intrinsic = discount * Math.max(isCall ? forward - strike : strike - forward, 0);
    if (price > intrinsic * (1 + 4 * UNIT) && price < bound * (1 - 4 * UNIT)) {
      check(option, price, isCall);
      count++;
    }
  }
  return count;
};

const checkMany = (sample: () => DoubleOption): void => {
  let count = 0;
  for (let i = 0; i < COUNT; i++) count += checkBoth(sample());
  expect(count).to.be.greaterThan(COUNT / 4);
};

describe("fast/impliedVolatility", () => {
  it("solveFast_isWithinBound_ofPublishedVectors", function () {
    const vectors = publishedVolatilities();
    if (vectors === undefined) return this.skip();
    for (const { forward, strike, time, discount, price, isCall, volatility, volPerWeiOfPrice } of vectors) {
      const option = [forward, strike, price, discount].map((wad) => Number(wad) / 1e18);
      const [f, k, p, d] = option as [number, number, number, number];
      // The doubles stand for other figures than the integers, so that the price moves by some 2^-53 of the larger.
      const moved = 8 * UNIT * Math.max(f, k) * 1e18 * Number(volPerWeiOfPrice);
      const error = Math.abs(solveFast(f, k, Number(time), d, p, isCall) - Number(volatility));
      expect(error, `${f}, ${k}, ${time}`).to.be.at.most(4 * UNIT * Number(volatility) + moved);
    }
    expect(vectors.length).to.be.greaterThan(100);
  });

  it("solveFast_isWithinBound_asQuoted", () => {
    const random = new RandomDoubles(31n);
    checkMany(() => quotedDoubles(random));
  });

  it("solveFast_isWithinBound_aroundTheMoney", () => {
    const random = new RandomDoubles(32n);
    checkMany(() => optionOfDeviation(random, random.scale(1e-3, 3), 1.2));
  });

  it("solveFast_isWithinBound_forTinyDeviations", () => {
    const random = new RandomDoubles(33n);
    checkMany(() => optionOfDeviation(random, random.scale(1e-13, 1e-3), 8));
  });

  it("solveFast_isWithinBound_farFromTheMoney", () => {
    const random = new RandomDoubles(34n);
    checkMany(() => optionOfDeviation(random, random.scale(1e-4, 5), 36));
  });

  it("solveFast_isWithinBound_whereOneMinusTheShareIsLessPrecise", () => {
    // Found among 70,000 options: |x − h| is small there, x + h is not.
    check([858.3357009993405, 1814.075469112464, 9840481, 0, 0.9868368896620043], 288.2912131237338, true);
    check([320775.0623891096, 124466.30324531365, 7957025, 0, 0.9649776493023137], 34424.76475242384, false);
  });

  it("solveFast_isWithinBound_forHugeDeviations", () => {
    const random = new RandomDoubles(35n);
    checkMany(() => optionOfDeviation(random, random.scale(1, 15), 12));
  });

  it("solveFast_isWithinBound_forAnyPrice", () => {
    const random = new RandomDoubles(36n);
    for (let i = 0; i < COUNT; i++) {
      const option = optionOfDeviation(random, random.scale(1e-6, 3), 10);
      const low = option[4] * Math.min(option[0], option[1]);
      // From 1e-250 of the bound up to it, dense at both ends.
      const price = random.uniform(0, 1) < 0.7 ? low * random.scale(1e-250, 0.99) : low * (1 - random.scale(1e-12, 1));
      if (price > 0) check(option, price, option[1] >= option[0]);
    }
  });

  it("solveFast_isWithinBound_forTheSmallestPrices", () => {
    for (const price of [5e-324, 2.75e-320, 1e-310, 2.2250738585072014e-308, 1e-290]) {
      check([100, 150, YEAR, 0, 1], price, true);
      check([100, 150, YEAR, 0, 0.9], price, true);
      check([1, 1 - 2 ** -30, YEAR, 0, 1], price, false);
    }
    // As a share of the forward these are below the smallest double.
    check([1e200, 1e250, YEAR, 0, 1], 1e-200, true);
    check([3e120, 7e90, 60, 0, 0.7], 1e-280, false);
  });

  it("solveFast_isWithinBound_atTheLastDoubleAboveTheIntrinsicValue", () => {
    for (const [forward, strike] of [
      [100, 60],
      [100, 99],
      [1e6, 0.1],
      [0.3, 0.1],
    ] as const) {
      const intrinsic = forward - strike;
      check([forward, strike, YEAR, 0, 1], intrinsic * (1 + 4 * UNIT), true);
      // With a discount whose product with the intrinsic value is no double.
      for (const discount of [0.7, 0.93, 0.999]) {
        check([strike, forward, YEAR, 0, discount], intrinsic * discount * (1 + 8 * UNIT), false);
      }
    }
  });

  it("solveFast_isWithinBound_atTheLastDoubleBelowTheBound", () => {
    check([100, 60, YEAR, 0, 1], 100 * (1 - UNIT), true);
    check([100, 60, YEAR, 0, 1], 60 * (1 - 2 * UNIT), false);
    check([100, 100, YEAR, 0, 1], 100 * (1 - UNIT), true);
  });
});
