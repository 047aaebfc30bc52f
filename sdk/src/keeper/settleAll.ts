import { attemptAll } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { clearingHouse } from "./contracts.js";
import { pendingAccounts } from "./pages.js";

/** Accounts that one transaction settles, so that it stays far from the gas limit of a transaction. */
const ACCOUNTS_PER_CALL = 20;

/** Turns the expired positions of all accounts into cash, where the settlement price is written. */
export const settleAll = async (keeper: Keeper): Promise<KeeperDone[]> => {
  const ids = await pendingAccounts(keeper, "settleable");
  const to = keeper.deployment.clearingHouse;
  const calls = [];
  for (let i = 0; i < ids.length; i += ACCOUNTS_PER_CALL) {
    const data = clearingHouse.encodeFunctionData("settle", [ids.slice(i, i + ACCOUNTS_PER_CALL)]);
    calls.push({ action: "settle" as const, to, data });
  }
  return attemptAll(keeper, calls);
};
