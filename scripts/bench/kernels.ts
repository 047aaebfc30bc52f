import { black76 } from "@ballast/sdk/pricing";

import { type Option, Random, WAD, quotedOption } from "../../test/support/pricing/samples.ts";
import { meter } from "./meter.ts";
import type { Results } from "./results.ts";

const COUNT = 500;
const SEED = 1n;
/** Options further out than this (in standard deviations, |d1|) take a shorter way. */
const FARTHEST = 6;

/** Gas of the pricing kernels alone, of their peers, and the time of the twins. */
export async function kernels(results: Results): Promise<void> {
  const measure = await meter();
  const random = new Random(SEED);
  const options: Option[] = [];
  while (options.length < COUNT) {
    const option = quotedOption(random);
    if (Math.abs(d1(option)) < FARTHEST) options.push(option);
  }
  for (const [key, kernel, nothing] of [
    ["pricing.price", "PriceMeter", "NothingOptionMeter"],
    ["pricing.greeks", "GreeksMeter", "NothingOptionMeter"],
    ["pricing.scenario23", "ScenariosMeter", "NothingScenariosMeter"],
  ] as const) {
    for (const gas of await measure(kernel, nothing, options)) results.add(key, gas);
  }
  for (let round = 0; round < 5; round++) {
    const start = process.hrtime.bigint();
    for (const option of options) black76.greeks(...option);
    results.add("sdk.greeks", Number(process.hrtime.bigint() - start) / COUNT, "ns");
  }
  // The elementary functions beside those of solady and @prb/math, over the same arguments.
  const some = (make: () => bigint): bigint[] => Array.from({ length: 200 }, make);
  const cases = {
    exp: some(() => random.between(0n, 50n * WAD)),
    ln: some(() => random.anySize(120) + 1n),
    sqrt: some(() => random.anySize(120) + 1n),
    cdf: some(() => random.between(0n, 6n * WAD)),
  };
  for (const [name, xs] of Object.entries(cases)) {
    for (const peer of name === "cdf" ? [""] : ["", "solady", "prb"]) {
      const used = await measure(`${capital(peer)}${capital(name)}Meter`, "NothingMeter", xs);
      for (const gas of used) results.add(`pricing.${name}${peer && `.${peer}`}`, gas);
    }
  }
}

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const d1 = (option: Option): number => {
  const [forward, strike, time, volatility] = option.map(Number) as [number, number, number, number];
  const s = (volatility / 1e18) * Math.sqrt(time / 31_536_000);
  return Math.log(forward / strike) / s + s / 2;
};
