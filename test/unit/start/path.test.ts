import { expect } from "chai";
import * as fc from "fast-check";

import { UserError } from "../../../scripts/start/errors.ts";
import { selectBars, timeOf } from "../../../scripts/start/prices/select.ts";
import { stepsOf, stepsOfBar } from "../../../scripts/start/prices/steps.ts";
import { DEFAULT_SHAPE, STEP, syntheticPath } from "../../../scripts/start/prices/synthetic.ts";
import { fuzz } from "../../support/fastCheck.js";

const HOUR = 3600;
const START = Date.UTC(2020, 2, 1) / 1000;
const bar = (timestamp: number, [open, high, low, close] = [2, 4, 1, 3]) =>
  ({ timestamp, open, high, low, close }) as const;

describe("price paths", () => {
  it("syntheticPath_isTheSame_forTheSameSeed", () => {
    expect(syntheticPath(7)).to.deep.equal(syntheticPath(7));
    expect(syntheticPath(7)).not.to.deep.equal(syntheticPath(8));
  });

  it("syntheticPath_hasCrash_forAnySeed", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const steps = syntheticPath(seed);
        const falls = steps.map(({ price }, i) => price / steps[Math.max(i - DEFAULT_SHAPE.crashSteps, 0)]!.price - 1);
        expect(steps).to.have.length(DEFAULT_SHAPE.days * 72);
        expect(Math.min(...falls)).to.be.lessThan(-0.2);
        steps.forEach(({ price, time }, i) => {
          expect(price).to.be.greaterThan(0);
          expect(time).to.equal(DEFAULT_SHAPE.start + (i + 1) * STEP);
        });
      }),
      { ...fuzz, numRuns: 50 },
    );
  });

  it("stepsOfBar_goesUpFirst_whenTheHourFell", () => {
    expect(stepsOfBar(bar(START, [3, 4, 1, 2]), HOUR)).to.deep.equal([
      { price: 4, time: START + 1200 },
      { price: 1, time: START + 2400 },
      { price: 2, time: START + 3600 },
    ]);
  });

  it("stepsOfBar_goesDownFirst_whenTheHourRose", () => {
    expect(stepsOfBar(bar(START), HOUR).map(({ price }) => price)).to.deep.equal([1, 4, 3]);
  });

  it("stepsOf_leavesGap_whereBarsAreMissing", () => {
    const times = stepsOf([bar(START), bar(START + HOUR), bar(START + 5 * HOUR)]).map(({ time }) => time - START);
    expect(times).to.deep.equal([1200, 2400, 3600, 4800, 6000, 7200, 19200, 20400, 21600]);
  });

  it("selectBars_takesFromInclusive_toExclusive", () => {
    const bars = Array.from({ length: 10 }, (_, i) => bar(START + i * HOUR));
    const selected = selectBars(bars, { from: START + 2 * HOUR, to: START + 5 * HOUR });
    expect(selected.map(({ timestamp }) => (timestamp - START) / HOUR)).to.deep.equal([2, 3, 4]);
    expect(selectBars(bars, {})).to.have.length(10);
  });

  it("selectBars_refuses_emptySelectionAndRange", () => {
    const bars = [bar(START), bar(START + HOUR)];
    expect(() => selectBars(bars, { from: START + HOUR * 9 })).to.throw(
      UserError,
      "2020-03-01 00:00 to 2020-03-01 01:00",
    );
    expect(() => selectBars(bars, { from: START + HOUR, to: START })).to.throw(UserError, "must lie before --to");
  });

  it("timeOf_reads_datesInUtcAndSeconds", () => {
    expect(timeOf("2020-03-01", "--from")).to.equal(START);
    expect(timeOf("2020-03-01T06:30", "--from")).to.equal(START + 6.5 * HOUR);
    expect(timeOf("2020-03-01T06:30:00Z", "--from")).to.equal(START + 6.5 * HOUR);
    expect(timeOf(String(START), "--from")).to.equal(START);
  });

  for (const text of ["yesterday", "2020-13-01", "2020-02-30", "01.03.2020", "", "1583020800000", "-5"]) {
    it(`timeOf_refuses_${text === "" ? "nothing" : text}`, () => {
      expect(() => timeOf(text, "--to")).to.throw(UserError, "--to must be a date");
    });
  }
});
