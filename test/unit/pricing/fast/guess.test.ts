import { expect } from "chai";

import { logRatio } from "../../../../sdk/src/pricing/fast/black76.js";
import { guessDeviation } from "../../../../sdk/src/pricing/fast/guess.js";
import { priceFast } from "../../../../sdk/src/pricing/fast/index.js";
import { RandomDoubles, YEAR } from "../../../support/pricing/doubles.js";

/** The guess over the deviation that it is to find, less 1. */
const errorOf = (deviation: number, distance: number): number => {
  const strike = Math.exp(distance);
  const { call } = priceFast(1, strike, YEAR, deviation, 1);
  const gap = strike - 1;
  return guessDeviation(call, call, 1 - call, gap, logRatio(strike, 1, gap)) / deviation - 1;
};

describe("fast/guess", () => {
  it("guessDeviation_isWithin2e-4_asQuoted", () => {
    const random = new RandomDoubles(51n);
    for (let i = 0; i < 5000; i++) {
      const deviation = random.scale(1e-3, 2.2);
      const distance = random.uniform(0, Math.min(5, 9 * deviation));
      expect(Math.abs(errorOf(deviation, distance)), `${deviation}, ${distance}`).to.be.lessThan(2e-4);
    }
  });

  it("guessDeviation_isWithin1e-4_atTheMoney", () => {
    for (const deviation of [1e-8, 1e-6, 0.01, 0.3, 1, 2]) {
      expect(Math.abs(errorOf(deviation, 0)), `${deviation}`).to.be.lessThan(1e-4);
    }
  });

  it("guessDeviation_isFiniteAndPositive_anywhere", () => {
    const random = new RandomDoubles(52n);
    for (let i = 0; i < 5000; i++) {
      const share = random.uniform(0, 1) < 0.5 ? random.scale(1e-300, 0.5) : 1 - random.scale(1e-16, 0.5);
      const distance = random.scale(1e-16, 700);
      const guess = guessDeviation(share, share, 1 - share, Math.expm1(distance), distance);
      expect(guess, `${share}, ${distance}`).to.be.within(Number.MIN_VALUE, 1e4);
    }
  });
});
