import { network } from "hardhat";

import { Random } from "../../test/support/pricing/samples.ts";
import {
  publishedPrices,
  publishedSmiles,
  quotedPoint,
  quotedPrice,
  quotedSmileQuote,
} from "../../test/support/pricing/volatilityCases.ts";
import type { Results } from "./results.ts";

const COUNT = 200;
const PART = 50;
const SEED = 2n;

const some = <T>(make: (random: Random) => T): T[] => {
  const random = new Random(SEED);
  return Array.from({ length: COUNT }, () => make(random));
};

/**
 * Gas of the smile and of the implied volatility alone: over the published points with a variance that is not negative,
 * or over seeded ones. Options of a smile are seeded: quoted ones read at quoted smiles.
 */
export async function volatility(results: Results): Promise<void> {
  const { ethers } = await network.create();
  const smile = await ethers.deployContract("SviHarness");
  const solver = await ethers.deployContract("ImpliedVolatilityHarness");
  const record = async <T>(key: string, inputs: readonly T[], measure: (part: T[]) => Promise<[bigint[], bigint]>) => {
    for (let i = 0; i < inputs.length; i += PART) {
      const [used] = await measure(inputs.slice(i, i + PART));
      for (const gas of used) results.add(key, gas);
    }
  };
  const points = publishedSmiles()?.filter(({ w }) => !w.startsWith("-")) ?? some(quotedPoint);
  await record("pricing.sviTotalVariance", points, (part) => smile.totalVarianceGas(part));
  await record(
    "pricing.sviVolatility",
    some((random) => quotedSmileQuote(random)),
    (part) => smile.volatilityGas(part),
  );
  await record("pricing.impliedVolatility", publishedPrices() ?? some(quotedPrice), (part) => solver.gasMany(part));
}
