/** What must hold whatever the figures: nothing is charged twice, and nothing moves by a step. */
import { Kind, type Instrument, pack } from "@ballast/sdk/instruments";
import * as risk from "@ballast/sdk/risk";
import { expect } from "chai";

import { market as example, model } from "../support/workedExample.js";

const WAD = 10n ** 18n;
const DAY = 86_400;
const EXPIRY = 1_751_011_200;
const number = (x: bigint): number => Number(x) / 1e18;

/** The example's market so many seconds before an expiry, its volatility 73% at all times. */
const before = (seconds: number, overrides: Partial<risk.MarketState> = {}): risk.MarketState => {
  const left = Math.round(seconds);
  const smileAt = (expiry: number): risk.Smile => {
    const a = (BigInt(expiry - EXPIRY + left) * 533n * WAD) / (1000n * 31_536_000n);
    return { a, b: 0n, rho: 0n, m: 0n, sigma: WAD, carry: WAD / 20n, halfSpread: WAD / 100n };
  };
  const expiries = [EXPIRY, EXPIRY + 7 * DAY, EXPIRY + 28 * DAY];
  return {
    ...example,
    rate: 0n,
    time: EXPIRY - left,
    surface: Object.fromEntries(expiries.map((expiry) => [expiry, smileAt(expiry)])),
    ...overrides,
  };
};

const option = (kind: Kind, strike: bigint, expiry = EXPIRY): Instrument =>
  pack({ market: 1, kind, expiry, strike: strike * WAD });
const future = pack({ market: 1, kind: Kind.Future, expiry: EXPIRY, strike: 0n });
const perpetual = pack({ market: 1, kind: Kind.Perpetual, expiry: 0, strike: 0n });
const held = (instrument: Instrument, contracts: bigint): risk.Position => ({ instrument, size: contracts * WAD });

interface Book {
  positions: risk.Position[];
  cash?: bigint;
  collateral?: bigint;
}

/** Margins of a book that owes a dollar, so that it is margined whatever it holds. */
const margin = ({ positions, cash = -WAD, collateral = 0n }: Book, market: risk.MarketState): risk.Margin =>
  risk.evaluate({ cash, collateral: { 1: collateral }, positions }, { 1: market }, model);

const butterfly = (contracts: bigint): risk.Position[] => [
  held(option(Kind.Call, 2600n), -contracts),
  held(option(Kind.Call, 2650n), 2n * contracts),
  held(option(Kind.Call, 2700n), -contracts),
];

