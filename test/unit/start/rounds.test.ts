import { expect } from "chai";
import * as fc from "fast-check";

import type { Step } from "../../../scripts/start/prices/bar.ts";
import { readBars } from "../../../scripts/start/prices/readBars.ts";
import {
  CHAINLINK_RULES,
  type FeedRules,
  type Round,
  RoundReplayer,
  roundsOf,
} from "../../../scripts/start/prices/rounds.ts";
import { stepsOf } from "../../../scripts/start/prices/steps.ts";
import { syntheticPath } from "../../../scripts/start/prices/synthetic.ts";
import { fuzz } from "../../support/fastCheck.js";
import { recordedFile } from "../../support/oracles/histories.js";

const START = Date.UTC(2020, 2, 1) / 1000;
const HOUR = 3600;
const RULES: FeedRules = { deviation: 0.01, heartbeat: HOUR };
const at = (seconds: number, price: number): Step => ({ time: START + seconds, price });
const round = (seconds: number, price: number): Round => ({ updatedAt: START + seconds, price });

const anyRules = fc.record({
  deviation: fc.double({ min: 0.0005, max: 0.1, noNaN: true }),
  heartbeat: fc.integer({ min: 60, max: 2 * HOUR }),
});
const anyPath = fc
  .array(
    fc.record({
      wait: fc.oneof(fc.integer({ min: 1, max: 1200 }), fc.integer({ min: 1, max: 12 * HOUR })),
      move: fc.double({ min: -0.08, max: 0.08, noNaN: true }),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((moves): Step[] => {
    let [time, price] = [START, 2000];
    return moves.map(({ wait, move }) => ({ time: (time += wait), price: (price *= 1 + move) }));
  });

/** What a feed promises: no longer silence than the heartbeat, and at every step a round within the deviation. */
const requirePromise = (steps: readonly Step[], rules: FeedRules): void => {
  const rounds = roundsOf(steps, rules);
  expect(rounds[0]).to.deep.equal({ price: steps[0]!.price, updatedAt: steps[0]!.time });
  let last = 0;
  for (const [i, step] of steps.entries()) {
    while ((rounds[last + 1]?.updatedAt ?? Infinity) <= step.time) {
      last++;
      const { updatedAt, price } = rounds[last]!;
      const silence = updatedAt - rounds[last - 1]!.updatedAt;
      if (silence <= 0 || silence > rules.heartbeat) expect.fail(`silence of ${silence} before ${updatedAt}`);
      // A round says the price of its time.
      const holder = updatedAt === step.time ? step : steps[i - 1]!;
      if (price !== holder.price) expect.fail(`round ${last} says ${price} and not ${holder.price}`);
    }
    const { updatedAt, price } = rounds[last]!;
    if (step.time - updatedAt > rules.heartbeat) expect.fail(`late at ${step.time}`);
    if (Math.abs(step.price / price - 1) >= rules.deviation) expect.fail(`${price} stands for ${step.price}`);
  }
  expect(last).to.equal(rounds.length - 1);
};

describe("rounds of a feed", () => {
  it("roundsOf_begins_withTheFirstPrice", () => {
    expect(roundsOf([at(7, 2000)], RULES)).to.deep.equal([round(7, 2000)]);
    expect(roundsOf([], RULES)).to.deep.equal([]);
  });

  it("roundsOf_writes_fromTheDeviationOn", () => {
    expect(roundsOf([at(0, 2000), at(60, 2019.99), at(120, 2020)], RULES)).to.deep.equal([
      round(0, 2000),
      round(120, 2020),
    ]);
    expect(roundsOf([at(0, 2000), at(60, 1980.01), at(120, 1980)], RULES)).to.deep.equal([
      round(0, 2000),
      round(120, 1980),
    ]);
  });

  it("roundsOf_measuresTheDeviation_fromTheLastRound", () => {
    const creeping = [at(0, 2000), at(60, 2015), at(120, 2025), at(180, 2040), at(240, 2046)];
    expect(roundsOf(creeping, RULES)).to.deep.equal([round(0, 2000), round(120, 2025), round(240, 2046)]);
  });

  it("roundsOf_writesHeartbeats_betweenPrices", () => {
    const steps = [at(0, 2000), at(1800, 2001), at(2.5 * HOUR, 2002)];
    expect(roundsOf(steps, RULES)).to.deep.equal([round(0, 2000), round(HOUR, 2001), round(2 * HOUR, 2001)]);
  });

  it("roundsOf_writesOneRound_whenHeartbeatAndPriceMeet", () => {
    expect(roundsOf([at(0, 2000), at(HOUR, 2001)], RULES)).to.deep.equal([round(0, 2000), round(HOUR, 2001)]);
  });

  it("advance_givesTheSameRounds_asTheWholePath", () => {
    const check = (steps: Step[], rules: FeedRules): void => {
      const replayer = new RoundReplayer(rules);
      expect(steps.flatMap((step) => replayer.advance(step))).to.deep.equal(roundsOf(steps, rules));
    };
    fc.assert(fc.property(anyPath, anyRules, check), fuzz);
  });

  it("roundsOf_isNeverLateNorFar_onRandomPaths", () => {
    fc.assert(fc.property(anyPath, anyRules, requirePromise), fuzz);
  });

  it("roundsOf_isNeverLateNorFar_onGeneratedMarkets", () => {
    for (let seed = 0; seed < 10; seed++) requirePromise(syntheticPath(seed), CHAINLINK_RULES);
  });

  for (const symbol of ["eth", "btc"]) {
    const path = recordedFile(`${symbol}-usd-1h-2017-2026.csv.gz`);
    const name = path === undefined ? "GeneratedYear" : "RecordedHours";
    it(`roundsOf_isNeverLateNorFar_on${name}_${symbol}`, async () => {
      const generated = { start: START, days: 365, price: 2000, volatility: 0.7, jumpsPerDay: 0.7 };
      const shape = { ...generated, jumpDeviation: 0.02, crash: 0.36, crashSteps: 18 };
      const steps = path === undefined ? syntheticPath(symbol.length, shape) : stepsOf(await readBars(path));
      requirePromise(steps, CHAINLINK_RULES);
    });
  }
});
