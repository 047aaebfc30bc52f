import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { BITS, divide, millsRatio, ratio } from "../../../scripts/fit/precise.js";
import { normal } from "../../../sdk/src/pricing/index.js";
import { REFERENCE_BITS, cdf } from "../../support/pricing/reference.js";
import { Random, WAD, absolute } from "../../support/pricing/samples.js";

describe("Normal", () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("PricingHarness");
  });

  it("cdf_isNearestWei_ofReference", async () => {
    const random = new Random(11n);
    const xs = Array.from({ length: 150 }, () => random.between(-9n * WAD, 9n * WAD));
    const results: bigint[] = await harness.cdfMany(xs);
    // Half a wei of rounding and 0.01 of approximation, measured by the fit; the density adds 0.002 at the centre.
    xs.forEach((x, i) => {
      const error = absolute((results[i]! << REFERENCE_BITS) - cdf(x));
      expect(error <= (60n << REFERENCE_BITS) / 100n, `cdf(${x})`).to.equal(true);
    });
  });

  it("cdf_roundsToAWei_whereTheTailIsMoreThanHalfOfOne", async () => {
    // N(−8.8) is 0.68 wei, N(−8.9) 0.28.
    const xs = [-88n, -89n, 88n, 89n].map((x) => (x * WAD) / 10n);
    expect(await harness.cdfMany(xs)).to.deep.equal([1n, 0n, WAD - 1n, WAD]);
  });

  it("cdf_sumsToOne_withItsMirror", async () => {
    const random = new Random(12n);
    const xs = Array.from({ length: 300 }, () => random.between(-14n * WAD, 14n * WAD));
    const results: bigint[] = await harness.cdfMany(xs);
    const mirrored: bigint[] = await harness.cdfMany(xs.map((x) => -x));
    xs.forEach((x, i) => expect(results[i]! + mirrored[i]!, `x = ${x}`).to.equal(x === 0n ? 2n * results[i]! : WAD));
  });

  it("cdf_hasExactValues_atItsLandmarks", async () => {
    const extreme = 1n << 255n;
    expect(await harness.cdfMany([0n, -13n * WAD, 13n * WAD, -extreme, extreme - 1n])).to.deep.equal([
      WAD / 2n,
      0n,
      WAD,
      0n,
      WAD,
    ]);
  });

  it("millsRatio_keepsRelativePrecision_whereTailsCount", () => {
    for (let t = 0n; t <= 13n << 80n; t += 1n << 77n) {
      const exact = millsRatio(ratio(t, 1n << 80n));
      // The bounds of the fits, and the last bit of Q64 against a ratio of at least 1/14.
      for (const [approximate, bound] of [
        [normal.millsRatio(t), 10n ** 12n],
        [normal.priceRatio(t), 17n * 10n ** 9n],
      ] as const) {
        const error = absolute(divide(approximate << (BITS - 64n), exact) - (1n << BITS));
        expect(error <= (1n << BITS) / bound, `R(${t})`).to.equal(true);
      }
    }
  });

  it("millsRatio_isPositive_farBeyondWhatPricesAsk", () => {
    for (let t = 13n << 80n; t < 1n << 90n; t += t / 50n) {
      for (const f of [normal.millsRatio, normal.priceRatio]) expect(f(t) > 0n && f(t) < 1n << 64n).to.equal(true);
    }
  });
});
