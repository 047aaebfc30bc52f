import type { Keeper, KeeperAction, KeeperDone } from "./client.js";
import { reasonOf } from "./reason.js";

/** A transaction to send. */
export interface KeeperCall {
  readonly action: KeeperAction;
  readonly to: string;
  readonly data: string;
}

/**
 * Sends a transaction. One that the chain refuses is reported and gives undefined: another keeper was faster, or a
 * price moved in between, and the next round looks again.
 */
export const attempt = async (keeper: Keeper, { action, to, data }: KeeperCall): Promise<KeeperDone | undefined> => {
  try {
    return { action, receipt: await keeper.client.send(to, data, action) };
  } catch (error) {
    keeper.onRefusal?.({ action, reason: reasonOf(error) });
    return undefined;
  }
};

/** An open function of the house, and the same one behind the contract that pays for it. @internal */
export interface PayableCall extends KeeperCall {
  /** Calldata for the upkeep contract, to the credit of an account. */
  readonly paid: (account: bigint) => string;
}

/** As {@link attempt}, through the upkeep contract when the keeper names an account. @internal */
export const attemptPaid = (keeper: Keeper, { paid, ...open }: PayableCall): Promise<KeeperDone | undefined> => {
  const { deployment, payTo } = keeper;
  if (payTo === undefined) return attempt(keeper, open);
  return attempt(keeper, { action: open.action, to: deployment.upkeep, data: paid(payTo) });
};

/** Sends transactions one after the other; returns those that went through. */
export const attemptAll = async (keeper: Keeper, calls: readonly KeeperCall[]): Promise<KeeperDone[]> => {
  const done: KeeperDone[] = [];
  for (const call of calls) {
    const result = await attempt(keeper, call);
    if (result !== undefined) done.push(result);
  }
  return done;
};
