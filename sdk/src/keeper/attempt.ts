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

/** Sends transactions one after the other; returns those that went through. */
export const attemptAll = async (keeper: Keeper, calls: readonly KeeperCall[]): Promise<KeeperDone[]> => {
  const done: KeeperDone[] = [];
  for (const call of calls) {
    const result = await attempt(keeper, call);
    if (result !== undefined) done.push(result);
  }
  return done;
};
