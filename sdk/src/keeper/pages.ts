import type { Keeper } from "./client.js";
import { lens } from "./contracts.js";

/** The lists of the lens that hold work for a keeper. */
export type WorkList = "liquidatable" | "settleable" | "resolvable";

/**
 * Ids of accounts that need something, all pages of the lens.
 * @param pageSize Accounts that one read looks at
 */
export const pendingAccounts = async (keeper: Keeper, list: WorkList, pageSize = 50): Promise<bigint[]> => {
  const found: bigint[] = [];
  let cursor = 1n;
  while (cursor !== 0n) {
    const data = lens.encodeFunctionData(list, [cursor, pageSize]);
    const result = lens.decodeFunctionResult(list, await keeper.client.call(keeper.deployment.lens, data));
    found.push(...(result[0] as bigint[]));
    cursor = result[1] as bigint;
  }
  return found;
};
