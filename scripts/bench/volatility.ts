import { Random } from "../../test/support/pricing/samples.ts";
import {
  priceQuotes,
  smilePoints,
  quotedPoint,
  quotedPrice,
  quotedSmileQuote,
} from "../../test/support/pricing/volatilityCases.ts";
import { meter } from "./meter.ts";
import type { Results } from "./results.ts";

const COUNT = 200;
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
  const measure = await meter();
  const points = smilePoints()?.filter(({ w }) => !w.startsWith("-")) ?? some(quotedPoint);
  for (const [key, kernel, nothing, inputs] of [
    ["pricing.sviTotalVariance", "TotalVarianceMeter", "NothingPointMeter", points],
    ["pricing.sviVolatility", "VolatilityMeter", "NothingStrikeMeter", some((random) => quotedSmileQuote(random))],
    ["pricing.impliedVolatility", "ImpliedVolatilityMeter", "NothingQuoteMeter", priceQuotes() ?? some(quotedPrice)],
  ] as const) {
    for (const gas of await measure(kernel, nothing, inputs)) results.add(key, gas);
  }
}
