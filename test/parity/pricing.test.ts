import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import {
  DivisionByZeroError,
  ExponentTooLargeError,
  LogarithmOfZeroError,
  NegativeInputError,
  PricingBoundError,
  ProductTooLargeError,
  SignedProductTooLargeError,
  SqrtTooLargeError,
  black76,
  fixedPoint,
  normal,
} from "../../sdk/src/pricing/index.js";
import {
  Random,
  WAD,
  anyOption,
  atTheSwitch,
  chunks,
  optionOf,
  quotedOption,
  rowsOf,
} from "../support/pricing/samples.js";
import { publishedVectors } from "../support/pricing/published.js";

const COUNT = process.env.DEEP === "1" ? 20_000 : 1_000;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");

describe(`pricing: contract and SDK on ${COUNT} seeded inputs (seed ${SEED})`, () => {
  let harness: Contract;

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("PricingHarness");
  });

  /** Runs both languages over slices that fit one call. */
  const compare = async <T, R>(
    inputs: readonly T[],
    contract: (part: T[]) => Promise<readonly R[]>,
    sdk: (input: T) => R,
  ): Promise<void> => {
    for (const part of chunks(inputs, 250)) {
      const results = await contract(part);
      part.forEach((input, i) => expect(results[i], String(input)).to.deep.equal(sdk(input)));
    }
  };

  const some = <T>(make: (random: Random) => T): T[] => {
    const random = new Random(SEED);
    return Array.from({ length: COUNT }, () => make(random));
  };

  const options = (): Parameters<typeof black76.price>[] => [
    ...some((random) => random.pick([anyOption, quotedOption, quotedOption, atTheSwitch])(random)),
    ...(publishedVectors() ?? []).map(optionOf),
  ];

  it("black76Price_hasTheSameBits", async () => {
    await compare(
      options(),
      async (part) => rowsOf(await harness.priceMany(part)),
      (option) => {
        const { call, put } = black76.price(...option);
        return [call, put];
      },
    );
  });

  it("black76Greeks_haveTheSameBits", async () => {
    await compare(
      options(),
      async (part) => rowsOf(await harness.greeksMany(part)),
      (option) => {
        const { call, put, delta, gamma, vega, theta } = black76.greeks(...option);
        return [call, put, delta, gamma, vega, theta];
      },
    );
  });

  it("exp_hasTheSameBits", () =>
    compare(
      some((random) => random.between(-45n * WAD, fixedPoint.MAX_EXPONENT)),
      (part) => harness.expMany(part),
      fixedPoint.exp,
    ));

  it("ln_hasTheSameBits", () =>
    compare(
      some((random) => random.anySize(255) + 1n),
      (part) => harness.lnMany(part),
      fixedPoint.ln,
    ));

  it("sqrt_hasTheSameBits", () =>
    compare(
      some((random) => random.anySize(196)),
      (part) => harness.sqrtMany(part),
      fixedPoint.sqrt,
    ));

  it("cdf_hasTheSameBits", () =>
    compare(
      some((random) => random.between(-14n * WAD, 14n * WAD)),
      (part) => harness.cdfMany(part),
      normal.cdf,
    ));

  it("roundedProducts_haveTheSameBits", async () => {
    const random = new Random(SEED);
    for (let i = 0; i < COUNT / 50; i++) {
      const [a, b] = [random.anySize(127), random.anySize(127)];
      expect(await harness.mulDown(a, b)).to.equal(fixedPoint.mulDown(a, b));
      expect(await harness.mulUp(a, b)).to.equal(fixedPoint.mulUp(a, b));
      expect(await harness.divDown(a, b + 1n)).to.equal(fixedPoint.divDown(a, b + 1n));
      expect(await harness.divUp(a, b + 1n)).to.equal(fixedPoint.divUp(a, b + 1n));
      const [x, y] = [random.pick([a, -a]), random.pick([b, -b])];
      expect(await harness.mulFloor(x, y)).to.equal(fixedPoint.mulFloor(x, y));
    }
  });

  const bound = black76.MAX_PRICE;
  const refused: [string, Parameters<typeof black76.price>][] = [
    ["ForwardTooLarge", [bound + 1n, 1n, 1n, 1n, 1n]],
    ["StrikeTooLarge", [1n, bound + 1n, 1n, 1n, 1n]],
    ["TimeToExpiryTooLong", [1n, 1n, black76.MAX_TIME + 1n, 1n, 1n]],
    ["VolatilityTooHigh", [1n, 1n, 1n, black76.MAX_VOLATILITY + 1n, 1n]],
    ["DiscountTooHigh", [1n, 1n, 1n, 1n, black76.MAX_DISCOUNT + 1n]],
  ];
  for (const [name, option] of refused) {
    it(`black76_refusesWithTheSameError_${name}`, async () => {
      await expect(harness.price(option)).to.be.revertedWithCustomError(harness, name);
      for (const calculate of [black76.price, black76.greeks]) {
        expect(() => calculate(...option))
          .to.throw(PricingBoundError)
          .with.property("name", `${name}Error`);
      }
    });
  }

  it("black76_refusesNegativeFigures_thatNoContractTakes", () => {
    for (let i = 0; i < 5; i++) {
      const option: Parameters<typeof black76.price> = [WAD, WAD, 1n, WAD, WAD];
      option[i] = -1n;
      expect(() => black76.price(...option)).to.throw(NegativeInputError, "-1");
    }
  });

  it("fixedPoint_refusesWithTheSameErrors_outOfRange", () => {
    const max = (1n << 256n) - 1n;
    const least = -(1n << 255n);
    expect(() => fixedPoint.exp(fixedPoint.MAX_EXPONENT + 1n)).to.throw(ExponentTooLargeError);
    expect(() => fixedPoint.ln(0n)).to.throw(LogarithmOfZeroError);
    expect(() => fixedPoint.sqrt(fixedPoint.MAX_SQRT + 1n)).to.throw(SqrtTooLargeError);
    expect(() => fixedPoint.mulUp(max, 2n)).to.throw(ProductTooLargeError);
    expect(() => fixedPoint.divDown(max, 1n)).to.throw(ProductTooLargeError);
    expect(() => fixedPoint.mulFloor(least, -1n)).to.throw(SignedProductTooLargeError);
    expect(() => fixedPoint.divUp(7n, 0n)).to.throw(DivisionByZeroError);
  });
});
