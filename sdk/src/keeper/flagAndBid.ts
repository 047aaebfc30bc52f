import type { Evaluator, Portfolio } from "../risk/index.js";
import { attempt } from "./attempt.js";
import { type BidPlan, planBids } from "./bidPlan.js";
import type { Keeper, KeeperDone } from "./client.js";
import { liquidator } from "./contracts.js";
import { reasonOf } from "./reason.js";

/** A bid whose size the chain finds too large is tried again with four fifths, so many times. */
const TRIES = 5;
/** Bids on one account in one round. */
const MAX_BIDS = 12;

/** What a bidder works with. */
export interface Bidding {
  /** Account that takes the legs; the client's sender owns it. */
  readonly bidder: bigint;
  /** Least reward that is worth a transaction, USDC. */
  readonly cost: bigint;
  readonly evaluator: Evaluator;
  readonly portfolioOf: (account: bigint) => Promise<Portfolio>;
  /** Price of each market by its id, wad. */
  readonly spot: Readonly<Record<number, bigint>>;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * Flags an account below maintenance, then takes legs of it until it is healthy again or no leg pays its cost. Auctions
 * pay more with time: what is left is for the next round.
 */
export const flagAndBid = async (keeper: Keeper, account: bigint, bidding: Bidding): Promise<KeeperDone[]> => {
  const done: KeeperDone[] = [];
  let raised = await flaggedAt(keeper, account);
  if (raised === 0) {
    const data = liquidator.encodeFunctionData("flag", [account]);
    const flagged = await attempt(keeper, { action: "flag", to: keeper.deployment.liquidator, data });
    if (flagged === undefined) return done;
    done.push(flagged);
    raised = bidding.now;
  }
  for (let i = 0; i < MAX_BIDS; i++) {
    const bid = await bidOnce(keeper, account, { ...bidding, raised });
    if (bid === undefined) break;
    done.push(bid);
  }
  return done;
};

/** When the auction of an account began, unix seconds; 0 if it is not flagged. */
export const flaggedAt = async (keeper: Keeper, account: bigint): Promise<number> => {
  const data = liquidator.encodeFunctionData("flaggedAt", [account]);
  const result = await keeper.client.call(keeper.deployment.liquidator, data);
  return Number(liquidator.decodeFunctionResult("flaggedAt", result)[0]);
};

const bidOnce = async (
  keeper: Keeper,
  account: bigint,
  bidding: Bidding & { raised: number },
): Promise<KeeperDone | undefined> => {
  const portfolio = await bidding.portfolioOf(account);
  const margin = bidding.evaluator.evaluate(portfolio);
  if (margin.equity >= margin.maintenance) return undefined;
  const elapsed = BigInt(bidding.now - bidding.raised);
  const { evaluator, spot } = bidding;
  for (const plan of planBids({ portfolio, margin, evaluator, spot, elapsed })) {
    if (plan.reward < bidding.cost) continue;
    const data = await bidData(keeper, { account, plan, bidding });
    if (data === undefined) continue;
    const done = await attempt(keeper, { action: "bid", to: keeper.deployment.liquidator, data });
    if (done !== undefined) return done;
  }
  return undefined;
};

/** The call of a bid that the chain would take now, smaller than planned if it must be. */
const bidData = async (
  keeper: Keeper,
  { account, plan, bidding }: { account: bigint; plan: BidPlan; bidding: Bidding },
): Promise<string | undefined> => {
  const { instrument, collateralMarket } = plan.leg;
  let size = plan.size;
  for (let i = 0; i < TRIES; i++, size = (size * 4n) / 5n) {
    const bid = { account, bidder: bidding.bidder, instrument, collateralMarket, size, minReward: bidding.cost };
    try {
      const data = liquidator.encodeFunctionData("calculateBid", [bid]);
      const result = await keeper.client.call(keeper.deployment.liquidator, data);
      const [outcome] = liquidator.decodeFunctionResult("calculateBid", result);
      if (outcome.fromAccount + outcome.fromFund < bidding.cost) return undefined;
      return liquidator.encodeFunctionData("bid", [bid]);
    } catch (error) {
      const reason = reasonOf(error);
      keeper.onRefusal?.({ action: "bid", reason });
      if (!reason.includes("TooMuchTaken")) return undefined;
    }
  }
  return undefined;
};
