import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { REFERENCE_BITS, black76 as reference } from "../../support/pricing/reference.js";
import { Random, WAD, absolute, chunks, greater, rowsOf } from "../../support/pricing/samples.js";
import {
  type ScenarioCase,
  anyCase,
  forwardOf,
  shiftsOf,
  typicalCase,
  volatilityOf,
} from "../../support/pricing/scenarioCases.js";

const YEAR = 31_536_000n;
const BOUND = (1n << 120n) - 1n;
const TIME = (1n << 32n) - 1n;
const RATE = (1n << 64n) - 1n;
const SCENARIOS = Array.from({ length: 23 }, (_, k) => k);

describe("Scenarios", () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("ScenariosHarness");
  });

  const each = async (method: string, cases: ScenarioCase[]): Promise<bigint[][]> => {
    const rows: bigint[][] = [];
    for (const part of chunks(cases, 25)) rows.push(...rowsOf(await harness.getFunction(method)(part)));
    return rows;
  };

  const some = (seed: bigint, count: number, make: (random: Random) => ScenarioCase): ScenarioCase[] => {
    const random = new Random(seed);
    return Array.from({ length: count }, () => make(random));
  };

  const plain: ScenarioCase = {
    forward: 120n * WAD,
    strike: 100n * WAD,
    timeToExpiry: YEAR / 12n,
    volatilities: [WAD / 2n, WAD, 2n * WAD],
    discount: WAD / 2n,
    isCall: true,
    shifts: shiftsOf(WAD / 5n),
  };

  const intrinsics = (c: ScenarioCase): bigint[] =>
    SCENARIOS.map((k) => {
      const gain = c.isCall ? forwardOf(c, k) - c.strike : c.strike - forwardOf(c, k);
      return gain > 0n ? (gain * c.discount) / WAD : 0n;
    });

  it("values_areWithinBound_of23Prices", async () => {
    const cases = [...some(23n, 250, typicalCase), ...some(24n, 250, anyCase)];
    const [values, expected] = [await each("fillMany", cases), await each("referenceMany", cases)];
    let worst = 0;
    cases.forEach((c, i) => {
      SCENARIOS.forEach((k) => {
        const scale = greater(c.forward, greater(forwardOf(c, k), c.strike)) * greater(c.discount, WAD);
        const error = absolute(values[i]![k]! - expected[i]![k]!);
        const rounding = (4n * greater(c.discount, WAD)) / WAD;
        if (error > rounding) worst = Math.max(worst, Number((error - rounding) * WAD) / Number(scale));
        expect(error <= (scale * 5n) / (10n ** 14n * WAD) + rounding, `${k} of ${JSON.stringify(c, text)}`).to.equal(
          true,
        );
      });
    });
    console.log(`      worst error beyond 4 wei: ${worst.toExponential(2)} of max(F, F', K)·max(D, 1)`);
  });

  it("values_areWithinBound_ofExactFormula", async () => {
    const cases = some(25n, 10, typicalCase);
    const values = await each("fillMany", cases);
    cases.forEach((c, i) => {
      SCENARIOS.forEach((k) => {
        const forward = forwardOf(c, k);
        const exact = reference([forward, c.strike, c.timeToExpiry, volatilityOf(c, k), c.discount]);
        const error = absolute((values[i]![k]! << REFERENCE_BITS) - (c.isCall ? exact.call : exact.put));
        const allowed = ((greater(forward, c.strike) * 5n) / 10n ** 14n + 4n) << REFERENCE_BITS;
        expect(error <= allowed, `${k} of ${JSON.stringify(c, text)}`).to.equal(true);
      });
    });
  });

  it("unmovedValue_isThatOfPrice_toTheBit", async () => {
    const cases = [...some(26n, 100, typicalCase), ...some(27n, 100, anyCase)];
    for (const c of cases) c.shifts[3] = 0n;
    const [values, expected] = [await each("fillMany", cases), await each("referenceMany", cases)];
    cases.forEach((_, i) => expect(values[i]![10]).to.equal(expected[i]![10]));
  });

  it("callAndPut_differByDiscountedDistance_toTheWei", async () => {
    const cases = [...some(28n, 100, typicalCase), ...some(29n, 100, anyCase)];
    const calls = await each(
      "fillMany",
      cases.map((c) => ({ ...c, isCall: true })),
    );
    const puts = await each(
      "fillMany",
      cases.map((c) => ({ ...c, isCall: false })),
    );
    cases.forEach((c, i) => {
      SCENARIOS.forEach((k) => {
        const distance = forwardOf(c, k) - c.strike;
        const parity = (absolute(distance) * c.discount) / WAD;
        expect(calls[i]![k]! - puts[i]![k]!).to.equal(distance < 0n ? -parity : parity);
      });
    });
  });

  const certain: [string, Partial<ScenarioCase>][] = [
    ["withoutTime", { timeToExpiry: 0n }],
    ["withoutVolatility", { volatilities: [0n, 0n, 0n] }],
    ["withoutForward", { forward: 0n }],
    ["withoutStrike", { strike: 0n }],
    ["withoutForwardAndStrike", { forward: 0n, strike: 0n }],
    ["whenStrikeIsFarAbove", { strike: BOUND }],
    ["whenStrikeIsFarBelow", { strike: 1n }],
    ["atTheMoneyWithoutTime", { strike: 120n * WAD, timeToExpiry: 0n, shifts: shiftsOf(0n) }],
  ];
  for (const [condition, change] of certain) {
    it(`values_areDiscountedIntrinsic_${condition}`, async () => {
      for (const isCall of [true, false]) {
        const c = { ...plain, ...change, isCall };
        expect((await each("fillMany", [c]))[0]).to.deep.equal(intrinsics(c));
      }
    });
  }

  it("values_areWholeForward_atHundredYearsAndHighestVolatility", async () => {
    const c = { ...plain, timeToExpiry: 100n * YEAR, volatilities: [10n * WAD, 10n * WAD, 10n * WAD] };
    const values = (await each("fillMany", [c as ScenarioCase]))[0]!;
    SCENARIOS.forEach((k) => expect(values[k]).to.equal(forwardOf(plain, k) / 2n));
  });

  it("prepare_givesFactors_andTheGreatest", async () => {
    const prepared = await harness.prepare(plain.shifts);
    expect([...prepared.factors]).to.deep.equal(plain.shifts.map((shift) => WAD + shift));
    expect(prepared.logarithms[3]).to.equal(0n);
    expect(prepared.greatest).to.equal((3n * WAD) / 2n);
  });

  for (const shift of [(-95n * WAD) / 100n - 1n, (5n * WAD) / 2n + 1n]) {
    it(`prepare_reverts_atShift_${shift}`, async () => {
      await expect(harness.prepare(plain.shifts.with(8, shift)))
        .to.be.revertedWithCustomError(harness, "ShiftOutOfRange")
        .withArgs(shift, (-95n * WAD) / 100n, (5n * WAD) / 2n);
    });
  }

  const over = RATE + 1n;
  const outside: [string, string, Partial<ScenarioCase>, bigint, bigint][] = [
    ["aboveForwardBound", "ForwardTooLarge", { forward: (1n << 255n) + 1n }, (1n << 255n) + 1n, BOUND],
    ["whereTheTailPassesForwardBound", "ForwardTooLarge", { forward: BOUND }, (BOUND * 3n) / 2n, BOUND],
    ["aboveStrikeBound", "StrikeTooLarge", { strike: BOUND + 1n }, BOUND + 1n, BOUND],
    ["aboveTimeBound", "TimeToExpiryTooLong", { timeToExpiry: TIME + 1n }, TIME + 1n, TIME],
    ["aboveVolatilityBound_down", "VolatilityTooHigh", { volatilities: [over, 0n, 0n] }, over, RATE],
    ["aboveVolatilityBound_unmoved", "VolatilityTooHigh", { volatilities: [0n, over, 0n] }, over, RATE],
    ["aboveVolatilityBound_up", "VolatilityTooHigh", { volatilities: [0n, 0n, over] }, over, RATE],
    ["aboveDiscountBound", "DiscountTooHigh", { discount: over }, over, RATE],
  ];
  for (const [condition, error, change, value, bound] of outside) {
    it(`fill_reverts_${condition}`, async () => {
      await expect(harness.fillMany([{ ...plain, ...change }]))
        .to.be.revertedWithCustomError(harness, error)
        .withArgs(value, bound);
    });
  }

  it("gas_staysBelowCeiling_onTypicalOptions", async () => {
    const used = await each("gasMany", some(30n, 200, typicalCase));
    const column = (i: number): number[] => used.map((row) => Number(row[i]));
    const average = (figures: number[]): number => Math.round(figures.reduce((a, b) => a + b) / figures.length);
    const figures = column(1);
    console.log(
      `      fill ${average(figures)} (${Math.min(...figures)} to ${Math.max(...figures)}), ` +
        `prepare ${average(column(0))}, 23 prices ${average(column(2))}`,
    );
    expect(average(figures)).to.be.lessThan(20_000);
    expect(Math.max(...figures)).to.be.lessThan(22_000);
  });
});

const text = (_: string, value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
