import { attempt } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { funding } from "./contracts.js";

/** Seconds for which an imbalance moves the funding rate after an accrual. */
const ACCRUAL = 3600n;

/**
 * Lets the funding of a market take the imbalance anew, once the last one moves it no longer: an hour later; nothing is sent
 * before. Where there is no source of the imbalance there is nothing to do.
 * @param now Unix seconds
 */
export const accrueFunding = async (keeper: Keeper, market: number, now: number): Promise<KeeperDone | undefined> => {
  const { client, deployment } = keeper;
  const read = async (name: "imbalanceSource" | "fundingState") =>
    funding.decodeFunctionResult(
      name,
      await client.call(deployment.funding, funding.encodeFunctionData(name, [market])),
    )[0];
  if (BigInt((await read("imbalanceSource")) as string) === 0n) return undefined;
  const { accruedAt } = (await read("fundingState")) as { accruedAt: bigint };
  if (BigInt(now) < accruedAt + ACCRUAL) return undefined;
  const data = funding.encodeFunctionData("accrue", [market]);
  return attempt(keeper, { action: "accrue", to: deployment.funding, data });
};
