import { expect } from "chai";
import * as fc from "fast-check";

import type { RoundsAggregator } from "../../../types/ethers-contracts/index.js";
import { fuzz } from "../../support/fastCheck.js";
import {
  type ClockWorld,
  DAY,
  FEED_UNIT,
  HOUR,
  MARKET,
  WINDOW,
  createClockWorld,
} from "../../support/oracles/clockWorld.js";

const MINUTE = 60;
/** A Friday, 08:00 UTC. */
const EXPIRY = 1_772_784_000;
const OPENING = EXPIRY - WINDOW;
const START = EXPIRY - 4 * HOUR;
const FIRST = 2000n * 10n ** 8n;
const LAST_SAMPLE = 2n;
const AVERAGE = 1n;
const runs = { ...fuzz, numRuns: process.env.DEEP === "1" ? 1000 : 40 };

/** A price and from when on it is in force. */
interface Force {
  readonly from: number;
  readonly price: bigint;
}

/** A sample to take: its time, the price that the feed says then, and how old that answer is. */
interface Plan {
  readonly time: number;
  readonly answer: bigint;
  readonly age: number;
}

const answer = fc.bigInt(10n ** 10n, 10n ** 12n);
const age = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 * MINUTE }));
/** Around one expiry, its window's ends among them. */
const nearTime = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: OPENING - 2 * HOUR, max: EXPIRY + HOUR }) },
  { weight: 5, arbitrary: fc.integer({ min: OPENING + 1, max: EXPIRY - 1 }) },
  { weight: 1, arbitrary: fc.constantFrom(OPENING, EXPIRY) },
);
const plansOf = (time: fc.Arbitrary<number>, maxLength: number): fc.Arbitrary<Plan[]> =>
  fc
    .uniqueArray(fc.record({ time, answer, age }), { maxLength, selector: (plan) => plan.time })
    .map((plans) => plans.sort((a, b) => a.time - b.time));

/** Time-weighted average from one time to another of what was in force; wad. */
const averageOf = (forces: readonly Force[], from: number, until: number): bigint => {
  let sum = 0n;
  forces.forEach(({ from: begin, price }, i) => {
    const [low, high] = [Math.max(begin, from), Math.min(forces[i + 1]?.from ?? Infinity, until)];
    if (high > low) sum += price * BigInt(high - low);
  });
  return sum / BigInt(until - from);
};

/** Stored prices have 12 digits, and each sample of a window rounds its average down once more. */
const requireNear = (actual: bigint, expected: bigint, what: string): void => {
  const within = actual <= expected && expected - actual <= expected / 10n ** 10n;
  if (!within) expect.fail(`${what}: ${actual} is not ${expected}`);
};

