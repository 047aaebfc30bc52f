import { expect } from "chai";

import { readBars } from "../../../scripts/start/prices/readBars.ts";
import { type ClockState, sampleClock, startClock } from "../../../sdk/src/volatility/index.js";
import { CLOCK } from "../../support/oracles/clockWorld.js";
import { recordedFile } from "../../support/oracles/histories.js";
import {
  type Direction,
  type MinutePath,
  type Speed,
  bestTimes,
  honestTimes,
  randomWalk,
  ratiosOf,
  variancesOf,
  watchfulTimes,
} from "../../support/oracles/sampleTimes.js";

const SEEDS = process.env.DEEP === "1" ? 200 : 8;
const SPEEDS: readonly Speed[] = ["fast", "slow"];
const UP: Direction = 1;
const DOWN: Direction = -1;

/**
 * The bounds: how far somebody who picks the minute of every sample moves a volatility that honest samples would give.
 * Samples are 10 minutes apart, 5 in the hour before an expiry, and others see to it that they are not more than 20.
 */
const FORESEEING = {
  fast: { low: 0.35, high: 1.9 },
  /** After ten days, a quarter of its half-life and more. */
  slow: { low: 0.88, high: 1.2 },
} as const;
/** On days of storm and crash, which one move decides; slow after two or three days from a calm start. */
const IN_STORMS = { fast: { low: 0.4, high: 2 }, slow: { low: 0.55, high: 1.7 } } as const;
/** At its worst minute in a crash, when one of them has seen the fall and the other has not. */
const AT_ANY_MINUTE = { low: 0.25, high: 3 } as const;
/** Without knowing the future: he sees what a sample would say now, and takes it or waits. */
const WATCHFUL = { fast: { low: 0.8, high: 1.2 }, slow: { low: 0.95, high: 1.05 } } as const;

const RECORDED = [
  "btc-usd-1m-2021-05-18_20",
  "eth-usd-1m-2021-05-18_20",
  "btc-usd-1m-2022-06-17_19",
  "btc-usd-1m-2024-08-04_06",
  "eth-usd-1m-2024-08-04_06",
  "btc-usd-1m-2025-10-10-gemini",
  "eth-usd-1m-2025-10-10-gemini",
];

/** The closes of a file; a minute without a trade holds the price before it. */
const recordedPath = async (file: string, name: string): Promise<MinutePath> => {
  const bars = await readBars(file);
  const start = bars[0]!.timestamp;
  const logs = new Float64Array((bars.at(-1)!.timestamp - start) / 60 + 1);
  for (const { timestamp, close } of bars) logs.fill(Math.log(close), (timestamp - start) / 60);
  return { name, start, logs, seed: 0.36 };
};

/** What the clock itself makes of a schedule: it has to take every sample. */
const clockAfter = ({ start, logs, seed }: MinutePath, schedule: readonly number[]): ClockState => {
  const priceAt = (minute: number): bigint =>
    BigInt(Math.round(2000e8 * Math.exp(logs[minute]! - logs[0]!))) * 10n ** 10n;
  const seedOf = BigInt(Math.round(Math.sqrt(seed) * 1e9)) * 10n ** 9n;
  let state = startClock({ ...CLOCK, seed: seedOf, price: priceAt(0), time: start });
  for (const minute of schedule) {
    const time = start + minute * 60;
    state = sampleClock(state, { ...CLOCK, price: priceAt(minute), time });
    if (state.sampledAt !== time) expect.fail(`minute ${minute} was not due`);
  }
  return state;
};

const figures: string[] = [];
const requireInside = (ratio: number, { low, high }: { low: number; high: number }, what: string): void => {
  if (!(ratio > low && ratio < high)) expect.fail(`${what}: ${ratio} is not between ${low} and ${high}`);
};

