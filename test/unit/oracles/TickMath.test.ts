import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { MAX_TICK, type Rational, exactPrice, floorDivide, keepsError, scaled } from "../../support/oracles/ticks.js";
import { Random } from "../../support/pricing/samples.js";

const MAX = (1n << 256n) - 1n;
const WAD = 10n ** 18n;
/** e^135 in wad, where `toPrice` stops counting: everything below this number is given. */
const SATURATION = 42n * 10n ** 75n;
const BITS = 640n;
const ONE = 1n << BITS;
const ROW = 8_000n;

/** Every tick when `DEEP=1`. */
const STRIDE = process.env.DEEP === "1" ? 1n : 101n;

/** 1.0001^(step·i) for i = 0, 1, … between two bounds: 640 bits, cut down in the one and up in the other. */
const powers = (step: bigint, count: number): { low: bigint; high: bigint }[] => {
  const [up, down] = [10_001n ** step, 10_000n ** step];
  const bounds = [{ low: ONE, high: ONE }];
  for (let i = 1; i < count; i += 1) {
    const { low, high } = bounds[i - 1]!;
    bounds.push({ low: (low * up) / down, high: (high * up) / down + 1n });
  }
  return bounds;
};

describe("TickMath", () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("TickMathHarness");
  });

  const expectPrice = (result: bigint, low: Rational, high: Rational, name: string): void => {
    if (result === MAX) expect(high.numerator > high.denominator * SATURATION, `saturated ${name}`).to.equal(true);
    else expect(keepsError(result, low, high), name).to.equal(true);
  };

  it("toPrice_keepsItsError_overTheWholeRange", async () => {
    const random = new Random(11n);
    const table = powers(STRIDE, Number(MAX_TICK / STRIDE) + 1);
    for (const sign of [1n, -1n]) {
      for (let first = 0n; first * STRIDE <= MAX_TICK; first += ROW) {
        const decimals = random.between(-36n, 36n);
        const rest = MAX_TICK / STRIDE + 1n - first;
        const count = rest < ROW ? rest : ROW;
        const row: bigint[] = await harness.prices(sign * first * STRIDE, sign * STRIDE, count, decimals);
        row.forEach((result, i) => {
          const { low, high } = table[Number(first) + i]!;
          const bounds: [Rational, Rational] =
            sign > 0n
              ? [
                  { numerator: low, denominator: ONE },
                  { numerator: high, denominator: ONE },
                ]
              : [
                  { numerator: ONE, denominator: high },
                  { numerator: ONE, denominator: low },
                ];
          const [below, above] = bounds.map((bound) => scaled(bound, decimals)) as [Rational, Rational];
          expectPrice(result, below, above, `tick ${sign * (first + BigInt(i)) * STRIDE}, 10^${decimals}`);
        });
      }
    }
  });

  it("toPrice_keepsItsError_fromExactRationals", async () => {
    const random = new Random(12n);
    const some = Array.from({ length: 12 }, () => random.between(-250_000n, 250_000n));
    const ticks = [0n, 1n, -1n, MAX_TICK, -MAX_TICK, ...some];
    for (const tick of ticks) {
      for (const decimals of [-36n, 0n, 12n]) {
        const [result] = await harness.prices(tick, 0n, 1n, decimals);
        const exact = exactPrice(tick, decimals);
        expectPrice(result, exact, exact, `tick ${tick}, 10^${decimals}`);
      }
    }
  });

  it("toPrice_isExact_atItsLandmarks", async () => {
    expect(await harness.prices(0n, 0n, 1n, 0n)).to.deep.equal([WAD]);
    expect(await harness.prices(-MAX_TICK, 0n, 1n, 0n)).to.deep.equal([0n]);
    expect(await harness.prices(MAX_TICK, 0n, 1n, 36n)).to.deep.equal([MAX]);
  });

  it("mean_roundsTowardMinusInfinity", async () => {
    const random = new Random(13n);
    const sums = [0n, 1n, -1n, 1799n, 1800n, 1801n, -1799n, -1800n, -1801n];
    for (const sum of [...sums, ...Array.from({ length: 50 }, () => random.between(-(1n << 55n), 1n << 55n))]) {
      expect(await harness.mean(sum, 1800n), `${sum}`).to.equal(floorDivide(sum, 1800n));
    }
  });
});
