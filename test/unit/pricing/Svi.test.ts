import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { meter } from "../../../scripts/bench/meter.ts";
import { svi } from "../../../sdk/src/pricing/index.js";
import { divide, multiply, ratio, squareRoot } from "../../../scripts/fit/precise.js";
import { REFERENCE_BITS, ln } from "../../support/pricing/reference.js";
import { DECIMALS, Random, WAD, absolute, parseDecimal } from "../../support/pricing/samples.js";
import { type SmilePoint, smilePoints, quotedPoint, quotedSmile } from "../../support/pricing/volatilityCases.js";

const YEAR = 31_536_000n;
const BOUND = (1n << 120n) - 1n;
const plain = { a: WAD / 25n, b: WAD / 5n, rho: (-4n * WAD) / 10n, m: WAD / 10n, sigma: WAD / 5n };

describe("Svi", () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("SviHarness");
  });

  const one = (params: typeof plain, logMoneyness: bigint): Promise<bigint[]> =>
    harness.totalVarianceMany([{ params, logMoneyness }]);
  const volatilityOf = async (change: Partial<typeof plain>, strike: bigint, time = YEAR): Promise<bigint> => {
    const quote = { params: { ...plain, ...change }, forward: WAD, strike, timeToExpiry: time };
    return (await harness.volatilityMany([quote]))[0];
  };

  it("totalVariance_isWithinTwoWei_ofPublishedVectors", async function () {
    const vectors = smilePoints();
    if (vectors === undefined) return this.skip();
    for (const point of vectors) {
      if (point.w.startsWith("-")) {
        await expect(harness.totalVarianceMany([point])).to.be.revertedWithCustomError(
          harness,
          "TotalVarianceOutOfRange",
        );
        continue;
      }
      const exact = parseDecimal(point.w) * WAD;
      const error = absolute((await one(point.params, point.logMoneyness))[0]! * 10n ** DECIMALS - exact);
      expect(error <= 2n * 10n ** DECIMALS + exact / 10n ** 17n, JSON.stringify(point.w)).to.equal(true);
    }
  });

  it("totalVariance_isWithinTwoWei_ofExactFormula", async () => {
    const random = new Random(81n);
    const points = Array.from({ length: 200 }, () => quotedPoint(random));
    const results: bigint[] = await harness.totalVarianceMany(points);
    points.forEach(({ params: { a, b, rho, m, sigma }, logMoneyness }, i) => {
      const d = ratio(logMoneyness - m, WAD);
      const s = ratio(sigma, WAD);
      const bracket = multiply(ratio(rho, WAD), d) + squareRoot(multiply(d, d) + multiply(s, s));
      const error = absolute((results[i]! << REFERENCE_BITS) - (a << REFERENCE_BITS) - b * bracket);
      expect(error <= 2n << REFERENCE_BITS, `point ${i}`).to.equal(true);
    });
  });

  it("totalVariance_isThatOfStraightLine_withoutCurvature", async () => {
    const line = { ...plain, rho: -WAD, sigma: 0n, m: 0n };
    expect(await one(line, 3n * WAD)).to.deep.equal([line.a]);
    expect(await one(line, -3n * WAD)).to.deep.equal([line.a + (6n * WAD) / 5n]);
    expect(await one({ ...line, b: 0n }, -3n * WAD)).to.deep.equal([line.a]);
    expect(await one(line, 0n)).to.deep.equal([line.a]);
  });

  it("totalVariance_staysPrecise_atTheWidestLogMoneyness", async () => {
    // ln(2^120), with and without the wing that cancels.
    const k = 83_177_661_667_193_433_459n;
    for (const rho of [-WAD, 0n, WAD]) {
      const params = { ...plain, rho, m: 0n };
      const d = ratio(k, WAD);
      const s = ratio(params.sigma, WAD);
      const bracket = multiply(ratio(rho, WAD), d) + squareRoot(multiply(d, d) + multiply(s, s));
      const exact = (params.a << REFERENCE_BITS) + params.b * bracket;
      const error = absolute(((await one(params, k))[0]! << REFERENCE_BITS) - exact);
      expect(error <= (2n << REFERENCE_BITS) + exact / 10n ** 17n, `rho ${rho}`).to.equal(true);
    }
  });

  it("volatility_isRootOfVariancePerYear_atTheStrike", async () => {
    const random = new Random(82n);
    for (let i = 0; i < 40; i++) {
      const params = quotedSmile(random);
      const [forward, strike] = [random.between(WAD, 1000n * WAD), random.between(WAD, 1000n * WAD)];
      const time = random.between(3600n, 3n * YEAR);
      // The logarithm in wei, which the smile is read at.
      const exactLog = ln(strike) - ln(forward);
      const limit = squareRoot(ratio(16n * svi.totalVariance(params, 0n), WAD)) * WAD;
      let k = exactLog;
      if (k > limit) k = limit;
      if (k < -limit) k = -limit;
      const d = k / WAD - ratio(params.m, WAD);
      const s = ratio(params.sigma, WAD);
      const bracket = multiply(ratio(params.rho, WAD), d) + squareRoot(multiply(d, d) + multiply(s, s));
      const w = ratio(params.a, WAD) + multiply(ratio(params.b, WAD), bracket);
      const exact = squareRoot(divide(w, ratio(time, YEAR))) * WAD;
      const [result] = await harness.volatilityMany([{ params, forward, strike, timeToExpiry: time }]);
      // Three wei of w and the slope of the root.
      const slope = divide(3n << REFERENCE_BITS, squareRoot(multiply(w, ratio(time, YEAR))) * 2n);
      const error = absolute((result << REFERENCE_BITS) - exact);
      expect(error <= (2n << REFERENCE_BITS) + slope, `${error >> REFERENCE_BITS} wei at ${i}`).to.equal(true);
    }
  });

  it("volatility_readsLogMoneynessToTheWei_atAnyRatio", async () => {
    // So steep that a wei of k moves the volatility by many; 4√w(0) is 126 and no strike is beyond.
    const params = { a: 1000n * WAD, b: 1_000_000n * WAD, rho: 0n, m: 0n, sigma: 0n };
    const random = new Random(84n);
    const pairs: [bigint, bigint][] = [
      [1n, BOUND],
      [BOUND, 1n],
      [WAD, WAD + 1n],
      [WAD, WAD - 1n],
    ];
    for (let bits = 0; bits < 119; bits++) pairs.push([1n << 119n, random.bits(bits) + (1n << BigInt(bits))]);
    for (let bits = 0; bits < 119; bits++) pairs.push([random.bits(bits) + (1n << BigInt(bits)), 1n << 119n]);
    for (const [forward, strike] of pairs) {
      const k = absolute(ln(strike << 60n) - ln(forward << 60n));
      const w = ratio(1000n, 1n) + 1_000_000n * (k / WAD);
      const exact = squareRoot(w) * WAD;
      // 1.1 wei of k, two of w and 1e-19 of it.
      const slope = divide((1_100_002n << REFERENCE_BITS) + w / 10n, squareRoot(w) * 2n);
      const [result] = await harness.volatilityMany([{ params, forward, strike, timeToExpiry: YEAR }]);
      const error = absolute((result << REFERENCE_BITS) - exact);
      expect(error <= (2n << REFERENCE_BITS) + slope, `${forward} ${strike}`).to.equal(true);
    }
  });

  it("volatility_isFlat_beyondFourDeviations", async () => {
    // 4√w(0) is 1.16 here: strikes of 3.2 and 0.31 and beyond.
    const upper = await volatilityOf({}, 4n * WAD);
    expect(await volatilityOf({}, BOUND)).to.equal(upper);
    expect(upper > (await volatilityOf({}, 3n * WAD))).to.equal(true);
    const lower = await volatilityOf({}, WAD / 5n);
    expect(await volatilityOf({}, 1n)).to.equal(lower);
    expect(lower > (await volatilityOf({}, WAD / 2n))).to.equal(true);
  });

  it("volatility_isZero_withoutVariance", async () => {
    expect(await volatilityOf({ a: 0n, b: 0n }, 4n * WAD)).to.equal(0n);
  });

  const outside: [string, string, Partial<typeof plain>, bigint, bigint[]][] = [
    ["aboveSlopeBound", "SlopeTooHigh", { b: 1n << 96n }, 0n, [1n << 96n, svi.MAX_FIGURE]],
    ["aboveCorrelationBound", "CorrelationOutOfRange", { rho: WAD + 1n }, 0n, [WAD + 1n, WAD]],
    ["belowCorrelationBound", "CorrelationOutOfRange", { rho: -WAD - 1n }, 0n, [-WAD - 1n, WAD]],
    ["aboveCentreBound", "CentreOutOfRange", { m: 1n << 95n }, 0n, [1n << 95n, 1n << 95n]],
    ["belowCentreBound", "CentreOutOfRange", { m: -(1n << 95n) - 1n }, 0n, [-(1n << 95n) - 1n, 1n << 95n]],
    ["aboveCurvatureBound", "CurvatureTooHigh", { sigma: 1n << 96n }, 0n, [1n << 96n, svi.MAX_FIGURE]],
    ["farFromCentre", "LogMoneynessOutOfRange", { m: -1n }, svi.MAX_FIGURE, [svi.MAX_FIGURE, -1n, svi.MAX_FIGURE]],
    [
      "whereTheDistanceWraps",
      "CentreOutOfRange",
      { m: (1n << 255n) - 1n },
      -(1n << 255n),
      [(1n << 255n) - 1n, 1n << 95n],
    ],
    ["belowZero", "TotalVarianceOutOfRange", { a: -WAD }, 0n, [-WAD, 0n, svi.MAX_FIGURE]],
    ["aboveVarianceBound", "TotalVarianceOutOfRange", { a: 1n << 96n }, 0n, [1n << 96n, 0n, svi.MAX_FIGURE]],
  ];
  for (const [condition, error, change, k, args] of outside) {
    it(`totalVariance_reverts_${condition}`, async () => {
      await expect(one({ ...plain, ...change }, k))
        .to.be.revertedWithCustomError(harness, error)
        .withArgs(...args);
    });
  }

  const unread: [string, string, { forward?: bigint; strike?: bigint; timeToExpiry?: bigint }, bigint[]][] = [
    ["aboveForwardBound", "ForwardTooLarge", { forward: BOUND + 1n }, [BOUND + 1n, BOUND]],
    ["aboveStrikeBound", "StrikeTooLarge", { strike: BOUND + 1n }, [BOUND + 1n, BOUND]],
    ["aboveTimeBound", "TimeToExpiryTooLong", { timeToExpiry: 1n << 32n }, [1n << 32n, (1n << 32n) - 1n]],
    ["withoutForward", "LogarithmOfZero", { forward: 0n }, []],
    ["withoutStrike", "LogarithmOfZero", { strike: 0n }, []],
    ["withoutTime", "NoTimeToExpiry", { timeToExpiry: 0n }, []],
  ];
  for (const [condition, error, change, args] of unread) {
    it(`volatility_reverts_${condition}`, async () => {
      const quote = { params: plain, forward: WAD, strike: WAD, timeToExpiry: YEAR, ...change };
      await expect(harness.volatilityMany([quote]))
        .to.be.revertedWithCustomError(harness, error)
        .withArgs(...args);
    });
  }

  it("gas_staysBelowCeiling_onAverage", async () => {
    const random = new Random(83n);
    const points: SmilePoint[] = Array.from({ length: 100 }, () => quotedPoint(random));
    const quotes = points.map(({ params }) => ({
      params,
      forward: WAD,
      strike: random.between(WAD / 2n, 2n * WAD),
      timeToExpiry: random.between(3600n, YEAR),
    }));
    const average = (figures: bigint[]): number => Number(figures.reduce((a, b) => a + b)) / figures.length;
    const measure = await meter();
    expect(average(await measure("TotalVarianceMeter", "NothingPointMeter", points)), "totalVariance").to.be.below(385);
    expect(average(await measure("VolatilityMeter", "NothingStrikeMeter", quotes)), "volatility").to.be.below(1_100);
  });
});
