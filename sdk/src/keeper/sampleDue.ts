import { attempt } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { priceOracle } from "./contracts.js";

/** When a market's price is stored. Times in unix seconds. */
export interface SampleSchedule {
  readonly market: number;
  readonly now: number;
  /** Greatest age of the stored price, seconds. */
  readonly interval: number;
}

/** Stores the price of a market when the stored one is older than the interval. */
export const sampleDue = async (
  keeper: Keeper,
  { market, now, interval }: SampleSchedule,
): Promise<KeeperDone | undefined> => {
  const to = keeper.deployment.priceOracle;
  const read = await keeper.client.call(to, priceOracle.encodeFunctionData("lastSample", [market]));
  const [sample] = priceOracle.decodeFunctionResult("lastSample", read);
  if (now - Number(sample.updatedAt) < interval) return undefined;
  return attempt(keeper, { action: "sample", to, data: priceOracle.encodeFunctionData("sample", [market]) });
};
