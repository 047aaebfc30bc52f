import { expect } from "chai";
import * as fc from "fast-check";

import { provingRounds } from "../../../sdk/src/keeper/index.js";
import type { DataFeedsLegacyAggregatorProxy, RoundsAggregator } from "../../../types/ethers-contracts/index.js";
import { fuzz } from "../../support/fastCheck.js";
import {
  BOUNDS,
  type ClockWorld,
  DAY,
  FEED_UNIT,
  HOUR,
  MARKET,
  type Round,
  WINDOW,
  createClockWorld,
} from "../../support/oracles/clockWorld.js";

const MINUTE = 60;
/** A Friday, 08:00 UTC. */
const EXPIRY = 1_772_784_000;
const OPENING = EXPIRY - WINDOW;
const START = EXPIRY - 4 * HOUR;
const END = EXPIRY + 2 * HOUR;
/** When the last of the generated rounds and changes of phase may be. */
const LATEST = 5.5 * HOUR;
const SHIFT = 64n;
const BATCH = 60;
const runs = { ...fuzz, numRuns: process.env.DEEP === "1" ? 1000 : 50 };

/** Rounds of the phases by their own count from 1, when the proxy leaves each but the last, and when samples are taken. */
interface Story {
  readonly phases: readonly (readonly Round[])[];
  readonly changes: readonly number[];
  readonly samples: readonly number[];
}

const isValid = ({ answer }: Round): boolean => answer > BOUNDS.low && answer < BOUNDS.high;

/** On a grid that holds the window's ends, so that times meet. */
const gap = fc.constantFrom(0, 0, 10, 20, 30, 40, 60, 90).map((minutes) => minutes * MINUTE);
const time = fc.integer({ min: 1, max: LATEST / (10 * MINUTE) }).map((tens) => START + tens * 10 * MINUTE);
const answer = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(10n ** 8n, 10n ** 13n) },
  fc.constantFrom(0n, -1n, BOUNDS.low, BOUNDS.high),
);

const EMPTY: Round = { answer: 0n, updatedAt: 0 };

/** Times of a phase do not fall; some phases begin with an empty round. */
const anyPhase = fc
  .record({
    isEmptyFirst: fc.boolean(),
    offset: fc.integer({ min: 0, max: 30 }),
    rounds: fc.array(fc.record({ gap, answer }), { maxLength: 6 }),
  })
  .map(({ isEmptyFirst, offset, rounds }): Round[] => {
    let at = START + offset * 10 * MINUTE;
    const timed = rounds.map((round) => ({ answer: round.answer, updatedAt: (at += round.gap) }));
    const kept = timed.filter(({ updatedAt }) => updatedAt <= START + LATEST);
    return isEmptyFirst ? [EMPTY].concat(kept) : kept;
  });

/** The first phase begins with the rounds that let the market start. */
const FIRST: readonly Round[] = [EMPTY, { answer: 2000n * 10n ** 8n, updatedAt: START }];

const anyStory: fc.Arbitrary<Story> = fc
  .integer({ min: 1, max: 3 })
  .chain((count) =>
    fc.record({
      phases: fc.tuple(...Array.from({ length: count }, () => anyPhase)),
      changes: fc.array(time, { minLength: count - 1, maxLength: count - 1 }),
      samples: fc.array(time, { maxLength: 4 }),
    }),
  )
  .map(({ phases: [first, ...others], changes, samples }) => ({
    phases: [[...FIRST, ...first!.filter(({ updatedAt }) => updatedAt !== 0)], ...others],
    changes: changes.sort((a, b) => a - b),
    samples: samples.sort((a, b) => a - b),
  }));

/** All rounds that count when the window opened in a phase: its own, and what follows where it ends. */
const chainOf = ({ phases }: Story, phase: number): Round[] | undefined => {
  const chain = phases[phase - 1]!.filter(({ updatedAt }) => updatedAt !== 0);
  if (!chain.some((round) => isValid(round) && round.updatedAt <= OPENING)) return undefined;
  for (let next = phase; chain.at(-1)!.updatedAt < EXPIRY; next++) {
    const last = chain.at(-1)!.updatedAt;
    const more = phases[next]?.filter(({ updatedAt }) => updatedAt > last) ?? [];
    if (more.length === 0) return undefined;
    chain.push(...more);
  }
  return chain;
};

/** The price that a proof has to give, wad; undefined where the history proves none. */
const expectedPrice = (story: Story, phase: number): bigint | undefined => {
  const chain = chainOf(story, phase)?.filter(isValid);
  return chain && averageOf(chain);
};

const averageOf = (chain: readonly Round[]): bigint => {
  let sum = 0n;
  for (let t = OPENING; t < EXPIRY; t += MINUTE) {
    sum += chain.findLast(({ updatedAt }) => updatedAt <= t)!.answer * FEED_UNIT;
  }
  return (sum * BigInt(MINUTE)) / BigInt(WINDOW);
};

