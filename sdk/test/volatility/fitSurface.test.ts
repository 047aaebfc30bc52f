import * as volatility from "@ballast/sdk/volatility";
import { expect } from "chai";

import { TIME, distanceOf, inputOf, quotesOf, sliceOf, strikesOf } from "../support/quotes.js";

const HOUR = 3600;
const DAY = 24 * HOUR;
const expiries = [1, 2, 7, 28, 84].map((days) => TIME - HOUR + days * DAY);
const state = { now: TIME, published: {}, anchor: () => 6n * 10n ** 17n };

describe("fitSurface", () => {
  it("fitsEveryExpiry_ofAChain", () => {
    const slices = expiries.map((expiry) => sliceOf(expiry));
    const { fits, failures } = volatility.fitSurface(slices.toReversed().map((slice) => inputOf(slice)));
    expect(failures).to.deep.equal([]);
    expect(fits.map(({ slice }) => slice.expiry)).to.deep.equal(expiries);
    for (const [i, { slice }] of fits.entries()) {
      expect(distanceOf(slice, slices[i]!, strikesOf(slice, 21, 2))).to.be.below(1e-4);
    }
    volatility.checkPublication({ market: 1, time: TIME, slices: fits.map(({ slice }) => slice) }, state);
  });

  it("leavesNoCalendarArbitrage_whereQuotesHaveIt", () => {
    const levels = [900_000_000n, 200_000_000n, 100_000_000n, 20_000_000n, 300_000_000n];
    const slices = expiries.map((expiry, i) => sliceOf(expiry, { a: levels[i]! }));
    const before = { market: 1, time: TIME, slices };
    expect(() => volatility.checkPublication(before, { ...state, anchor: () => 8n * 10n ** 17n })).to.throw(
      volatility.CalendarArbitrage,
    );
    const { fits, failures } = volatility.fitSurface(slices.map((slice) => inputOf(slice)));
    expect(failures).to.deep.equal([]);
    volatility.checkPublication({ ...before, slices: fits.map(({ slice }) => slice) }, state);
  });

  it("namesExpiries_thatCannotBeFitted", () => {
    const inputs = expiries.map((expiry, i) => {
      const slice = sliceOf(expiry);
      return inputOf(slice, i === 2 ? quotesOf(slice, [2000]) : quotesOf(slice));
    });
    const { fits, failures } = volatility.fitSurface(inputs);
    expect(fits.map(({ slice }) => slice.expiry)).to.deep.equal(expiries.filter((_, i) => i !== 2));
    expect(failures).to.have.length(1);
    expect(failures[0]!.expiry).to.equal(expiries[2]);
    expect(failures[0]!.error).instanceOf(volatility.TooFewQuotes);
  });
});