describe("properties of the margin", () => {
  it("farExpiry_hasNoNodes: a butterfly between the shifts is charged by the grid alone", () => {
    const [early, late] = [before(8 * DAY), before(2 * DAY)].map((market) => {
      // No contingencies: what remains is what the scenarios and the nodes show.
      const bare = { ...model, shortContingency: 0n, basis: 0n, closeOut: 0n };
      const { byMarket } = risk.evaluate(
        { cash: -WAD, collateral: {}, positions: butterfly(10n) },
        { 1: market },
        bare,
      );
      return number(byMarket[1]!.maintenance);
    });
    // It pays up to 500 between the strikes; the grid sees little of it.
    expect(early).to.be.below(50);
    expect(late).to.be.above(200);
  });

  it("box_asksNothing", () => {
    const box = [
      held(option(Kind.Call, 2400n), 1n),
      held(option(Kind.Call, 2600n), -1n),
      held(option(Kind.Put, 2400n), -1n),
      held(option(Kind.Put, 2600n), 1n),
    ];
    for (const days of [1, 2.5, 6, 20]) {
      const { byMarket } = margin({ positions: box }, before(days * DAY));
      expect(byMarket[1]!.maintenance <= 10n && byMarket[1]!.initial <= 10n, `${days}`).to.equal(true);
    }
  });

  it("spread_neverAsksMoreThanItsGreatestLoss", () => {
    for (const [low, high] of [
      [2500n, 2520n],
      [2450n, 2700n],
      [2600n, 2650n],
    ] as const) {
      for (const days of [0.1, 1.5, 2.7, 5, 9]) {
        const market = before(days * DAY);
        const positions = [held(option(Kind.Call, low), -3n), held(option(Kind.Call, high), 3n)];
        const { byMarket, equity } = margin({ positions }, market);
        // Worth now is equity + 1, and at worst −3·(high − low) is paid.
        const most = equity + WAD + 3n * (high - low) * WAD;
        expect(byMarket[1]!.maintenance <= most && byMarket[1]!.initial <= most, `${low} ${days}`).to.equal(true);
      }
    }
  });

  it("positionOfSizeZero_changesNothing, even of a market without a state", () => {
    const positions = [...butterfly(3n), held(perpetual, -2n)];
    const market = before(2.5 * DAY);
    const nothing = { instrument: pack({ market: 9, kind: Kind.Future, expiry: 1, strike: 0n }), size: 0n };
    const zero = { instrument: option(Kind.Put, 2480n), size: 0n };
    expect(margin({ positions: [...positions, nothing, zero] }, market)).to.deep.equal(margin({ positions }, market));
    expect(risk.neverOwes(0n, [{ instrument: perpetual, size: 0n }])).to.equal(true);
  });

  it("settledLeg_addsItsValueAndACloseOut_only", () => {
    const market = before(-60, { settlement: { [EXPIRY]: { price: 2600n * WAD } } });
    const live = [held(option(Kind.Put, 2400n, EXPIRY + 7 * DAY), -2n), held(perpetual, 1n)];
    const whole = margin({ positions: [...live, held(future, 4n)] }, market);
    const part = margin({ positions: live }, market);
    expect(whole.equity).to.equal(part.equity + 4n * 2600n * WAD);
    expect(whole.maintenance).to.equal(part.maintenance + model.closeOut);
  });

  it("linearLegs_gainSinceTheirEntry_lessFunding", () => {
    const market = before(DAY, { fundingIndex: 7n * WAD });
    const positions = [
      { ...held(perpetual, -3n), entryNotional: -7600n * WAD, fundingIndex: 2n * WAD },
      { ...held(future, 2n), entryNotional: 4900n * WAD },
    ];
    const { mark } = risk.evaluator({ 1: market }, model);
    expect(mark(perpetual)).to.equal(2500n * WAD);
    // 7,600 received − 3 · 2,500, and 3 · 5 of funding received; 2 · F − 4,900.
    const expected = 100n * WAD + 15n * WAD + 2n * mark(future) - 4900n * WAD;
    expect(margin({ positions, cash: 0n }, market).equity).to.equal(expected);
    expect(number(mark(future))).to.be.closeTo(2500 * Math.exp(0.05 / 365), 1e-9);
  });

  it("linearBook_asksTheLinearWidth, its tails and its costs", () => {
    const market = before(3 * DAY, { halfWidth: 0n });
    const { maintenance, initial } = margin({ positions: [held(perpetual, 4n)] }, market);
    // 4 · 2,500 · max(7.5%, 2.5 · 7.5% · 35%) + 1, and 1.3 · 9% + 1.5.
    expect(maintenance).to.equal(751n * WAD);
    expect(initial).to.equal((11_715n * WAD) / 10n);
    // A future hedges nothing that stays: the perpetual is asked for alone, at the width of a book without a direction.
    const hedged = margin({ positions: [held(perpetual, 4n), held(future, -4n)] }, market);
    expect(number(hedged.maintenance)).to.be.within(1300, 1310);
  });

  it("linearLeg_endsNeverOwes", () => {
    expect(risk.neverOwes(10n ** 30n, [held(perpetual, 1n)])).to.equal(false);
    expect(risk.neverOwes(10n ** 30n, [held(future, 1n), held(option(Kind.Put, 2400n), 1n)])).to.equal(false);
    expect(margin({ positions: [held(perpetual, 1n)], cash: 10n ** 30n }, before(DAY)).maintenance > 0n).to.equal(true);
  });

  it("maintenance_glides_asAnExpiryComesNear", () => {
    for (const width of [WAD / 8n, (35n * WAD) / 100n]) {
      const market = (seconds: number): risk.MarketState => before(seconds, { maintenanceWidth: width });
      let last = margin({ positions: butterfly(10n) }, market(8 * DAY)).maintenance;
      for (let seconds = 8 * DAY - 3600; seconds > 2 * 3600; seconds -= 3600) {
        const now = margin({ positions: butterfly(10n) }, market(seconds)).maintenance;
        const soon = margin({ positions: butterfly(10n) }, market(seconds - 5)).maintenance;
        // At most 500 in a day, and five seconds of it are nothing.
        expect(Math.abs(number(now - last)), `${seconds} s`).to.be.below(60);
        expect(Math.abs(number(soon - now)), `${seconds} s`).to.be.below(0.2);
        last = now;
      }
    }
  });

  it("mixture_hasNoStep: one wei of anything else costs its closing at most", () => {
    // Near an expiry another strike is another node, and a later expiry another rest, which may show more: so neither.
    const market = before(9 * DAY);
    const books: Book[] = [
      { positions: [held(perpetual, 10n)] },
      { positions: [held(option(Kind.Put, 2400n), -10n)] },
      { positions: [held(option(Kind.Call, 2600n), -4n)], collateral: 10n * WAD },
      { positions: [held(option(Kind.Call, 2600n), -4n), held(perpetual, 8n), held(future, -20n)] },
    ];
    const additions = [perpetual, option(Kind.Put, 2480n), option(Kind.Call, 2450n)];
    for (const book of books) {
      const base = margin(book, market);
      for (const instrument of additions) {
        for (const size of [1n, -1n]) {
          const more = margin({ ...book, positions: [...book.positions, { instrument, size }] }, market);
          const by = number(more.maintenance - base.maintenance - model.closeOut);
          expect(by, `${instrument} ${size}`).to.be.within(-1.0001, 0.0001);
        }
      }
    }
  });

  it("whatAnExpiryHedges_isAskedForFromTheStart, so that time alone takes nobody below margin", () => {
    const positions = [held(option(Kind.Call, 1800n), 10n), held(perpetual, -10n)];
    const at = (seconds: number): number => number(margin({ positions }, before(seconds)).maintenance);
    const alone = number(margin({ positions: [held(perpetual, -10n)] }, before(60)).maintenance);
    for (const seconds of [60 * DAY, 30 * DAY, 3 * DAY, 2 * DAY, DAY, 3600, 60]) {
      expect(at(seconds), `${seconds} s`).to.be.at.least(alone);
    }
    const pair = [held(perpetual, -10n), held(future, 10n)];
    const asked = (seconds: number): number => number(margin({ positions: pair }, before(seconds)).maintenance);
    for (let seconds = 3 * DAY; seconds > 3600; seconds -= 3600) {
      expect(asked(seconds - 3600) - asked(seconds), `${seconds} s`).to.be.below(alone / 1000);
    }
  });
});