describe("who chooses the times of samples", () => {
  const walks = Array.from({ length: SEEDS }, (_, seed) => randomWalk(seed));
  after(() => {
    if (process.env.DEEP === "1") console.log(figures.join("\n"));
  });

  it("theModelOnNumbers_isTheClock_onEverySchedule", () => {
    for (const path of walks.slice(0, 2)) {
      const best = bestTimes(path, "fast", UP);
      const least = bestTimes(path, "slow", DOWN);
      const last = path.logs.length - 1;
      for (const schedule of [honestTimes(path), best.scheduleTo(last), least.scheduleTo(last)]) {
        const state = clockAfter(path, schedule);
        for (const speed of SPEEDS) {
          const variance = variancesOf(path, schedule, speed).at(-1)!;
          requireInside(Number(state[speed]) / 1e18 / variance, { low: 1 - 1e-5, high: 1 + 1e-5 }, speed);
        }
      }
      const again = variancesOf(path, best.scheduleTo(last), "fast").at(-1)!;
      requireInside(again / best.variances[last]!, { low: 1 - 1e-9, high: 1 + 1e-9 }, "the schedule found");
    }
  });

  for (const speed of SPEEDS) {
    it(`${speed}Volatility_staysInsideItsBound_whateverTimesAreChosen_on${SEEDS}Walks`, function () {
      this.timeout(600_000);
      const ends = [UP, DOWN].map((way) => walks.map((path) => ratiosOf(path, speed, way as Direction)));
      for (const { end, worst } of ends.flat()) {
        requireInside(end, FORESEEING[speed], "at the end");
        requireInside(worst, FORESEEING[speed], "at any minute");
      }
      const [most, least] = [Math.max(...ends[0]!.map((r) => r.end)), Math.min(...ends[1]!.map((r) => r.end))];
      const [top, bottom] = [Math.max(...ends[0]!.map((r) => r.worst)), Math.min(...ends[1]!.map((r) => r.worst))];
      figures.push(
        `${speed}: end ${least.toFixed(3)}..${most.toFixed(3)}, any ${bottom.toFixed(3)}..${top.toFixed(3)}`,
      );
      // Not an empty bound: he does get more than half of the way.
      expect(most - 1).to.be.greaterThan((FORESEEING[speed].high - 1) / 2);
      expect(1 - least).to.be.greaterThan((1 - FORESEEING[speed].low) / 2);
    });

    it(`${speed}Volatility_hardlyMoves_withoutForesight_on${SEEDS}Walks`, function () {
      this.timeout(600_000);
      const thresholds = [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.3, 1.6, 2, 2.5];
      let [low, high] = [1, 1];
      for (const path of walks) {
        const honest = variancesOf(path, honestTimes(path), speed).at(-1)!;
        for (const threshold of thresholds) {
          for (const way of [UP, DOWN]) {
            const times = watchfulTimes(path, (rate) => way * rate > way * threshold * path.seed);
            const ratio = Math.sqrt(variancesOf(path, times, speed).at(-1)! / honest);
            [low, high] = [Math.min(low, ratio), Math.max(high, ratio)];
          }
        }
      }
      figures.push(`${speed}, without foresight: ${low.toFixed(3)}..${high.toFixed(3)}`);
      requireInside(low, WATCHFUL[speed], "least");
      requireInside(high, WATCHFUL[speed], "most");
    });
  }

  for (const [i, file] of RECORDED.entries()) {
    const path = recordedFile(`${file}.csv.gz`);
    const name = path === undefined ? `generatedCrash_${i}` : file;
    it(`volatilities_stayInsideTheirBounds_inAStorm_${name}`, async () => {
      const generated = { days: 3, crash: i / 20 };
      const minutes = path === undefined ? randomWalk(i, generated) : await recordedPath(path, name);
      for (const speed of SPEEDS) {
        for (const way of [UP, DOWN]) {
          const { end, worst } = ratiosOf(minutes, speed, way);
          figures.push(`${speed} ${way > 0 ? "up" : "down"}, ${name}: end ${end.toFixed(3)}, any ${worst.toFixed(3)}`);
          requireInside(end, IN_STORMS[speed], "at the end");
          requireInside(worst, AT_ANY_MINUTE, "at any minute");
        }
      }
    });
  }
});
