import { anyValue } from "@nomicfoundation/hardhat-ethers-chai-matchers/withArgs";
import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import {
  NegativeInputError,
  PricingBoundError,
  ShiftOutOfRangeError,
  black76,
  scenarios,
} from "../../sdk/src/pricing/index.js";
import { Random, WAD, chunks, rowsOf } from "../support/pricing/samples.js";
import { type ScenarioCase, anyCase, shiftsOf, typicalCase } from "../support/pricing/scenarioCases.js";

const COUNT = process.env.DEEP === "1" ? 20_000 : 1_000;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");

const valuesOf = (c: ScenarioCase): bigint[] =>
  scenarios.values(
    c.forward,
    c.strike,
    c.timeToExpiry,
    c.volatilities,
    c.discount,
    c.isCall,
    scenarios.prepare(c.shifts),
  );

describe(`scenarios: contract and SDK on ${COUNT} seeded inputs (seed ${SEED})`, () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("ScenariosHarness");
  });

  it("values_haveTheSameBits", async () => {
    const random = new Random(SEED);
    const cases = Array.from({ length: COUNT }, () => random.pick([anyCase, typicalCase])(random));
    for (const part of chunks(cases, 100)) {
      const results = rowsOf(await harness.fillMany(part));
      part.forEach((c, i) => expect(results[i]).to.deep.equal(valuesOf(c)));
    }
  });

  it("preparedShifts_haveTheSameBits", async () => {
    const random = new Random(SEED);
    for (let i = 0; i < COUNT / 50; i++) {
      const { shifts } = anyCase(random);
      const { factors, logarithms, greatest } = scenarios.prepare(shifts);
      const prepared = await harness.prepare(shifts);
      expect([[...prepared.factors], [...prepared.logarithms], prepared.greatest]).to.deep.equal([
        factors,
        logarithms,
        greatest,
      ]);
    }
  });

  const plain: ScenarioCase = {
    forward: WAD,
    strike: WAD,
    timeToExpiry: 1n,
    volatilities: [WAD, WAD, WAD],
    discount: WAD,
    isCall: true,
    shifts: shiftsOf(WAD / 5n),
  };
  const over = black76.MAX_VOLATILITY + 1n;
  const refused: [string, Partial<ScenarioCase>][] = [
    ["ForwardTooLarge", { forward: black76.MAX_PRICE }],
    ["ForwardTooLarge", { forward: black76.MAX_PRICE + 1n }],
    ["ForwardTooLarge", { forward: black76.MAX_PRICE + 1n, shifts: shiftsOf(0n).fill(-WAD / 2n) }],
    ["StrikeTooLarge", { strike: black76.MAX_PRICE + 1n }],
    ["TimeToExpiryTooLong", { timeToExpiry: black76.MAX_TIME + 1n }],
    ["VolatilityTooHigh", { volatilities: [over, 0n, 0n] }],
    ["VolatilityTooHigh", { volatilities: [0n, over, 0n] }],
    ["VolatilityTooHigh", { volatilities: [0n, 0n, over] }],
    ["DiscountTooHigh", { discount: black76.MAX_DISCOUNT + 1n }],
  ];
  refused.forEach(([name, change], i) => {
    it(`values_areRefusedWithTheSameError_${name}_${i}`, async () => {
      const c = { ...plain, ...change };
      await expect(harness.fillMany([c])).to.be.revertedWithCustomError(harness, name);
      expect(() => valuesOf(c))
        .to.throw(PricingBoundError)
        .with.property("name", `${name}Error`);
    });
  });

  it("values_areRefusedWithTheSameError_whereSeveralFiguresAreOut", async () => {
    const random = new Random(SEED);
    for (let i = 0; i < 60; i++) {
      const c: ScenarioCase = {
        ...plain,
        forward: random.pick([WAD, black76.MAX_PRICE, black76.MAX_PRICE + 1n]),
        strike: random.pick([WAD, black76.MAX_PRICE + 1n]),
        timeToExpiry: random.pick([1n, black76.MAX_TIME + 1n]),
        volatilities: [random.pick([WAD, over]), random.pick([WAD, over + 1n]), random.pick([WAD, over + 2n])],
        discount: random.pick([WAD, over]),
      };
      let refusal: { name: string; value: bigint } | undefined;
      try {
        valuesOf(c);
      } catch (error) {
        refusal = error as { name: string; value: bigint };
      }
      if (refusal === undefined) await harness.fillMany([c]);
      else {
        await expect(harness.fillMany([c]))
          .to.be.revertedWithCustomError(harness, refusal.name.replace(/Error$/, ""))
          .withArgs(refusal.value, anyValue);
      }
    }
  });

  it("shifts_areRefusedWithTheSameError_outOfRange", async () => {
    const shifts = [...shiftsOf(0n).slice(0, 8), scenarios.MAX_SHIFT + 1n];
    await expect(harness.prepare(shifts)).to.be.revertedWithCustomError(harness, "ShiftOutOfRange");
    expect(() => scenarios.prepare(shifts)).to.throw(ShiftOutOfRangeError);
  });

  it("values_refuseNegativeFigures_thatNoContractTakes", () => {
    const negatives: Partial<ScenarioCase>[] = [
      { forward: -1n },
      { strike: -1n },
      { timeToExpiry: -1n },
      { volatilities: [WAD, WAD, -1n] },
      { discount: -1n },
    ];
    for (const change of negatives) expect(() => valuesOf({ ...plain, ...change })).to.throw(NegativeInputError, "-1");
  });
});
