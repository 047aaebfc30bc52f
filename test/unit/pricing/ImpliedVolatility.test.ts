import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { meter } from "../../../scripts/bench/meter.ts";
import { black76, impliedVolatility } from "../../../sdk/src/pricing/index.js";
import {
  DECIMALS,
  Random,
  WAD,
  absolute,
  chunks,
  greater,
  parseDecimal,
  quotedOption,
} from "../../support/pricing/samples.js";
import { type PriceQuote, anyPrice, priceQuotes, quotedPrice } from "../../support/pricing/volatilityCases.js";

const YEAR = 31_536_000n;
const BOUND = (1n << 120n) - 1n;
const plain: PriceQuote = {
  forward: 120n * WAD,
  strike: 100n * WAD,
  timeToExpiry: YEAR / 4n,
  discount: WAD / 2n,
  price: 12n * WAD,
  isCall: true,
};

describe("ImpliedVolatility", () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("ImpliedVolatilityHarness");
  });

  const solve = async (change: Partial<PriceQuote>): Promise<bigint> => harness.solve({ ...plain, ...change });
  const solveAll = async (quotes: PriceQuote[]): Promise<bigint[]> => {
    const results: bigint[] = [];
    for (const part of chunks(quotes, 200)) results.push(...(await harness.solveMany(part)));
    return results;
  };

  it("solve_isWithinTolerance_ofPublishedVectors", async function () {
    const vectors = priceQuotes();
    if (vectors === undefined) return this.skip();
    const results = await solveAll(vectors);
    const unit = 10n ** DECIMALS;
    vectors.forEach((vector, i) => {
      const exact = parseDecimal(vector.volatility);
      const error = absolute((results[i]! * unit) / WAD - exact);
      const allowed = (unit + exact) / 10n ** 12n + 2n * parseDecimal(vector.volPerWeiOfPrice);
      expect(error <= allowed, JSON.stringify(vector.volatility)).to.equal(true);
    });
  });

  it("solve_undoesPrice_whereTheLastStepIsLongest", () => {
    // Deviations of 2 to 6 with strikes 1 to 3 of them away: the step's fifth power weighs most there.
    const random = new Random(92n);
    const forward = 10n ** 34n;
    let worst = 0;
    for (let i = 0; i < 4_000; i++) {
      const time = random.between(86_400n, 3_000_000_000n);
      const deviation = 2 + Number(random.bits(30)) / 2 ** 28;
      const distance = 1 + Number(random.bits(30)) / 2 ** 29;
      const volatility = BigInt(Math.floor((deviation / Math.sqrt(Number(time) / 31_536_000)) * 1e15)) * 1000n;
      const strike = (forward * BigInt(Math.floor(Math.exp(-deviation * distance) * 1e18))) / WAD;
      if (volatility > black76.MAX_VOLATILITY) continue;
      const { put, vega } = black76.greeks(forward, strike, time, volatility, WAD);
      const error = absolute(impliedVolatility.solve(forward, strike, time, WAD, put, false) - volatility);
      const allowed = (WAD + volatility) / 10n ** 12n + (2n * WAD + forward / 200n) / vega;
      worst = Math.max(worst, Number(error) / Number(allowed));
    }
    expect(worst).to.be.greaterThan(0.01);
    expect(worst).to.be.lessThan(1);
  });

  it("solve_undoesPrice_ofQuotedOptions", async () => {
    const random = new Random(91n);
    const options = Array.from({ length: 500 }, () => quotedOption(random));
    for (const isCall of [true, false]) {
      const quotes = options.map(([forward, strike, timeToExpiry, volatility, discount]) => {
        const { call, put } = black76.price(forward, strike, timeToExpiry, volatility, discount);
        return { forward, strike, timeToExpiry, discount, price: isCall ? call : put, isCall };
      });
      const results = await solveAll(quotes);
      options.forEach((option, i) => {
        const { vega } = black76.greeks(...option);
        // Four wei of price, which is below them all where the vega is small.
        if (vega < WAD / 10n ** 6n) return;
        const allowed =
          (WAD + option[3]) / 10n ** 12n + (4n * WAD) / vega + (greater(option[0], option[1]) * 4n) / vega;
        expect(absolute(results[i]! - option[3]) <= allowed, option.join(", ")).to.equal(true);
      });
    }
  });

  it("solve_givesPriceBack_overTheWholeRange", async () => {
    const random = new Random(92n);
    const quotes = Array.from({ length: 1_500 }, () => random.pick([anyPrice, quotedPrice])(random));
    const results = await solveAll(quotes);
    quotes.forEach(({ forward, strike, timeToExpiry, discount, price, isCall }, i) => {
      const volatility = results[i]!;
      const step = (WAD + volatility) / 10n ** 12n;
      if (volatility + step > black76.MAX_VOLATILITY) return;
      const at = (sigma: bigint): bigint => {
        const { call, put } = black76.price(forward, strike, timeToExpiry, sigma < 0n ? 0n : sigma, discount);
        return isCall ? call : put;
      };
      const slack = (greater(forward, strike) * greater(discount, WAD) * 2n) / 10n ** 36n + 3n;
      expect(at(volatility - step) <= price + slack, `${i} is not above`).to.equal(true);
      expect(at(volatility + step) + slack >= price, `${i} is not below`).to.equal(true);
    });
  });

  it("solve_isZero_atIntrinsicValue", async () => {
    expect(await solve({ price: 10n * WAD })).to.equal(0n);
    expect(await solve({ price: 0n, isCall: false })).to.equal(0n);
    expect(await solve({ price: 10n * WAD, strike: 140n * WAD, isCall: false })).to.equal(0n);
    expect(await solve({ price: 10n * WAD, timeToExpiry: 0n })).to.equal(0n);
    expect(await solve({ price: 50n * WAD, forward: 0n, isCall: false })).to.equal(0n);
    expect(await solve({ price: 60n * WAD, strike: 0n })).to.equal(0n);
    expect(await solve({ price: 0n, discount: 0n })).to.equal(0n);
    expect(await solve({ price: 0n, forward: 0n, strike: 0n })).to.equal(0n);
  });

  it("solve_roundsIntrinsicValue_asPriceDoes", async () => {
    // D·(F − K) is 0.75 wei below a whole one.
    const option = { forward: 101n, strike: 100n, discount: WAD / 4n };
    expect(await solve({ ...option, price: 0n })).to.equal(0n);
    expect((await solve({ ...option, price: 1n })) > 0n).to.equal(true);
  });

  it("solve_isFinite_atTheUpperBound", async () => {
    for (const change of [
      { price: 60n * WAD },
      { price: 50n * WAD, isCall: false },
      { forward: BOUND, strike: BOUND, discount: WAD, price: BOUND },
      { forward: 1n, strike: 1n, discount: WAD, price: 1n },
      { forward: BOUND, strike: 1n, discount: WAD, price: BOUND },
      { forward: 3n, strike: 1n, discount: WAD / 10n + 1n, price: 0n },
    ]) {
      const [atBound, below] = [
        await solve(change),
        await solve({ ...change, price: change.price && change.price - 1n }),
      ];
      expect(
        atBound >= below,
        JSON.stringify(change, (_, v) => String(v)),
      ).to.equal(true);
      expect(atBound < 1000n * WAD).to.equal(true);
    }
  });

  it("solve_exceedsPricedRange_whereThePriceDoes", async () => {
    // A day of 2,000% a year: s is about 1.047.
    const { call } = black76.price(WAD, WAD, 4n * 86_400n, 10n * WAD, WAD);
    const volatility: bigint = await harness.solve({
      forward: WAD,
      strike: WAD,
      timeToExpiry: 86_400n,
      discount: WAD,
      price: call,
      isCall: true,
    });
    expect(absolute(volatility - 20n * WAD) <= 21n * 10n ** 6n).to.equal(true);
  });

  const priced: [string, string, Partial<PriceQuote>, bigint[]][] = [
    ["belowIntrinsic_ofCall", "PriceBelowIntrinsic", { price: 10n * WAD - 1n }, [10n * WAD - 1n, 10n * WAD]],
    ["belowIntrinsic_ofPut", "PriceBelowIntrinsic", { price: 1n, forward: 80n * WAD, isCall: false }, [1n, 10n * WAD]],
    ["aboveDiscountedForward", "PriceAboveBound", { price: 60n * WAD + 1n }, [60n * WAD + 1n, 60n * WAD]],
    ["aboveDiscountedStrike", "PriceAboveBound", { price: 50n * WAD + 1n, isCall: false }, [50n * WAD + 1n, 50n * WAD]],
    ["farAboveBound", "PriceAboveBound", { price: (1n << 256n) - 1n }, [(1n << 256n) - 1n, 60n * WAD]],
    [
      "aboveIntrinsic_withoutTime",
      "PriceAboveBound",
      { price: 10n * WAD + 1n, timeToExpiry: 0n },
      [10n * WAD + 1n, 10n * WAD],
    ],
    ["aboveIntrinsic_withoutForward", "PriceAboveBound", { price: 1n, forward: 0n }, [1n, 0n]],
    ["aboveIntrinsic_withoutStrike", "PriceAboveBound", { price: 1n, strike: 0n, isCall: false }, [1n, 0n]],
    ["aboveZero_withoutDiscount", "PriceAboveBound", { price: 1n, discount: 0n }, [1n, 0n]],
    ["aboveForwardBound", "ForwardTooLarge", { forward: BOUND + 1n }, [BOUND + 1n, BOUND]],
    ["aboveStrikeBound", "StrikeTooLarge", { strike: BOUND + 1n }, [BOUND + 1n, BOUND]],
    ["aboveTimeBound", "TimeToExpiryTooLong", { timeToExpiry: 1n << 32n }, [1n << 32n, (1n << 32n) - 1n]],
    ["aboveDiscountBound", "DiscountTooHigh", { discount: 1n << 64n }, [1n << 64n, (1n << 64n) - 1n]],
  ];
  for (const [condition, error, change, args] of priced) {
    it(`solve_reverts_${condition}`, async () => {
      await expect(solve(change))
        .to.be.revertedWithCustomError(harness, error)
        .withArgs(...args);
    });
  }

  it("gas_staysBelowCeiling_onQuotedPrices", async () => {
    const random = new Random(93n);
    const measure = await meter();
    const gasOf = (quotes: PriceQuote[]): Promise<bigint[]> =>
      measure("ImpliedVolatilityMeter", "NothingQuoteMeter", quotes);
    const used = await gasOf(Array.from({ length: 200 }, () => quotedPrice(random)));
    const average = Number(used.reduce((a, b) => a + b)) / used.length;
    expect(average).to.be.below(3_500);
    const wide = await gasOf(Array.from({ length: 200 }, () => anyPrice(random)));
    expect(wide.reduce(greater) < 7_000n).to.equal(true);
  });
});
