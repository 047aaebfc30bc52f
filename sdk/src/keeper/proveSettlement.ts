import { ZeroAddress } from "ethers";

import { attempt } from "./attempt.js";
import type { Keeper, KeeperDone } from "./client.js";
import { feedProxy, priceOracle, settlementOracle, upkeep } from "./contracts.js";

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
 * the expiry exists. Paid when the keeper names an account.
 */
export const proveSettlement = async (keeper: Keeper, at: MarketExpiry): Promise<KeeperDone | undefined> => {
  if ((await settlementPrice(keeper, at)) !== 0n) return undefined;
  const rounds = await provingRounds(keeper, at);
  if (rounds === undefined) return undefined;
  const { deployment, payTo } = keeper;
  const proof = [at.market, at.expiry, rounds];
  return payTo === undefined
    ? attempt(keeper, {
        action: "prove",
        to: deployment.settlementOracle,
        data: settlementOracle.encodeFunctionData("prove", proof),
      })
    : attempt(keeper, {
        action: "prove",
        to: deployment.upkeep,
        data: upkeep.encodeFunctionData("prove", [...proof, payTo]),
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
  const current = (await latestId(keeper, feed)) >> PHASE_SHIFT;
  const rounds: bigint[] = [];
  let reached = start;
  for (let phase = closing[0].phase as bigint; phase <= current; phase++) {
    const latest = await latestRound(keeper, { feed, phase });
    const at = (round: bigint) => roundAt(keeper, { feed, id: (phase << PHASE_SHIFT) | round });
    const last = await lastAtOrBefore(reached, latest, async (round) => (await at(round)).time);
    const found = rounds.length === 0 ? await lastValid(last, at) : last + 1n;
    if (found === undefined) return undefined;
    if (found > latest) continue;
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

/** The proxy behind the source that was first at a time; undefined if it was no Chainlink feed of the deployment. */
const feedAt = async (
  keeper: Keeper,
  { market, time }: { market: number; time: number },
): Promise<string | undefined> => {
  const [source] = await read(keeper, "firstSourceAt", [market, time]);
  if (source === ZeroAddress) return undefined;
  const result = await keeper.client.call(source as string, feedProxy.encodeFunctionData("proxy"));
  return feedProxy.decodeFunctionResult("proxy", result)[0] as string;
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
  for (let round = from; round > 0n; round--) if ((await at(round)).answer > 0n) return round;
  return undefined;
};

const latestId = async (keeper: Keeper, feed: string): Promise<bigint> => {
  const result = await keeper.client.call(feed, feedProxy.encodeFunctionData("latestRoundData"));
  return feedProxy.decodeFunctionResult("latestRoundData", result)[0] as bigint;
};

/** The newest round of a phase in the aggregator's own count, 0 when there is none. */
const latestRound = async (keeper: Keeper, { feed, phase }: { feed: string; phase: bigint }): Promise<bigint> => {
  const id = await latestId(keeper, feed);
  if (id >> PHASE_SHIFT === phase) return id & ROUND_MASK;
  const answer = await keeper.client.call(feed, feedProxy.encodeFunctionData("phaseAggregators", [phase]));
  const aggregator = feedProxy.decodeFunctionResult("phaseAggregators", answer)[0] as string;
  const round = await keeper.client.call(aggregator, feedProxy.encodeFunctionData("latestRound"));
  return feedProxy.decodeFunctionResult("latestRound", round)[0] as bigint;
};

interface Round {
  readonly answer: bigint;
  /** Unix seconds. */
  readonly time: number;
}

const roundAt = async (keeper: Keeper, { feed, id }: { feed: string; id: bigint }): Promise<Round> => {
  const result = await keeper.client.call(feed, feedProxy.encodeFunctionData("getRoundData", [id]));
  const [, answer, , updatedAt] = feedProxy.decodeFunctionResult("getRoundData", result);
  return { answer: answer as bigint, time: Number(updatedAt) };
};
