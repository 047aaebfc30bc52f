import { expect } from "chai";
import * as fc from "fast-check";

import { sqrt } from "../../sdk/src/pricing/fixedPoint.js";
import {
  type ClockState,
  type ClockStatus,
  anchorOf,
  isSampleDue,
  packClock,
  sampleClock,
  startClock,
  unpackClock,
} from "../../sdk/src/volatility/index.js";
import type { RoundsAggregator } from "../../types/ethers-contracts/index.js";
import { fuzz } from "../support/fastCheck.js";
import {
  CLOCK,
  type ClockWorld,
  DAY,
  FEED_UNIT,
  HEARTBEAT,
  HOUR,
  MARKET,
  createClockWorld,
} from "../support/oracles/clockWorld.js";

/** A Friday, 06:00 UTC: two hours before an expiry. */
const START = 1_772_776_800;
/** Slot of the mapping `clocks` in the oracle's storage. */
const CLOCKS_SLOT = 5n;

const anyState: fc.Arbitrary<ClockState> = fc.bigInt(0n, (1n << 256n) - 1n).map((word) =>
  // A canonical float has its exponent 0 or the highest bit of its mantissa set.
  unpackClock(packClock(unpackClock(word & ~((0xf8n << 176n) | (0xf8n << 24n))))),
);

/** A step: seconds until the next call, and the move of the price in hundredths of a percent; a round is `lag` old then. */
const anyStep = fc.record({
  wait: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 280, max: 1300 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: HOUR }) },
    { weight: 1, arbitrary: fc.integer({ min: HOUR, max: 4 * DAY }) },
  ),
  move: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -150, max: 150 }) }, fc.integer({ min: -5000, max: 8000 })),
  lag: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: HEARTBEAT + 600 })),
});

describe(`clock: contract and SDK on seeded paths (seed ${fuzz.seed})`, () => {
  let world: ClockWorld;
  let aggregator: RoundsAggregator;
  let start: ClockState;
  let price = 2000n * 10n ** 8n;

  const wordOf = async (): Promise<bigint> => {
    const { ethers } = world.connection;
    const key = ethers.AbiCoder.defaultAbiCoder().encode(["uint24", "uint256"], [MARKET, CLOCKS_SLOT]);
    return BigInt(await ethers.provider.getStorage(world.oracle, BigInt(ethers.keccak256(key))));
  };
  const numberOf = async (): Promise<bigint> => BigInt(await world.connection.ethers.provider.getBlockNumber());

  before(async () => {
    world = await createClockWorld(START - HOUR);
    aggregator = await world.newAggregator();
    await world.warp(START);
    await aggregator.transmit(price);
    await world.lead(await world.newProxy(aggregator));
    const time = await world.now();
    start = startClock({ ...CLOCK, price: price * FEED_UNIT, time, block: await numberOf() });
  });

  it("packClock_undoesUnpackClock", () => {
    const check = (state: ClockState): void => {
      expect(unpackClock(packClock(state))).to.deep.equal(state);
    };
    fc.assert(fc.property(anyState, check), fuzz);
  });

  it("startClock_isWhatTheFirstSourceLeaves", async () => {
    expect(unpackClock(await wordOf())).to.deep.equal(start);
  });

  it("sampleClock_givesTheSameBits_onRandomPaths", async () => {
    // Two hours of three: in the third the status is another.
    await world.oracle.setTradingHours(MARKET, ((2n ** 168n - 1n) / 7n) * 6n);
    let state = start;
    let samples = 0;
    let changes = 0;
    const check = async ({ wait, move, lag }: { wait: number; move: number; lag: number }): Promise<void> => {
      price = (price * BigInt(10_000 + move)) / 10_000n;
      if (price < 10n ** 9n || price > 10n ** 13n) price = 2000n * 10n ** 8n;
      const time = (await world.now()) + wait + 1;
      const updatedAt = time - Math.min(lag, wait);
      await world.at(time - 1);
      await aggregator.pushRound(price, updatedAt - (updatedAt === time ? 1 : 0), Math.min(updatedAt, time - 1));
      expect(isSampleDue(state, time)).to.equal(isSampleDue(unpackClock(await wordOf()), time));
      await world.sampleAt(time);
      const reading = await world.oracle.read(MARKET);
      const next = sampleClock(state, {
        ...CLOCK,
        time,
        price: reading.price,
        updatedAt: Math.min(updatedAt, time - 1),
        status: Number(reading.status) as ClockStatus,
        phase: 1n,
        block: await numberOf(),
      });
      expect(unpackClock(await wordOf())).to.deep.equal(next);
      if (next.sampledAt !== state.sampledAt) samples++;
      if (next.status !== state.status) changes++;
      state = next;
      const clock = await world.oracle.clock(MARKET);
      const now = { fast: sqrt(state.fast), slow: sqrt(state.slow) };
      expect([clock.fast, clock.slow, clock.price]).to.deep.equal([now.fast, now.slow, state.price]);
      const tenor = BigInt(wait) * 700n;
      expect(await world.oracle.anchor(MARKET, tenor)).to.equal(anchorOf(now, tenor));
    };
    const numRuns = fuzz.numRuns * 4;
    await fc.assert(fc.asyncProperty(anyStep, check), { ...fuzz, numRuns, endOnFailure: true });
    expect(samples).to.be.greaterThan(numRuns / 3);
    expect(changes).to.be.greaterThan(numRuns / 40);
  });

  it("isSampleDue_changesPace_inTheHourBeforeAnExpiry", () => {
    const sampledAt = START + HOUR - 200;
    expect(isSampleDue({ sampledAt }, START + HOUR - 1)).to.equal(false);
    expect(isSampleDue({ sampledAt }, START + HOUR + 99)).to.equal(false);
    expect(isSampleDue({ sampledAt }, START + HOUR + 100)).to.equal(true);
    expect(isSampleDue({ sampledAt: START + 2 * HOUR - 300 }, START + 2 * HOUR)).to.equal(false);
  });

  it("sampleClock_leavesTheState_whenNothingIsTaken", () => {
    const time = start.sampledAt + 600;
    const sample = { ...CLOCK, price: start.price, time };
    expect(sampleClock(start, { ...sample, time: start.sampledAt + 299 })).to.equal(start);
    expect(sampleClock(start, { ...sample, status: 2 })).to.equal(start);
    expect(sampleClock(start, { ...sample, block: start.block6 + 64n })).to.equal(start);
    const changed = sampleClock(start, { ...sample, status: 1, block: 77n });
    expect(changed).to.deep.equal({ ...start, status: 1, block6: 13n });
  });
});
