import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { REFERENCE_BITS, exp, ln } from "../../support/pricing/reference.js";
import { Random, WAD, absolute } from "../../support/pricing/samples.js";

const MAX = (1n << 256n) - 1n;
const MIN_INT = -(1n << 255n);

describe("FixedPoint", () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("PricingHarness");
  });

  it("exp_isFloorOfReference_withinOneWeiAnd1e21", async () => {
    const random = new Random(1n);
    const xs = Array.from({ length: 100 }, () => random.between(-45n * WAD, 135n * WAD));
    const results: bigint[] = await harness.expMany(xs);
    xs.forEach((x, i) => {
      const exact = exp(x);
      const error = absolute((results[i]! << REFERENCE_BITS) - exact);
      expect(error <= exact / 10n ** 21n + (1n << REFERENCE_BITS), `exp(${x})`).to.equal(true);
    });
  });

  it("exp_hasExactValues_atItsLandmarks", async () => {
    const [one, nothing, farBelow, top] = await harness.expMany([0n, -42n * WAD, MIN_INT, 135n * WAD]);
    expect([one, nothing, farBelow]).to.deep.equal([WAD, 0n, 0n]);
    expect(top! > 1n << 254n).to.equal(true);
  });

  it("exp_isOneWei_downToItsLogarithm", async () => {
    // ln(1e-18) is −41.4465…
    const xs = [-41n * WAD, (-41446n * WAD) / 1000n, (-41447n * WAD) / 1000n];
    expect(await harness.expMany(xs)).to.deep.equal([1n, 1n, 0n]);
  });

  it("exp_reverts_aboveBound", async () => {
    await expect(harness.expMany([135n * WAD + 1n]))
      .to.be.revertedWithCustomError(harness, "ExponentTooLarge")
      .withArgs(135n * WAD + 1n, 135n * WAD);
  });

  it("ln_isFloorOfReference_withinOneWei", async () => {
    const random = new Random(2n);
    const xs = Array.from({ length: 100 }, () => random.anySize(256) + 1n).map((x) => (x > MAX ? MAX : x));
    const results: bigint[] = await harness.lnMany(xs);
    xs.forEach((x, i) => {
      const difference = ln(x) - (results[i]! << REFERENCE_BITS);
      const slack = (1n << REFERENCE_BITS) / 500n;
      expect(difference >= -slack && difference <= (1n << REFERENCE_BITS) + slack, `ln(${x})`).to.equal(true);
    });
  });

  it("ln_isZero_atOne", async () => {
    expect(await harness.lnMany([WAD])).to.deep.equal([0n]);
  });

  it("ln_reverts_atZero", async () => {
    await expect(harness.lnMany([0n])).to.be.revertedWithCustomError(harness, "LogarithmOfZero");
  });

  it("sqrt_isExactFloor_ofAnySize", async () => {
    const random = new Random(4n);
    const xs = [0n, 1n, WAD, MAX / WAD, ...Array.from({ length: 200 }, () => random.anySize(196))];
    const results: bigint[] = await harness.sqrtMany(xs);
    xs.forEach((x, i) => {
      const root = results[i]!;
      expect(root * root <= x * WAD && (root + 1n) * (root + 1n) > x * WAD, `sqrt(${x})`).to.equal(true);
    });
  });

  it("sqrt_reverts_aboveBound", async () => {
    await expect(harness.sqrtMany([MAX / WAD + 1n]))
      .to.be.revertedWithCustomError(harness, "SqrtTooLarge")
      .withArgs(MAX / WAD + 1n, MAX / WAD);
  });

  it("products_roundAsNamed_whenInexact", async () => {
    expect(await harness.mulDown(1n, WAD + 1n)).to.equal(1n);
    expect(await harness.mulUp(1n, WAD + 1n)).to.equal(2n);
    expect(await harness.mulUp(2n, WAD)).to.equal(2n);
    expect(await harness.mulUp(0n, MAX)).to.equal(0n);
    expect(await harness.divDown(2n, 3n * WAD)).to.equal(0n);
    expect(await harness.divUp(2n, 3n * WAD)).to.equal(1n);
    expect(await harness.divUp(6n, 3n * WAD)).to.equal(2n);
    expect(await harness.divUp(0n, 1n)).to.equal(0n);
  });

  it("mulFloor_roundsTowardMinusInfinity_forEverySign", async () => {
    expect(await harness.mulFloor(3n, WAD / 2n)).to.equal(1n);
    expect(await harness.mulFloor(-3n, WAD / 2n)).to.equal(-2n);
    expect(await harness.mulFloor(-1n, 1n)).to.equal(-1n);
    expect(await harness.mulFloor(-4n, WAD / 2n)).to.equal(-2n);
    expect(await harness.mulFloor(-3n, -WAD / 2n)).to.equal(1n);
    expect(await harness.mulFloor(MIN_INT, 1n)).to.equal(MIN_INT / WAD - 1n);
  });

  it("products_revert_whenTooLarge", async () => {
    const half = 1n << 128n;
    await expect(harness.mulDown(half, half))
      .to.be.revertedWithCustomError(harness, "ProductTooLarge")
      .withArgs(half, half);
    await expect(harness.mulUp(MAX, 2n)).to.be.revertedWithCustomError(harness, "ProductTooLarge").withArgs(MAX, 2n);
    await expect(harness.divDown(MAX, 1n)).to.be.revertedWithCustomError(harness, "ProductTooLarge").withArgs(MAX, WAD);
    for (const [a, b] of [
      [MIN_INT, -1n],
      [-1n, MIN_INT],
      [1n << 254n, 2n],
      [MIN_INT, 2n],
    ] as const) {
      await expect(harness.mulFloor(a, b))
        .to.be.revertedWithCustomError(harness, "SignedProductTooLarge")
        .withArgs(a, b);
    }
  });

  it("divisions_revert_byZero", async () => {
    await expect(harness.divDown(7n, 0n)).to.be.revertedWithCustomError(harness, "DivisionByZero").withArgs(7n);
    await expect(harness.divUp(7n, 0n)).to.be.revertedWithCustomError(harness, "DivisionByZero").withArgs(7n);
  });
});
