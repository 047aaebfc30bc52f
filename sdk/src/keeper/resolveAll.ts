import { attemptAll } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { clearingHouse } from "./contracts.js";
import { pendingAccounts } from "./pages.js";

/** Writes off what accounts without positions and collateral owe. */
export const resolveAll = async (keeper: Keeper): Promise<KeeperDone[]> => {
  const ids = await pendingAccounts(keeper, "resolvable");
  const to = keeper.deployment.clearingHouse;
  return attemptAll(
    keeper,
    ids.map((id) => ({ action: "resolve", to, data: clearingHouse.encodeFunctionData("resolve", [id]) })),
  );
};
