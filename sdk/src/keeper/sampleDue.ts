import { attempt } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { priceOracle, upkeep } from "./contracts.js";

/** Takes a sample of a market's price when one is due; nothing is sent otherwise. Paid when the keeper names an account. */
export const sampleDue = async (keeper: Keeper, market: number): Promise<KeeperDone | undefined> => {
  const { client, deployment, payTo } = keeper;
  const read = await client.call(deployment.priceOracle, priceOracle.encodeFunctionData("isDue", [market]));
  if (!priceOracle.decodeFunctionResult("isDue", read)[0]) return undefined;
  return payTo === undefined
    ? attempt(keeper, {
        action: "sample",
        to: deployment.priceOracle,
        data: priceOracle.encodeFunctionData("sample", [market]),
      })
    : attempt(keeper, {
        action: "sample",
        to: deployment.upkeep,
        data: upkeep.encodeFunctionData("sample", [[market], payTo]),
      });
};
