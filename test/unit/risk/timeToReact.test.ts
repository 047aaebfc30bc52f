import { expect } from "chai";

import { evaluate } from "../../../sdk/src/risk/index.js";
import { BOOKS, marketAt, portfolioOf } from "../../support/risk/books.js";
import { DEFAULT_MODEL } from "../../support/risk/portfolios.js";

/** The maintenance width rises by at most 4 points an hour. */
const POINTS_PER_MINUTE = 4 / 60;
const CAP = 35;
const WIDTHS = [13, 16, 20, 25, 30];

/** Minutes after a jump of volatility for which an account that stood at initial margin stays above maintenance. */
function minutesOf(name: string, width: number): number {
  const empty = portfolioOf(name, -1n);
  const before = evaluate(empty, { 1: marketAt(width, width) }, DEFAULT_MODEL);
  const equity = before.initial;
  for (let minute = 1; minute <= 24 * 60; minute++) {
    const risen = Math.min(width + minute * POINTS_PER_MINUTE, CAP);
    const { maintenance } = evaluate(empty, { 1: marketAt(CAP, risen) }, DEFAULT_MODEL);
    if (equity < maintenance) return minute - 1;
    if (risen === CAP) return Infinity;
  }
  return Infinity;
}

describe("an account at initial margin when volatility jumps", () => {
  for (const name of Object.keys(BOOKS)) {
    it(`${name.replaceAll(" ", "_").replace(",", "")}_hasHalfAnHour`, () => {
      const minutes = WIDTHS.map((width) => minutesOf(name, width));
      if (process.env.SHOW) console.log(name, minutes.join(" "));
      expect(Math.min(...minutes)).to.be.at.least(30);
    });
  }
});
