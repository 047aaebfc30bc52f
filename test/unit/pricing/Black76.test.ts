import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { meter } from "../../../scripts/bench/meter.ts";
import { REFERENCE_BITS, black76 as reference } from "../../support/pricing/reference.js";
import {
  DECIMALS,
  type Option,
  Random,
  WAD,
  absolute,
  chunks,
  greater,
  optionOf,
  parseDecimal,
  quotedOption,
  rowsOf,
} from "../../support/pricing/samples.js";
import { publishedVectors } from "../../support/pricing/published.js";

const YEAR = 31_536_000n;
const BOUND = (1n << 120n) - 1n;
const TIME = (1n << 32n) - 1n;
const RATE = (1n << 64n) - 1n;
const NAMES = ["call", "put", "delta", "gamma", "vega", "theta"] as const;
type Name = (typeof NAMES)[number];

/** What an error is measured against: the figure and the share of it that is allowed, in units of 1e-18. */
const scaleOf = (name: Name, forward: bigint, strike: bigint, gamma: bigint): bigint => {
  if (name === "delta") return WAD;
  if (name === "gamma") return greater((WAD * WAD) / forward, gamma);
  return greater(forward, strike);
};

describe("Black76", () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("PricingHarness");
  });

  const greeksOf = async (options: Option[]): Promise<bigint[][]> => {
    const results: bigint[][] = [];
    for (const part of chunks(options, 250)) results.push(...rowsOf(await harness.greeksMany(part)));
    return results;
  };

  it("prices_andGreeks_areWithinBounds_ofPublishedVectors", async function () {
    const vectors = publishedVectors();
    if (vectors === undefined) return this.skip();
    const results = await greeksOf(vectors.map(optionOf));
    const unit = 10n ** DECIMALS;
    vectors.forEach((vector, i) => {
      const [forward, strike] = optionOf(vector);
      NAMES.forEach((name, column) => {
        const text = vector[name];
        if (text === null || forward === 0n) return;
        const expected = parseDecimal(text) * WAD;
        const scale = scaleOf(name, forward, strike, expected / unit);
        const error = absolute(results[i]![column]! * unit - expected);
        // 5e-18 for all but theta, whose factor σ/2√T, up to 3e4, magnifies the density's error.
        const allowed = (scale * unit * (name === "theta" ? 200n : 5n)) / WAD + 2n * unit;
        expect(error <= allowed, `${name} of ${JSON.stringify(vector)} is ${results[i]![column]}`).to.equal(true);
      });
    });
  });

  it("prices_andGreeks_areWithinBounds_ofReference", async () => {
    const random = new Random(76n);
    const options = Array.from({ length: 150 }, () => quotedOption(random));
    const results = await greeksOf(options);
    options.forEach((option, i) => {
      const exact = reference(option);
      NAMES.forEach((name, column) => {
        const scale = scaleOf(name, option[0], option[1], exact.gamma >> REFERENCE_BITS);
        const error = absolute((results[i]![column]! << REFERENCE_BITS) - exact[name]);
        const allowed = ((scale << REFERENCE_BITS) * 5n) / WAD + (2n << REFERENCE_BITS);
        expect(error <= allowed, `${name} of ${option.join(", ")} is ${results[i]![column]}`).to.equal(true);
      });
    });
  });

  it("outOfTheMoney_keepsRelativePrecision_inTheTail", async () => {
    // A strike at 10 times the forward, two weeks: values from 1e-4 down to 1e-25 of the forward.
    const forward = 10n ** 34n;
    const options = [60n, 80n, 100n, 150n, 300n].map((vol): Option => [
      forward,
      10n * forward,
      1_209_600n,
      vol * (WAD / 50n),
      WAD,
    ]);
    const results = await greeksOf(options);
    options.forEach((option, i) => {
      const exact = reference(option).call;
      const error = absolute((results[i]![0]! << REFERENCE_BITS) - exact);
      expect(error <= exact / 10n ** 8n + (1n << REFERENCE_BITS), option.join(", ")).to.equal(true);
    });
  });

  it("price_keepsItsDistanceToTheForward_downToAWei", async () => {
    // F = K = 1e36 wei and ½s of 12.05 to 12.4: the call lacks 2·N(−½s) to its forward, some thousand wei to some ten.
    const forward = 10n ** 36n;
    const options = [241n, 244n, 248n].map((deviation): Option => [
      forward,
      forward,
      (deviation * deviation * YEAR) / 10_000n,
      10n * WAD,
      WAD,
    ]);
    const results = await greeksOf(options);
    options.forEach((option, i) => {
      const exact = reference(option).call;
      expect((forward << REFERENCE_BITS) - exact > 3n << REFERENCE_BITS, option.join(", ")).to.equal(true);
      const error = absolute((results[i]![0]! << REFERENCE_BITS) - exact);
      expect(error <= 2n << REFERENCE_BITS, option.join(", ")).to.equal(true);
    });
  });

  it("theta_isWithin1e15_atASecondAndHighestVolatility", async () => {
    const options = [0n, 1n, 3n, 5n, 8n].map((i): Option => [WAD, WAD - (i * WAD) / 1_000n, 1n, RATE - i, WAD]);
    const results = await greeksOf(options);
    options.forEach((option, i) => {
      const error = absolute((results[i]![5]! << REFERENCE_BITS) - reference(option).theta);
      expect(error <= 1_002n << REFERENCE_BITS, option.join(", ")).to.equal(true);
    });
  });

  const intrinsic: [string, Option][] = [
    ["withoutVolatility", [120n * WAD, 100n * WAD, YEAR, 0n, WAD / 2n]],
    ["withoutTime", [120n * WAD, 100n * WAD, 0n, WAD, WAD / 2n]],
    ["withoutStrike", [20n * WAD, 0n, YEAR, WAD, WAD / 2n]],
    ["whenDeepInTheMoney", [10n ** 30n, 10n ** 30n - 20n * WAD, 1n, 1n, WAD / 2n]],
  ];
  for (const [condition, option] of intrinsic) {
    it(`price_isDiscountedIntrinsic_${condition}`, async () => {
      expect(await harness.price(option)).to.deep.equal([10n * WAD, 0n]);
      const [, , greeks] = await harness.greeks(option);
      expect(greeks.delta).to.equal(WAD / 2n);
      if (condition !== "whenDeepInTheMoney") expect([...greeks].slice(1)).to.deep.equal([0n, 0n, 0n]);
    });
  }

  it("price_isDiscountedStrike_withoutForward", async () => {
    expect(await harness.price([0n, 20n * WAD, YEAR, WAD, WAD / 2n])).to.deep.equal([0n, 10n * WAD]);
    expect((await harness.greeks([0n, 20n * WAD, YEAR, WAD, WAD / 2n]))[2].delta).to.equal(0n);
  });

  it("price_isZero_withoutForwardAndStrike", async () => {
    expect(await harness.price([0n, 0n, YEAR, WAD, WAD])).to.deep.equal([0n, 0n]);
    expect((await harness.greeks([0n, 0n, 0n, 0n, WAD]))[2].delta).to.equal(0n);
  });

  it("price_isWholeForward_atHundredYearsAndHighestVolatility", async () => {
    const [call, put] = await harness.price([WAD, WAD, 100n * YEAR, 10n * WAD, WAD]);
    expect([call, put]).to.deep.equal([WAD, WAD]);
  });

  it("delta_isHalfDiscount_atTheMoneyWithoutTime", async () => {
    expect((await harness.greeks([WAD, WAD, 0n, WAD, WAD]))[2].delta).to.equal(WAD / 2n);
  });

  it("greeks_givePrices_ofPrice", async () => {
    const random = new Random(3n);
    const options = Array.from({ length: 200 }, () => quotedOption(random));
    const prices = rowsOf(await harness.priceMany(options));
    const greeks = await greeksOf(options);
    expect(greeks.map((row) => row.slice(0, 2))).to.deep.equal(prices);
  });

  const outside: [string, string, Option, bigint, bigint][] = [
    ["aboveForwardBound", "ForwardTooLarge", [BOUND + 1n, 1n, 1n, 1n, 1n], BOUND + 1n, BOUND],
    ["aboveStrikeBound", "StrikeTooLarge", [1n, BOUND + 1n, 1n, 1n, 1n], BOUND + 1n, BOUND],
    ["aboveTimeBound", "TimeToExpiryTooLong", [1n, 1n, TIME + 1n, 1n, 1n], TIME + 1n, TIME],
    ["aboveVolatilityBound", "VolatilityTooHigh", [1n, 1n, 1n, RATE + 1n, 1n], RATE + 1n, RATE],
    ["aboveDiscountBound", "DiscountTooHigh", [1n, 1n, 1n, 1n, RATE + 1n], RATE + 1n, RATE],
  ];
  for (const [condition, error, option, value, bound] of outside) {
    it(`price_reverts_${condition}`, async () => {
      await expect(harness.price(option)).to.be.revertedWithCustomError(harness, error).withArgs(value, bound);
      await expect(harness.greeks(option)).to.be.revertedWithCustomError(harness, error).withArgs(value, bound);
    });
  }

  it("price_acceptsEveryBound_atOnce", async () => {
    const [call, put] = await harness.price([BOUND, BOUND, TIME, RATE, RATE]);
    expect([call, put]).to.deep.equal([(RATE * BOUND) / WAD, (RATE * BOUND) / WAD]);
  });

  it("gas_staysBelowCeiling_onAverage", async () => {
    const random = new Random(5n);
    const options = Array.from({ length: 300 }, () => quotedOption(random));
    const measure = await meter();
    const average = async (kernel: string): Promise<number> =>
      (await measure(kernel, "NothingOptionMeter", options)).reduce((sum, gas) => sum + Number(gas), 0) /
      options.length;
    expect(await average("PriceMeter"), "price").to.be.below(1_450);
    expect(await average("GreeksMeter"), "greeks").to.be.below(2_100);
  });
});
