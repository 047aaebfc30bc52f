import { expect } from "chai";

import {
  FastInputError,
  FastNegativeVarianceError,
  type FastSvi,
  totalVarianceFast,
  volatilityFast,
} from "../../../../sdk/src/pricing/fast/index.js";
import { expectNear, UNIT, YEAR } from "../../../support/pricing/doubles.js";
import { publishedSmiles } from "../../../support/pricing/published.js";

const smile: FastSvi = { a: 0.01, b: 0.2, rho: -0.4, m: 0.05, sigma: 0.15 };

describe("fast/svi", () => {
  it("totalVarianceFast_isExactToRounding_onPublishedSmiles", function () {
    const smiles = publishedSmiles();
    if (smiles === undefined) return this.skip();
    for (const { k, w, ...rest } of smiles) {
      const params = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, Number(value)]));
      const { a, b, m } = params as unknown as FastSvi;
      const expected = Number(w);
      if (expected < 0) continue;
      // k − m is not exact, and moves w by at most 2b of its rounding.
      const allowed = 4 * UNIT * (Math.abs(a) + expected + 2 * b * (Math.abs(Number(k)) + Math.abs(m)));
      expect(Math.abs(totalVarianceFast(params as unknown as FastSvi, Number(k)) - expected)).to.be.at.most(allowed);
    }
    expect(smiles.length).to.be.greaterThan(20);
  });

  it("totalVarianceFast_keepsItsPrecision_whereTheTermsCancel", () => {
    // With ρ = −1 and k far above m the bracket is σ²/(√(k² + σ²) + k), about σ²/2k.
    const wing = { a: 0, b: 1, rho: -1, m: 0, sigma: 1e-3 };
    expectNear(totalVarianceFast(wing, 10), 4.9999999875e-8, 1e-23);
    expect(totalVarianceFast({ ...wing, rho: 1 }, -10)).to.equal(totalVarianceFast(wing, 10));
  });

  it("totalVarianceFast_isTheLevel_atTheCornerOfAFlatSmile", () => {
    expect(totalVarianceFast({ a: 0.04, b: 1, rho: 0.5, m: 0.1, sigma: 0 }, 0.1)).to.equal(0.04);
    expect(totalVarianceFast({ a: 0, b: 0, rho: 0, m: 0, sigma: 0 }, 3)).to.equal(0);
  });

  it("volatilityFast_isTheRootOfVarianceOverTime", () => {
    const strike = 100 * Math.exp(0.1);
    const expected = Math.sqrt(totalVarianceFast(smile, 0.1) * 4);
    expectNear(volatilityFast(smile, 100, strike, YEAR / 4), expected, 4 * UNIT);
    expectNear(volatilityFast(smile, strike, 100, YEAR / 4), Math.sqrt(totalVarianceFast(smile, -0.1) * 4), 4 * UNIT);
  });

  it("volatilityFast_isFlat_beyondFourStandardDeviations", () => {
    const reach = 4 * Math.sqrt(totalVarianceFast(smile, 0));
    for (const sign of [-1, 1]) {
      const atReach = volatilityFast(smile, 100, 100 * Math.exp(sign * reach), YEAR);
      expectNear(volatilityFast(smile, 100, 100 * Math.exp(sign * reach * 1.5), YEAR), atReach, 1e-14);
      expect(volatilityFast(smile, 100, 100 * Math.exp(sign * reach * 0.9), YEAR)).to.be.lessThan(atReach - 1e-3);
    }
  });

  it("totalVarianceFast_throws_whereVarianceIsNegative", () => {
    expect(() => totalVarianceFast({ ...smile, a: -1 }, 0.05))
      .to.throw(FastNegativeVarianceError)
      .that.includes({ logMoneyness: 0.05, totalVariance: -0.97 });
    expect(() => volatilityFast({ ...smile, a: -1 }, 100, 100, YEAR)).to.throw(FastNegativeVarianceError);
  });

  it("totalVarianceFast_throws_namingTheParameterThatIsNotAccepted", () => {
    const bad: [keyof FastSvi, number][] = [
      ["a", NaN],
      ["a", Infinity],
      ["b", -0.1],
      ["b", NaN],
      ["rho", 1.01],
      ["rho", -1.01],
      ["rho", NaN],
      ["m", NaN],
      ["m", -Infinity],
      ["sigma", -0.1],
      ["sigma", Infinity],
    ];
    for (const [name, value] of bad) {
      expect(() => totalVarianceFast({ ...smile, [name]: value }, 0.1), `${name} ${value}`)
        .to.throw(FastInputError)
        .that.includes({ argument: name });
    }
    expect(() => totalVarianceFast(smile, NaN))
      .to.throw(FastInputError)
      .that.includes({ argument: "logMoneyness" });
  });

  it("volatilityFast_throws_namingTheArgumentThatIsNotAccepted", () => {
    ["forward", "strike", "timeToExpiry"].forEach((name, i) => {
      for (const value of [NaN, 0, -1, Infinity]) {
        const figures: [number, number, number] = [100, 100, YEAR];
        figures[i] = value;
        expect(() => volatilityFast(smile, ...figures))
          .to.throw(FastInputError)
          .that.includes({ argument: name });
      }
    });
  });
});