describe(`samples around expiries on ${runs.numRuns} seeded paths (seed ${fuzz.seed})`, () => {
  let world: ClockWorld;
  let aggregator: RoundsAggregator;
  let restore: () => Promise<void>;

  before(async () => {
    world = await createClockWorld(START - HOUR);
    aggregator = await world.newAggregator();
    await world.warp(START);
    await world.push(aggregator, [{ answer: FIRST, updatedAt: START }]);
    await world.lead(await world.newProxy(aggregator));
    const snapshot = await world.connection.networkHelpers.takeSnapshot();
    restore = () => snapshot.restore();
  });

  /** Samples as planned where one is due, and notes what was in force from when; `look` is called after each. */
  const live = async (plans: readonly Plan[], look?: (forces: readonly Force[]) => Promise<void>): Promise<Force[]> => {
    const forces: Force[] = [{ from: START, price: FIRST * FEED_UNIT }];
    let sampledAt = Number((await world.oracle.clock(MARKET)).sampledAt);
    for (const plan of plans) {
      if ((await world.now()) >= plan.time - 1) continue;
      const updatedAt = plan.time - 1 - plan.age;
      await world.at(plan.time - 1);
      await aggregator.push([plan.answer], [updatedAt]);
      await world.sampleAt(plan.time);
      const clock = await world.oracle.clock(MARKET);
      if (Number(clock.sampledAt) === plan.time) {
        forces.push({ from: updatedAt > sampledAt ? updatedAt : plan.time, price: plan.answer * FEED_UNIT });
        sampledAt = plan.time;
      }
      await look?.(forces);
    }
    return forces;
  };

  it("runningAverage_isTheAverageOfWhatWasInForce", async () => {
    let looked = 0;
    const check = async (plans: Plan[], waits: number[]): Promise<void> => {
      await restore();
      await live(plans, async (forces) => {
        await world.warp((await world.now()) + (waits[forces.length % waits.length] ?? 0));
        const now = await world.now();
        const [average, elapsed] = await world.oracle.runningAverage(MARKET, EXPIRY);
        expect(elapsed).to.equal(BigInt(Math.min(Math.max(now - OPENING, 0), WINDOW)));
        if (now <= OPENING) expect(average).to.equal(0n);
        else requireNear(average, averageOf(forces, OPENING, Math.min(now, EXPIRY)), `at ${now - EXPIRY}`);
        if (now > OPENING && now < EXPIRY) looked++;
      });
    };
    const waits = fc.array(fc.integer({ min: 0, max: 10 * MINUTE }), { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(plansOf(nearTime, 10), waits, check), runs);
    expect(looked).to.be.greaterThan(runs.numRuns);
  });

  it("fallBack_writesTheAverageOfWhatWasInForce_afterADay_once", async () => {
    const check = async (plans: Plan[], later: Plan): Promise<void> => {
      await restore();
      const forces = await live([...plans, later]);
      const [closing, isComplete] = await world.oracle.closing(MARKET, EXPIRY);
      expect(isComplete).to.equal(true);
      await world.at(EXPIRY + DAY - 1);
      await expect(world.settlement.fallBack(MARKET, EXPIRY)).to.be.revertedWithCustomError(
        world.settlement,
        "TooEarlyForFallback",
      );
      await world.at(EXPIRY + DAY);
      await expect(world.settlement.fallBack(MARKET, EXPIRY))
        .to.emit(world.settlement, "SettlementPriceWritten")
        .withArgs(MARKET, EXPIRY, closing.average, AVERAGE);
      const price = await world.settlement.price(MARKET, EXPIRY);
      requireNear(price, averageOf(forces, OPENING, EXPIRY), "average");
      requireNear(closing.last, forces.findLast(({ from }) => from <= EXPIRY)!.price, "last");
      await expect(world.settlement.fallBack(MARKET, EXPIRY))
        .to.be.revertedWithCustomError(world.settlement, "AlreadyWritten")
        .withArgs(MARKET, EXPIRY, price);
    };
    const later = fc.record({ time: fc.integer({ min: EXPIRY + 2 * HOUR, max: EXPIRY + 20 * HOUR }), answer, age });
    await fc.assert(fc.asyncProperty(plansOf(nearTime, 8), later, check), runs);
  });

  it("fallBack_writesTheLastSample_afterThreeDaysWithoutOne_once", async () => {
    const before = nearTime.filter((time) => time < EXPIRY);
    const check = async (plans: Plan[]): Promise<void> => {
      await restore();
      const forces = await live(plans);
      await world.at(EXPIRY + 3 * DAY - 1);
      await expect(world.settlement.fallBack(MARKET, EXPIRY)).to.be.revertedWithCustomError(
        world.settlement,
        "TooEarlyForFallback",
      );
      await world.at(EXPIRY + 3 * DAY);
      const written = world.settlement.fallBack(MARKET, EXPIRY);
      const { price } = await world.oracle.clock(MARKET);
      await expect(written)
        .to.emit(world.settlement, "SettlementPriceWritten")
        .withArgs(MARKET, EXPIRY, price, LAST_SAMPLE);
      requireNear(price, forces.at(-1)!.price, "last sample");
    };
    await fc.assert(fc.asyncProperty(plansOf(before, 6), check), runs);
  });

  it("closing_holdsTheLastPrice_onDaysThatNobodySampled", async () => {
    const check = async (plans: Plan[], missed: number, wait: number, then: Plan): Promise<void> => {
      await restore();
      const time = EXPIRY + missed * DAY + wait;
      const forces = await live([...plans, { ...then, time }]);
      const first = forces.slice(0, -1);
      const held = first.at(-1)!.price;
      for (let day = 0; day <= missed; day++) {
        const [closing, isComplete] = await world.oracle.closing(MARKET, EXPIRY + day * DAY);
        expect(isComplete).to.equal(true);
        expect(closing.phase).to.equal(1n);
        requireNear(closing.average, day === 0 ? averageOf(first, OPENING, EXPIRY) : held, `day ${day} of ${missed}`);
        requireNear(closing.last, held, `last of day ${day}`);
      }
    };
    const before = plansOf(
      nearTime.filter((time) => time < EXPIRY - 1),
      6,
    );
    const missed = fc.integer({ min: 1, max: 5 });
    const wait = fc.integer({ min: 0, max: DAY - 1 });
    const then = fc.record({ time: fc.constant(0), answer, age });
    await fc.assert(fc.asyncProperty(before, missed, wait, then, check), runs);
  });
});
