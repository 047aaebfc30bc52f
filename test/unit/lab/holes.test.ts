import { expect } from "chai";

import { run } from "../../../lab/holes/run.js";

/** Found by long searches, rounded up: what a family may lose per unit of its margin. `lab/README.md` has the table. */
const LIMITS: Readonly<Record<string, number>> = {
  spread: 1.01,
  ratio: 1.15,
  butterfly: 1.01,
  straddle: 1.01,
  condor: 1.01,
  calendar: 1.2,
  "double calendar": 1.4,
  "linear program": 1.4,
};

const SAMPLE = { seed: 5, effort: { draws: 60, climbs: 2, steps: 40 }, programs: 3 };

describe("books that lose more than their margin", () => {
  for (const conditions of ["w 13%, σ 58%", "w 20%, σ 89%"]) {
    it(`smallSearch_staysWithinWhatLongOnesFound: ${conditions}`, function () {
      this.timeout(60_000);
      for (const { family, ratio, book, state } of run({ ...SAMPLE, conditions })) {
        expect(ratio, `${family}: ${book}, ${state}`).to.be.below(LIMITS[family] ?? 2.5);
      }
    });
  }

  it("search_isReproducible", function () {
    this.timeout(60_000);
    const plan = { ...SAMPLE, conditions: "w 13%, σ 58%", family: "ratio" };
    expect([...run(plan)]).to.deep.equal([...run(plan)]);
  });
});