describe(`settlement proofs on ${runs.numRuns} generated histories (seed ${fuzz.seed})`, () => {
  let world: ClockWorld;
  let proxy: DataFeedsLegacyAggregatorProxy;
  let aggregators: RoundsAggregator[];
  let search: Awaited<ReturnType<typeof deploySearch>>;
  let endsEarly: string;
  let restore: () => Promise<void>;
  const deploySearch = () => world.connection.ethers.deployContract("ProofSearch");

  before(async () => {
    world = await createClockWorld(START - HOUR);
    aggregators = [await world.newAggregator(), await world.newAggregator(), await world.newAggregator()];
    proxy = await world.newProxy(aggregators[0]!);
    await world.warp(START);
    await world.push(aggregators[0]!, FIRST);
    await world.lead(proxy);
    search = await deploySearch();
    endsEarly = world.settlement.interface.getError("HistoryEndsEarly")!.selector;
    const snapshot = await world.connection.networkHelpers.takeSnapshot();
    restore = () => snapshot.restore();
  });

  /** Lets a story happen, in the order of its times. */
  const tell = async ({ phases, changes, samples }: Story): Promise<void> => {
    const written = [FIRST.length, 0, 0];
    const writeUntil = async (now: number): Promise<void> => {
      for (const [i, rounds] of phases.entries()) {
        const end = rounds.filter(({ updatedAt }) => updatedAt <= now).length;
        if (end <= written[i]!) continue;
        await world.push(aggregators[i]!, rounds.slice(written[i], end));
        written[i] = end;
      }
    };
    let phase = 1;
    for (const now of [...changes, ...samples].sort((a, b) => a - b)) {
      await world.warp(now);
      await writeUntil(now);
      while (changes[phase - 1] === now) await world.changePhase(proxy, aggregators[phase++]!);
      if (samples.includes(now)) await world.oracle.sample(MARKET);
    }
    await world.warp(END);
    await writeUntil(END);
  };

  const tryAll = async (proofs: readonly bigint[][]): Promise<{ prices: bigint[]; reasons: string[] }> => {
    const [prices, reasons]: [bigint[], string[]] = [[], []];
    for (let i = 0; i < proofs.length; i += BATCH) {
      const batch = proofs.slice(i, i + BATCH);
      const result = await search.tryAll.staticCall(world.settlement, MARKET, EXPIRY, batch);
      prices.push(...result.prices);
      reasons.push(...result.reasons);
    }
    return { prices, reasons };
  };

  /**
   * Every price that a proof gives, of all lists of one and two rounds, and of those of three whose beginning was refused
   * for want of more: a list with another beginning is refused for it.
   */
  const provablePrices = async ({ phases }: Story): Promise<Set<bigint>> => {
    const ids = phases.flatMap((rounds, i) =>
      Array.from({ length: rounds.length + 2 }, (_, round) => (BigInt(i + 1) << SHIFT) | BigInt(round)),
    );
    const pairs = ids.flatMap((first) => ids.map((second) => [first, second]));
    const short = await tryAll([...ids.map((id) => [id]), ...pairs]);
    const open = pairs.filter((_, i) => short.reasons[ids.length + i] === endsEarly);
    const long = await tryAll(open.flatMap((pair) => ids.map((third) => pair.concat(third))));
    return new Set([...short.prices, ...long.prices].filter((price) => price !== 0n));
  };

  const seen = { proven: 0, continued: 0, unprovable: 0 };

  it("prove_givesOnePriceAtMost_whateverIsTried", async function () {
    this.timeout(1_800_000);
    const check = async (story: Story): Promise<void> => {
      await restore();
      await tell(story);
      const [closing] = await world.oracle.closing(MARKET, EXPIRY);
      const expected = expectedPrice(story, Number(closing.phase));
      const prices = await provablePrices(story);
      expect([...prices]).to.deep.equal(expected === undefined ? [] : [expected]);

      const proof = await provingRounds(world.keeper, { market: MARKET, expiry: EXPIRY });
      if (expected === undefined) expect(proof, "a proof that is refused").to.equal(undefined);
      else expect(await world.settlement.prove.staticCall(MARKET, EXPIRY, proof!)).to.equal(expected);
      seen[expected === undefined ? "unprovable" : proof!.length > 1 ? "continued" : "proven"]++;
    };
    await fc.assert(fc.asyncProperty(anyStory, check), runs);
    for (const [kind, count] of Object.entries(seen)) expect(count, kind).to.be.greaterThan(runs.numRuns / 25);
  });

  it("prove_refusesASecondPrice_onceOneIsWritten", async () => {
    await restore();
    const rounds = [{ answer: 3000n * 10n ** 8n, updatedAt: EXPIRY }];
    await world.warp(EXPIRY + DAY);
    await world.push(aggregators[0]!, rounds);
    const proof = [(1n << SHIFT) | 2n];
    await world.settlement.prove(MARKET, EXPIRY, proof);
    const price = 2000n * 10n ** 18n;
    for (const attempt of [
      () => world.settlement.prove(MARKET, EXPIRY, proof),
      () => world.settlement.fallBack(MARKET, EXPIRY),
    ]) {
      await expect(attempt())
        .to.be.revertedWithCustomError(world.settlement, "AlreadyWritten")
        .withArgs(MARKET, EXPIRY, price);
    }
  });
});
