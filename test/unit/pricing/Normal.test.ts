import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { BITS, divide, millsRatio, ratio } from "../../../scripts/fit/precise.js";
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
    // Half a wei of rounding and 0.43 of approximation, measured by the fit.
    xs.forEach((x, i) => {
      const error = absolute((results[i]! << REFERENCE_BITS) - cdf(x));
      expect(error <= (95n << REFERENCE_BITS) / 100n, `cdf(${x})`).to.equal(true);
    });
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

  it("millsRatio_keepsRelativePrecision_overItsDomain", async () => {
    const ts = Array.from({ length: 229 }, (_, i) => (BigInt(i) << 64n) / 2n);
    const results: bigint[] = await harness.millsMany(ts);
    ts.forEach((t, i) => {
      const exact = millsRatio(ratio(t, 1n << 64n));
      const error = absolute(divide(results[i]! << (BITS - 64n), exact) - (1n << BITS));
      // 2e-15, and the last bit of Q64 against a ratio of at least 1/115.
      expect(error <= (1n << BITS) / (5n * 10n ** 14n), `R(${t})`).to.equal(true);
    });
  });
});
