import { expect } from "chai";

import { ONE, divide, distribution, density, millsRatio, multiply, toNumber } from "../../../../scripts/fit/precise.js";
import { CENTRAL_LIMIT, compareMiddle, compareMills, middle, mills } from "../../../../sdk/src/pricing/fast/normal.js";
import { RandomDoubles, UNIT, preciseOf } from "../../../support/pricing/doubles.js";

const COUNT = process.env.DEEP === "1" ? 10_000 : 500;

const relativeError = (actual: number, expected: bigint): number => Math.abs(actual / toNumber(expected) - 1) / UNIT;

const signed = (t: number): bigint => (t < 0 ? -preciseOf(-t) : preciseOf(t));

/** N(t) − 1/2 with its sign. */
const fromMiddle = (t: number): bigint => {
  const half = distribution(preciseOf(Math.abs(t))) - (ONE >> 1n);
  return t < 0 ? -half : half;
};

describe("fast/normal", () => {
  it("compareMills_isWithinRounding_ofReference", () => {
    const random = new RandomDoubles(41n);
    for (let i = 0; i < COUNT; i++) {
      const near = random.uniform(0, 1) < 0.1 ? 0 : random.scale(1e-3, 40);
      const far = near + random.scale(1e-12, 10);
      const [precise, preciseFar] = [preciseOf(near), preciseOf(far)];
      const [ratio, ratioFar] = [millsRatio(precise), millsRatio(preciseFar)];
      mills.near = near;
      mills.far = far;
      compareMills();
      expect(relativeError(mills.near, ratio), `near ${near}`).to.be.lessThan(5);
      expect(relativeError(mills.far, ratioFar), `far ${far}`).to.be.lessThan(5);
      const slope = divide(ratio - ratioFar, preciseFar - precise);
      expect(relativeError(mills.slope, slope), `slope ${near} to ${far}`).to.be.lessThan(12 * (1 + near * near));
    }
  });

  it("compareMills_givesTheDerivative_atEqualArguments", () => {
    for (const t of [0, 0.5, 1, 3, 10, 30]) {
      mills.near = t;
      mills.far = t;
      compareMills();
      const slope = ONE - multiply(preciseOf(t), millsRatio(preciseOf(t)));
      expect(relativeError(mills.slope, slope)).to.be.lessThan(12 * (1 + t * t));
      expect(mills.near).to.equal(mills.far);
    }
  });

  it("compareMiddle_isWithinRounding_ofReference", () => {
    const random = new RandomDoubles(42n);
    for (let i = 0; i < COUNT; i++) {
      const near = random.uniform(-CENTRAL_LIMIT, CENTRAL_LIMIT);
      const far = Math.min(CENTRAL_LIMIT, near + random.scale(1e-12, 2 * CENTRAL_LIMIT));
      middle.near = near;
      middle.far = far;
      compareMiddle();
      const [exactNear, exactFar] = [fromMiddle(near), fromMiddle(far)];
      expect(relativeError(middle.near, exactNear), `near ${near}`).to.be.lessThan(4);
      // far comes from near, so its error is relative to what is added.
      expect(Math.abs(middle.far - toNumber(exactFar)), `far ${far}`).to.be.lessThan(2 * UNIT);
      const slope = divide(exactFar - exactNear, signed(far) - signed(near));
      expect(relativeError(middle.slope, slope), `slope ${near} to ${far}`).to.be.lessThan(5);
    }
  });

  it("compareMiddle_givesTheDensity_atEqualArguments", () => {
    for (const t of [-1.1, -0.3, 0, 0.7, 1.1]) {
      middle.near = t;
      middle.far = t;
      compareMiddle();
      expect(relativeError(middle.slope, density(preciseOf(Math.abs(t))))).to.be.lessThan(5);
    }
  });
});
