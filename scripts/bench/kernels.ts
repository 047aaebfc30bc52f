import { black76 } from "@ballast/sdk/pricing";
import { network } from "hardhat";

import { quotedOption, Random } from "../../test/support/pricing/samples.ts";
import type { Results } from "./results.ts";

const COUNT = 1_000;
const SEED = 1n;

/** Gas of the pricing kernels alone, and the time of their twins, over seeded options as they are quoted. */
export async function kernels(results: Results): Promise<void> {
  const { ethers } = await network.create();
  const harness = await ethers.deployContract("PricingHarness");
  const random = new Random(SEED);
  const options = Array.from({ length: COUNT }, () => quotedOption(random));
  for (let i = 0; i < COUNT; i += 100) {
    const used: [bigint, bigint][] = await harness.gasMany(options.slice(i, i + 100));
    for (const [price, greeks] of used) {
      results.add("pricing.price", price);
      results.add("pricing.greeks", greeks);
    }
  }
  for (let round = 0; round < 5; round++) {
    const start = process.hrtime.bigint();
    for (const [forward, strike, time, volatility, discount] of options) {
      black76.greeks(forward!, strike!, time!, volatility!, discount!);
    }
    results.add("sdk.greeks", Number(process.hrtime.bigint() - start) / COUNT, "ns");
  }
}
