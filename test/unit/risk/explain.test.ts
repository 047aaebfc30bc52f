import { expect } from "chai";

import { marketOf } from "../../../sdk/src/instruments/index.js";
import { assess, booksOf } from "../../../sdk/src/risk/assessment.js";
import { partsOf } from "../../../sdk/src/risk/explain/contributions.js";
import {
  type Contribution,
  type Explanation,
  type LossExplanation,
  type MarketState,
  type Portfolio,
  evaluate,
  explain,
  explainText,
  liquidationPrice,
} from "../../../sdk/src/risk/index.js";
import { Random, WAD } from "../../support/pricing/samples.js";
import { DEFAULT_MODEL, type RiskCase, anyCase } from "../../support/risk/portfolios.js";
import { realisticBook, realisticMarket } from "../../support/risk/realistic.js";

const DEEP = process.env.DEEP === "1";
const BOOKS = DEEP ? 4_000 : 200;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");

const sum = (parts: readonly Contribution[]): bigint => parts.reduce((total, { amount }) => total + amount, 0n);
const abs = (x: bigint): bigint => (x < 0n ? -x : x);

const realistic = (random: Random): RiskCase => {
  const time = 1_700_000_000 + Number(random.bits(26));
  const markets: Record<number, MarketState> = { 1: realisticMarket(random, time) };
  if (random.pick([true, false])) markets[7] = realisticMarket(random, time);
  return {
    portfolio: realisticBook(random, markets, Number(random.between(1n, 8n))),
    markets,
    model: DEFAULT_MODEL,
  };
};

const lossesOf = ({ markets }: Explanation): LossExplanation[] =>
  Object.values(markets).flatMap(({ maintenance, initial }) => [maintenance.loss, initial.loss]);

/** By how much the parts miss a loss before the greatest one takes the rest, in wei per part and per USDC of them. */
const missesOf = ({ portfolio, markets, model }: RiskCase): number[] => {
  const misses: number[] = [];
  for (const [id, part] of assess(portfolio, booksOf(markets, model)).parts) {
    const positions = portfolio.positions.filter((p) => p.size !== 0n && marketOf(p.instrument) === id);
    const held = { positions, collateral: portfolio.collateral[id] ?? 0n };
    for (const { risk } of [part.maintenance, part.initial]) {
      if (risk.decisive.worst.isBounded) continue;
      const parts = partsOf(risk, held, markets[id]!);
      const size = parts.reduce((total, { amount }) => total + abs(amount), 0n) / WAD;
      const allowed = 8 * (parts.length + 2) + 4 * Number(size);
      misses.push(Number(abs(risk.decisive.loss - sum(parts))) / allowed);
    }
  }
  return misses;
};

const checkFigures = (told: Explanation, { portfolio, markets, model }: RiskCase): void => {
  const { equity, maintenance, initial, health, byMarket } = evaluate(portfolio, markets, model);
  expect(told).to.include({ equity, maintenance, initial, health });
  for (const [id, market] of Object.entries(told.markets)) {
    const { loss, contingencies, cap, margin } = market.maintenance;
    expect(margin).to.equal(byMarket[Number(id)]!.maintenance);
    expect(market.initial.margin).to.equal(byMarket[Number(id)]!.initial);
    const whole = loss.amount + contingencies.total;
    expect(margin).to.equal(cap?.bites ? cap.amount : whole);
    if (cap !== undefined) expect(cap.room).to.equal(cap.amount - whole);
  }
};

describe(`explain on seeded portfolios (seed ${SEED})`, () => {
  it("figures_areThoseOfEvaluate_andContributionsSumToTheLoss", function () {
    this.timeout(BOOKS * 100);
    const random = new Random(SEED);
    const setBy = new Set<string>();
    for (let i = 0; i < BOOKS; i++) {
      const input = i % 2 === 0 ? realistic(random) : anyCase(random);
      const told = explain(input.portfolio, input.markets, input.model, { trades: false });
      checkFigures(told, input);
      for (const loss of lossesOf(told)) {
        setBy.add(loss.setBy);
        expect(sum(loss.contributions), `book ${i}: ${loss.words}`).to.equal(loss.amount);
      }
      for (const miss of missesOf(input)) expect(miss, `book ${i}`).to.be.below(1);
      expect(explainText(told).split("\n").length).to.equal(1 + Object.keys(told.markets).length);
    }
    expect([...setBy]).to.include.members(["scenario", "tail", "valley", "node", "rest", "bound", "cap", "nothing"]);
  });

  it("proposedTrade_lowersTheMargin, of whichever is asked", function () {
    this.timeout(BOOKS * 100);
    const random = new Random(SEED + 1n);
    let proposed = 0;
    for (let i = 0; i < BOOKS / 2; i++) {
      const input = realistic(random);
      const lower = random.pick(["maintenance", "initial"] as const);
      const told = explain(input.portfolio, input.markets, input.model, { lower });
      if (told.best === undefined) continue;
      proposed += 1;
      expect(told.best[lower] < told[lower], `book ${i}`).to.equal(true);
    }
    expect(proposed).to.be.above(BOOKS / 4);
  });

  it("nothingBetweenTheLiquidationPrices_isLiquidable", function () {
    this.timeout(BOOKS * 200);
    const random = new Random(SEED + 2n);
    let found = 0;
    for (let i = 0; i < BOOKS / 8; i++) {
      const { portfolio, markets, model } = realistic(random);
      const fails = (owner: Portfolio, price: bigint): boolean => {
        const { equity, maintenance } = evaluate(owner, { ...markets, 1: { ...markets[1]!, price } }, model);
        return equity < maintenance;
      };
      // Cash that stands a small move.
      const { equity, maintenance } = evaluate(portfolio, markets, model);
      const owner = { ...portfolio, cash: portfolio.cash - equity + (maintenance * 5n) / 4n };
      const { price } = markets[1]!;
      if (fails(owner, price)) continue;
      for (const [at, towards] of Object.entries(liquidationPrice(owner, markets, model, 1))) {
        if (towards === null) continue;
        found += 1;
        expect(fails(owner, towards), `book ${i} ${at}`).to.equal(true);
        for (let n = 0n; n < 4n; n++) {
          expect(fails(owner, price + ((towards - price) * n) / 4n), `book ${i} ${at} ${n}`).to.equal(false);
        }
      }
    }
    expect(found).to.be.above(BOOKS / 20);
  });
});
