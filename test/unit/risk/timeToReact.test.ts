import { expect } from "chai";

import { Kind, pack } from "../../../sdk/src/instruments/index.js";
import { type Portfolio, evaluate } from "../../../sdk/src/risk/index.js";
import { BOOKS, expiryIn, marketAt, portfolioOf } from "../../support/risk/books.js";
import { DEFAULT_MODEL } from "../../support/risk/portfolios.js";
import { WAD } from "../../support/pricing/samples.js";

/** Points by which the maintenance width rises in a minute at most, and what the initial margin looks ahead. */
const POINTS_PER_MINUTE = 3 / 60;
const LOOKAHEAD = 1.5;
const CAP = 35;
const WIDTHS = [13, 16, 20, 25, 30];
const DEEP = process.env.DEEP === "1";

/** Minutes after a jump of volatility for which an account that stood at initial margin stays above maintenance. */
function minutesOf(empty: Portfolio, width: number, volatility = 0.6): number {
  const initialWidth = Math.min(width + LOOKAHEAD, CAP);
  const { initial } = evaluate(empty, { 1: marketAt(initialWidth, width, volatility) }, DEFAULT_MODEL);
  for (let minute = 1; minute <= 24 * 60; minute++) {
    const risen = Math.min(width + minute * POINTS_PER_MINUTE, CAP);
    const { maintenance } = evaluate(empty, { 1: marketAt(CAP, risen, volatility) }, DEFAULT_MODEL);
    if (initial < maintenance) return minute - 1;
    if (risen === CAP) return Infinity;
  }
  return Infinity;
}

function lastsHalfAnHour(empty: Portfolio, width: number, volatility: number): boolean {
  const initialWidth = Math.min(width + LOOKAHEAD, CAP);
  const { initial } = evaluate(empty, { 1: marketAt(initialWidth, width, volatility) }, DEFAULT_MODEL);
  const risen = Math.min(width + 30 * POINTS_PER_MINUTE, CAP);
  return evaluate(empty, { 1: marketAt(CAP, risen, volatility) }, DEFAULT_MODEL).maintenance <= initial;
}

describe("an account at initial margin when volatility jumps", () => {
  for (const name of Object.keys(BOOKS)) {
    it(`${name.replaceAll(" ", "_").replace(",", "")}_hasHalfAnHour`, () => {
      const minutes = WIDTHS.map((width) => minutesOf(portfolioOf(name, -1n), width));
      if (process.env.SHOW) console.log(name.padEnd(28), minutes.join(" "));
      expect(Math.min(...minutes)).to.be.at.least(30);
    });
  }

  it("anyShortOption_hasHalfAnHour", () => {
    // Far ones, whose margin grows many times faster than the width, need the initial margin's look ahead.
    for (const days of [2, 7, 30]) {
      for (const kind of [Kind.Call, Kind.Put]) {
        for (let strike = 600; strike <= 5000; strike += DEEP ? 100 : 400) {
          const instrument = pack({ market: 1, kind, expiry: expiryIn(days), strike: BigInt(strike) * WAD });
          const portfolio = { cash: -1n, collateral: {}, positions: [{ instrument, size: -1000n * WAD }] };
          for (const volatility of [0.3, 0.6, 0.9]) {
            for (const width of [13, 18, 25]) expect(lastsHalfAnHour(portfolio, width, volatility)).to.equal(true);
          }
        }
      }
    }
  });
});
