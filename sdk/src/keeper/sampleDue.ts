import { attempt } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { priceOracle } from "./contracts.js";

/** Takes a sample of a market's price when one is due; nothing is sent otherwise. */
export const sampleDue = async (keeper: Keeper, market: number): Promise<KeeperDone | undefined> => {
  const to = keeper.deployment.priceOracle;
  const read = await keeper.client.call(to, priceOracle.encodeFunctionData("isDue", [market]));
  if (!priceOracle.decodeFunctionResult("isDue", read)[0]) return undefined;
  return attempt(keeper, { action: "sample", to, data: priceOracle.encodeFunctionData("sample", [market]) });
};
