import { expect } from "chai";

import { randomOf } from "../../../scripts/start/prices/random.ts";
import { proveSettlement, provingRounds, settlementPrice } from "../../../sdk/src/keeper/index.js";
import { DAY, HOUR, MARKET, WINDOW, createClockWorld, expiryAfter } from "../../support/oracles/clockWorld.js";
import type { Round } from "../../support/oracles/clockWorld.js";
import { historyOf } from "../../support/oracles/histories.js";

const DEEP = process.env.DEEP === "1";
/** Days of a feed that the usual run proves. */
const SAMPLE = 45;
/** The phase of the recorded rounds. */
const PHASE = 6;
const FEED_TO_WAD = 10n ** 10n;

/** The time-weighted average in the hour before an expiry of the answers, each in force from its time on; wad. */
const averageOf = (rounds: readonly Round[], expiry: number): bigint => {
  let sum = 0n;
  rounds.forEach(({ answer, updatedAt }, i) => {
    const from = Math.max(updatedAt, expiry - WINDOW);
    const until = Math.min(rounds[i + 1]?.updatedAt ?? Infinity, expiry);
    if (until > from) sum += answer * BigInt(until - from);
  });
  return (sum * FEED_TO_WAD) / BigInt(WINDOW);
};

/** The expiries whose window begins with a round in force and which a round follows. */
const coveredDays = (rounds: readonly Round[]): number[] => {
  const days: number[] = [];
  const last = rounds.at(-1)!.updatedAt;
  for (let expiry = expiryAfter(rounds[1]!.updatedAt + HOUR); expiry <= last; expiry += DAY) days.push(expiry);
  return days;
};

/** All days in a deep run, else some of them: the first, the last, and others chosen by a seed. */
const chosenDays = (days: readonly number[], name: string): number[] => {
  if (DEEP || days.length <= SAMPLE) return [...days];
  const random = randomOf(1, name);
  const chosen = new Set([days[0]!, days.at(-1)!]);
  while (chosen.size < SAMPLE) chosen.add(random.pick(days));
  return [...chosen].sort((a, b) => a - b);
};

for (const symbol of ["eth", "btc"] as const) {
  const { name, rounds } = historyOf(symbol);
  const days = coveredDays(rounds);
  const chosen = chosenDays(days, name);

  describe(`settlement prices from ${rounds.length} ${name}`, () => {
    it(`proveSettlement_writesTheAverage_on${chosen.length}Of${days.length}Days`, async function () {
      this.timeout(600_000);
      const world = await createClockWorld(rounds[1]!.updatedAt - HOUR);
      const proxy = await world.newProxy(await world.newAggregator());
      for (let phase = 2; phase < PHASE; phase++) await world.changePhase(proxy, await world.newAggregator());
      const aggregator = await world.newAggregator();
      await world.changePhase(proxy, aggregator);

      let pushed = 0;
      const runTo = async (time: number): Promise<void> => {
        const end = rounds.findIndex(({ updatedAt }, i) => i >= pushed && updatedAt > time);
        await world.warp(time);
        await world.push(aggregator, rounds.slice(pushed, end < 0 ? rounds.length : end));
        pushed = end < 0 ? rounds.length : end;
      };
      await runTo(rounds[1]!.updatedAt);
      await world.lead(proxy);

      for (const expiry of chosen) {
        const at = { market: MARKET, expiry };
        await runTo(expiry - 2 * HOUR);
        await world.oracle.sample(MARKET);
        await runTo(expiry + 1);
        const next = rounds[pushed]?.updatedAt ?? Infinity;
        const proof = await provingRounds(world.keeper, at);
        if (rounds[pushed - 1]!.updatedAt < expiry) {
          expect(proof, "a proof before a round follows").to.equal(undefined);
          await runTo(next);
        }
        const done = await proveSettlement(world.keeper, at);
        expect(done, `no proof for ${new Date(expiry * 1000).toISOString()}`).not.to.equal(undefined);
        expect(await settlementPrice(world.keeper, at)).to.equal(averageOf(rounds, expiry));
        const [closing] = await world.oracle.closing(MARKET, expiry);
        expect(closing.phase).to.equal(BigInt(PHASE));
      }
    });
  });
}
