import { attempt } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { feedProxy, priceOracle, settlementOracle } from "./contracts.js";

/** The window before an expiry over which the settlement price is averaged, seconds. */
export const SETTLEMENT_WINDOW = 3600;

const PHASE_SHIFT = 64n;
const ROUND_MASK = (1n << PHASE_SHIFT) - 1n;

/** An expiry of a market, unix seconds. */
export interface MarketExpiry {
  readonly market: number;
  readonly expiry: number;
}

/** The settlement price of an expiry, wad; 0 while it is not written. */
export const settlementPrice = async (keeper: Keeper, { market, expiry }: MarketExpiry): Promise<bigint> => {
  const data = settlementOracle.encodeFunctionData("price", [market, expiry]);
  const result = await keeper.client.call(keeper.deployment.settlementOracle, data);
  return settlementOracle.decodeFunctionResult("price", result)[0] as bigint;
};

/**
 * Writes the settlement price of an expiry from the feed's rounds, when it is not written yet and a round at or after
 * the expiry exists.
 */
export const proveSettlement = async (keeper: Keeper, at: MarketExpiry): Promise<KeeperDone | undefined> => {
  if ((await settlementPrice(keeper, at)) !== 0n) return undefined;
  const round = await firstRound(keeper, at);
  if (round === undefined) return undefined;
  const data = settlementOracle.encodeFunctionData("prove", [at.market, at.expiry, round]);
  return attempt(keeper, { action: "prove", to: keeper.deployment.settlementOracle, data });
};

/**
 * The proxy's id of the last round at or before the window of an expiry, in the phase that the oracle was in then.
 * Undefined while no round at or after the expiry exists.
 */
export const firstRound = async (keeper: Keeper, { market, expiry }: MarketExpiry): Promise<bigint | undefined> => {
  const start = expiry - SETTLEMENT_WINDOW;
  const feed = await feedOf(keeper, market);
  const phase = await phaseAt(keeper, { market, time: start });
  const latest = await latestRound(keeper, { feed, phase });
  const timeOf = async (round: bigint): Promise<number> =>
    roundTime(keeper, { feed, id: (phase << PHASE_SHIFT) | round });
  if (latest === 0n || (await timeOf(latest)) < expiry) return undefined;
  let [low, high] = [1n, latest];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if ((await timeOf(middle)) <= start) low = middle;
    else high = middle - 1n;
  }
  return (phase << PHASE_SHIFT) | low;
};

const feedOf = async (keeper: Keeper, market: number): Promise<string> => {
  const result = await keeper.client.call(
    keeper.deployment.priceOracle,
    priceOracle.encodeFunctionData("source", [market]),
  );
  return priceOracle.decodeFunctionResult("source", result)[0].feed as string;
};

const phaseAt = async (keeper: Keeper, { market, time }: { market: number; time: number }): Promise<bigint> => {
  const result = await keeper.client.call(
    keeper.deployment.priceOracle,
    priceOracle.encodeFunctionData("sampleAt", [market, time]),
  );
  return priceOracle.decodeFunctionResult("sampleAt", result)[0].phase as bigint;
};

/** The newest round of a phase in the aggregator's own count, 0 when there is none. */
const latestRound = async (keeper: Keeper, { feed, phase }: { feed: string; phase: bigint }): Promise<bigint> => {
  const result = await keeper.client.call(feed, feedProxy.encodeFunctionData("latestRoundData"));
  const id = feedProxy.decodeFunctionResult("latestRoundData", result)[0] as bigint;
  if (id >> PHASE_SHIFT === phase) return id & ROUND_MASK;
  const answer = await keeper.client.call(feed, feedProxy.encodeFunctionData("phaseAggregators", [phase]));
  const aggregator = feedProxy.decodeFunctionResult("phaseAggregators", answer)[0] as string;
  const round = await keeper.client.call(aggregator, feedProxy.encodeFunctionData("latestRound"));
  return feedProxy.decodeFunctionResult("latestRound", round)[0] as bigint;
};

/** When a round was updated, unix seconds. */
const roundTime = async (keeper: Keeper, { feed, id }: { feed: string; id: bigint }): Promise<number> => {
  const result = await keeper.client.call(feed, feedProxy.encodeFunctionData("getRoundData", [id]));
  return Number(feedProxy.decodeFunctionResult("getRoundData", result)[3]);
};
