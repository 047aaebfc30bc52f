import { expect } from "chai";

import {
  ExpiryMissing,
  type FastMargin,
  type FastPosition,
  type Margin,
  MarketMissing,
  type MarketState,
  UnsupportedInstrument,
  evaluateFast,
  evaluator,
  fastEvaluator,
  toFastMarkets,
  toFastModel,
  toFastPortfolio,
} from "../../../sdk/src/risk/index.js";
import { Kind } from "../../../sdk/src/instruments/index.js";
import { Random } from "../../support/pricing/samples.js";
import { DEFAULT_MODEL, anyModel } from "../../support/risk/portfolios.js";
import { notionalOf, realisticBook, realisticMarket } from "../../support/risk/realistic.js";

const WORLDS = process.env.DEEP === "1" ? 2_000 : 100;
const BOOKS = 30;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");

const number = (wad: bigint): number => Number(wad) / 1e18;

/** The greatest difference of equity and margins, of the whole and of each market. */
const differenceOf = (fast: FastMargin, exact: Margin): number => {
  const differences = [fast.equity - number(exact.equity)];
  const compare = (a: { maintenance: number; initial: number }, b: { maintenance: bigint; initial: bigint }): void => {
    differences.push(a.maintenance - number(b.maintenance), a.initial - number(b.initial));
  };
  compare(fast, exact);
  for (const [id, part] of Object.entries(exact.byMarket)) compare(fast.byMarket[Number(id)]!, part);
  return Math.max(...differences.map(Math.abs));
};

describe(`evaluateFast on ${WORLDS * BOOKS} seeded portfolios (seed ${SEED})`, () => {
  it("agreesWithEvaluate_within1e9OfNotional", function () {
    this.timeout(WORLDS * 1_000);
    const random = new Random(SEED);
    let free = 0;
    for (let i = 0; i < WORLDS; i++) {
      const time = 1_700_000_000 + Number(random.bits(26));
      const markets: Record<number, MarketState> = { 1: realisticMarket(random, time) };
      if (random.pick([true, false])) markets[7] = realisticMarket(random, time);
      const model = random.pick([DEFAULT_MODEL, DEFAULT_MODEL, anyModel(random)]);
      const exact = evaluator(markets, model);
      const fast = fastEvaluator(toFastMarkets(markets), toFastModel(model));
      for (let j = 0; j < BOOKS; j++) {
        const portfolio = realisticBook(random, markets, Number(random.between(1n, random.pick([4n, 8n, 32n]))));
        const expected = exact.evaluate(portfolio);
        const difference = differenceOf(fast.evaluate(toFastPortfolio(portfolio)), expected);
        if (expected.maintenance === 0n) free += 1;
        expect(difference / notionalOf(portfolio, markets), `market ${i}, book ${j}`).to.be.below(1e-9);
      }
    }
    expect(free).to.be.within(WORLDS, WORLDS * BOOKS * 0.7);
  });

  it("evaluator_keepsNothingOfAPortfolio", () => {
    const random = new Random(SEED);
    const markets = { 1: realisticMarket(random, 1_772_787_600) };
    const books = Array.from({ length: 50 }, () => toFastPortfolio(realisticBook(random, markets, 6)));
    const [inputs, model] = [toFastMarkets(markets), toFastModel(DEFAULT_MODEL)];
    const shared = fastEvaluator(inputs, model);
    const first = books.map(shared.evaluate);
    expect(books.toReversed().map(shared.evaluate).toReversed()).to.deep.equal(first);
    expect(books.map((book) => evaluateFast(book, inputs, model))).to.deep.equal(first);
  });

  it("whatEvaluateRefuses_isRefused", () => {
    const random = new Random(SEED);
    const inputs = toFastMarkets({ 1: realisticMarket(random, 1_772_787_600) });
    const { evaluate, mark } = fastEvaluator(inputs, toFastModel(DEFAULT_MODEL));
    const of = (position: FastPosition): (() => FastMargin) => {
      return () => evaluate({ cash: 0, collateral: {}, positions: [position] });
    };
    const put = {
      market: 1,
      kind: Kind.Put,
      expiry: Number(Object.keys(inputs[1]!.surface).at(-1)),
      strike: 1,
      size: 1,
    };
    expect(of({ ...put, market: 2 })).to.throw(MarketMissing);
    expect(of({ ...put, expiry: 1 })).to.throw(ExpiryMissing);
    expect(of({ ...put, kind: 9 as Kind })).to.throw(UnsupportedInstrument);
    expect(of({ ...put, market: 2, size: 0 })).not.to.throw();
    expect(mark({ ...put, kind: Kind.Perpetual })).to.equal(inputs[1]!.price);
  });
});
