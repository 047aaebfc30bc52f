import { inspect } from "node:util";

import { expect } from "chai";
import type { Contract, Interface } from "ethers";
import { network } from "hardhat";

import type { BallastError } from "../../sdk/src/errors/BallastError.js";
import { NegativeInputError, impliedVolatility, svi } from "../../sdk/src/pricing/index.js";
import { Random, WAD, chunks } from "../support/pricing/samples.js";
import {
  type PriceQuote,
  type SmilePoint,
  type SmileQuote,
  anyPrice,
  anySmileQuote,
  argumentsOf,
  priceQuotes,
  smilePoints,
  quotedPoint,
  quotedPrice,
  quotedSmile,
  quotedSmileQuote,
  wildPoint,
  wildPrice,
  wildSmile,
} from "../support/pricing/volatilityCases.js";

const COUNT = process.env.DEEP === "1" ? 20_000 : 1_000;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");

type Outcome = bigint | { name: string; figures: bigint[] };

/** What a contract call gave: a figure, or the name and the arguments of its error. */
const decoded = (data: string, face: Interface): Outcome => {
  if (data.length === 66) return BigInt(data);
  const error = face.parseError(data)!;
  return { name: `${error.name}Error`, figures: [...error.args] };
};

/** The same of a call of the SDK. */
const attempt = (calculate: () => bigint): Outcome => {
  try {
    return calculate();
  } catch (error) {
    const figures = Object.values(error as BallastError).filter((figure) => typeof figure === "bigint");
    return { name: (error as BallastError).name, figures };
  }
};

describe(`volatility: contract and SDK on ${COUNT} seeded inputs (seed ${SEED})`, () => {
  let smile: Contract;
  let solver: Contract;

  before(async () => {
    const { ethers } = await network.create();
    smile = await ethers.deployContract("SviHarness");
    solver = await ethers.deployContract("ImpliedVolatilityHarness");
  });

  const some = <T>(make: (random: Random) => T): T[] => {
    const random = new Random(SEED);
    return Array.from({ length: COUNT }, () => make(random));
  };

  const compare = async <T>(
    harness: Contract,
    method: string,
    inputs: readonly T[],
    sdk: (input: T) => bigint,
  ): Promise<void> => {
    for (const part of chunks(inputs, 200)) {
      const results: string[] = await harness.getFunction(method)(part);
      part.forEach((input, i) => {
        const expected = attempt(() => sdk(input));
        expect(decoded(results[i]!, harness.interface), inspect(input)).to.deep.equal(expected);
      });
    }
  };

  it("sviTotalVariance_hasTheSameBitsAndErrors", () =>
    compare<SmilePoint>(
      smile,
      "attemptTotalVariance",
      [...some((random) => random.pick([quotedPoint, wildPoint])(random)), ...(smilePoints() ?? [])],
      ({ params, logMoneyness }) => svi.totalVariance(params, logMoneyness),
    ));

  it("sviVolatility_hasTheSameBitsAndErrors", () =>
    compare<SmileQuote>(
      smile,
      "attemptVolatility",
      some((random) =>
        random.pick([quotedSmileQuote, anySmileQuote])(
          random,
          random.pick([quotedSmile, quotedSmile, wildSmile])(random),
        ),
      ),
      ({ params, forward, strike, timeToExpiry }) => svi.volatility(params, forward, strike, timeToExpiry),
    ));

  it("impliedVolatility_hasTheSameBitsAndErrors", () =>
    compare<PriceQuote>(
      solver,
      "attempt",
      [...some((random) => random.pick([quotedPrice, anyPrice, wildPrice])(random)), ...(priceQuotes() ?? [])],
      (quote) => impliedVolatility.solve(...argumentsOf(quote)),
    ));

  it("volatility_refusesNegativeFigures_thatNoContractTakes", () => {
    for (let i = 0; i < 5; i++) {
      const figures: [bigint, bigint, bigint, bigint, bigint] = [WAD, WAD, 1n, WAD, WAD / 2n];
      figures[i] = -1n;
      expect(() => impliedVolatility.solve(...figures, true)).to.throw(NegativeInputError, "-1");
    }
    const params = { a: WAD, b: WAD, rho: 0n, m: 0n, sigma: WAD };
    expect(() => svi.totalVariance({ ...params, b: -1n }, 0n)).to.throw(NegativeInputError, "-1");
    expect(() => svi.totalVariance({ ...params, sigma: -1n }, 0n)).to.throw(NegativeInputError, "-1");
    expect(() => svi.volatility(params, -1n, 1n, 1n)).to.throw(NegativeInputError, "-1");
    expect(() => svi.volatility(params, 1n, -1n, 1n)).to.throw(NegativeInputError, "-1");
    expect(() => svi.volatility(params, 1n, 1n, -1n)).to.throw(NegativeInputError, "-1");
  });
});
