import { attemptPaid } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { priceOracle, upkeep } from "./contracts.js";

/** Takes a sample of a market's price when one is due; nothing is sent otherwise. Paid when the keeper names an account. */
export const sampleDue = async (keeper: Keeper, market: number): Promise<KeeperDone | undefined> => {
  const { client, deployment } = keeper;
  const read = await client.call(deployment.priceOracle, priceOracle.encodeFunctionData("isDue", [market]));
  if (!priceOracle.decodeFunctionResult("isDue", read)[0]) return undefined;
  return attemptPaid(keeper, {
    action: "sample",
    to: deployment.priceOracle,
    data: priceOracle.encodeFunctionData("sample", [market]),
    paid: (account) => upkeep.encodeFunctionData("sample", [[market], account]),
  });
};
