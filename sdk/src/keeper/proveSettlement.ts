import { ZeroAddress } from "ethers";

import { SETTLEMENT_WINDOW } from "../instruments/times.js";
import { attemptPaid } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { feedProxy, priceOracle, settlementOracle, upkeep } from "./contracts.js";

export { SETTLEMENT_WINDOW };

const PHASE_SHIFT = 64n;

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
 * the expiry exists. Paid when the keeper names an account.
 */
export const proveSettlement = async (keeper: Keeper, at: MarketExpiry): Promise<KeeperDone | undefined> => {
  if ((await settlementPrice(keeper, at)) !== 0n) return undefined;
  const rounds = await provingRounds(keeper, at);
  if (rounds === undefined) return undefined;
  const proof = [at.market, at.expiry, rounds];
  return attemptPaid(keeper, {
    action: "prove",
    to: keeper.deployment.settlementOracle,
    data: settlementOracle.encodeFunctionData("prove", proof),
    paid: (account) => upkeep.encodeFunctionData("prove", [...proof, account]),
  });
};

/**
 * What proves a settlement price: the proxy's id of the last valid round at or before the window of the expiry, in the
 * phase that was current then, and for each later phase that the proof runs into its first round after the phase before.
 * Undefined while no round at or after the expiry exists, or when the source has no rounds.
 */
export const provingRounds = async (
  keeper: Keeper,
  { market, expiry }: MarketExpiry,
): Promise<bigint[] | undefined> => {
  const start = expiry - SETTLEMENT_WINDOW;
  const feed = await feedAt(keeper, { market, time: start });
  if (feed === undefined) return undefined;
  const closing = await read(keeper, "closing", [market, expiry]);
  const current = await currentPhase(keeper, feed);
  const rounds: bigint[] = [];
  let reached = start;
  for (let phase = closing[0].phase as bigint; phase <= current; phase++) {
    const latest = await latestRound(keeper, { feed, phase });
    const at = (round: bigint) => roundAt(keeper, { feed, id: (phase << PHASE_SHIFT) | round });
    const last = await lastAtOrBefore(reached, latest, async (round) => (await at(round)).time);
    const found = rounds.length === 0 ? await lastValid(last, at) : last + 1n;
    // A phase cannot be left out: where it has nothing to go on with, nothing is proven.
    if (found === undefined || found > latest) return undefined;
    rounds.push((phase << PHASE_SHIFT) | found);
    reached = (await at(latest)).time;
    if (reached >= expiry) return rounds;
  }
  return undefined;
};

const read = async (keeper: Keeper, name: "closing" | "firstSourceAt", args: readonly unknown[]) => {
  const data = priceOracle.encodeFunctionData(name, args);
  return priceOracle.decodeFunctionResult(name, await keeper.client.call(keeper.deployment.priceOracle, data));
};

/** A source with a history, and the proxy that it reads. */
interface Feed {
  readonly source: string;
  readonly proxy: string;
}

/** The source that was first at a time; undefined if there was none. */
const feedAt = async (
  keeper: Keeper,
  { market, time }: { market: number; time: number },
): Promise<Feed | undefined> => {
  const [source] = await read(keeper, "firstSourceAt", [market, time]);
  if (source === ZeroAddress) return undefined;
  const result = await keeper.client.call(source as string, feedProxy.encodeFunctionData("proxy"));
  const proxy = feedProxy.decodeFunctionResult("proxy", result)[0] as string;
  return { source: source as string, proxy };
};

/** The last of rounds 1 to `latest` whose time is not after `time`; 0 if there is none. Times do not fall. */
const lastAtOrBefore = async (
  time: number,
  latest: bigint,
  timeOf: (round: bigint) => Promise<number>,
): Promise<bigint> => {
  let [low, high] = [0n, latest];
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if ((await timeOf(middle)) <= time) low = middle;
    else high = middle - 1n;
  }
  return low;
};

/** The last valid round down from one. */
const lastValid = async (from: bigint, at: (round: bigint) => Promise<Round>): Promise<bigint | undefined> => {
  for (let round = from; round > 0n; round--) if ((await at(round)).price > 0n) return round;
  return undefined;
};

const currentPhase = async (keeper: Keeper, { source }: Feed): Promise<bigint> => {
  const result = await keeper.client.call(source, feedProxy.encodeFunctionData("phaseId"));
  return feedProxy.decodeFunctionResult("phaseId", result)[0] as bigint;
};

/** The newest round of a phase in the aggregator's own count, 0 when there is none. */
const latestRound = async (
  keeper: Keeper,
  { feed, phase }: { readonly feed: Feed; readonly phase: bigint },
): Promise<bigint> => {
  const answer = await keeper.client.call(feed.proxy, feedProxy.encodeFunctionData("phaseAggregators", [phase]));
  const aggregator = feedProxy.decodeFunctionResult("phaseAggregators", answer)[0] as string;
  const round = await keeper.client.call(aggregator, feedProxy.encodeFunctionData("latestRound"));
  return feedProxy.decodeFunctionResult("latestRound", round)[0] as bigint;
};

interface Round {
  /** Wad; 0: no valid answer, for the source's bounds too. */
  readonly price: bigint;
  /** Unix seconds. */
  readonly time: number;
}

/** A round as the source gives it to the contract. */
const roundAt = async (keeper: Keeper, { feed, id }: { readonly feed: Feed; readonly id: bigint }): Promise<Round> => {
  const result = await keeper.client.call(feed.source, feedProxy.encodeFunctionData("round", [id]));
  const [price, updatedAt] = feedProxy.decodeFunctionResult("round", result);
  return { price: price as bigint, time: Number(updatedAt) };
};
