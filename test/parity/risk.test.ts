import { expect } from "chai";
import type { Contract } from "ethers";
import { network } from "hardhat";

import { expiryOf, marketOf } from "../../sdk/src/instruments/index.js";
import {
  accountShare,
  evaluate,
  evaluator,
  explain,
  freeCash,
  fundTarget,
  neverOwes,
} from "../../sdk/src/risk/index.js";
import type { RiskEngine } from "../../types/ethers-contracts/index.js";
import { Random, WAD } from "../support/pricing/samples.js";
import { type RiskCase, anyCase, toContract } from "../support/risk/portfolios.js";

const COUNT = process.env.DEEP === "1" ? 5_000 : 300;
const PROFILES = COUNT / 10;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");

const show = (risk: RiskCase): string =>
  JSON.stringify(risk, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));

describe(`risk: contract and SDK on ${COUNT} seeded portfolios (seed ${SEED})`, () => {
  let engine: RiskEngine;
  let inputs: Contract;
  let rewards: Contract;
  let cases: RiskCase[];

  before(async () => {
    // Bits are compared here, not gas: 64 legs must not fail for want of it.
    const { ethers } = await network.create({ override: { transactionGasCap: false, blockGasLimit: 1_000_000_000 } });
    inputs = await ethers.deployContract("RiskInputs");
    const margins = await ethers.deployContract("MarketMargins", [inputs]);
    engine = await ethers.deployContract("RiskEngine", [margins]);
    await inputs.use(engine);
    rewards = await ethers.deployContract("RewardHarness");
    const random = new Random(SEED);
    cases = Array.from({ length: COUNT }, () => anyCase(random));
  });

  it("evaluate_hasTheSameBits", async () => {
    let free = 0;
    for (const risk of cases) {
      const { portfolio, markets, model } = toContract(risk);
      const [contract, owesNever] = await Promise.all([
        engine.evaluate(portfolio, markets, model),
        engine.neverOwes(portfolio),
      ]);
      const sdk = evaluate(risk.portfolio, risk.markets, risk.model);
      expect(
        {
          equity: contract.equity,
          maintenance: contract.maintenance,
          initial: contract.initial,
          health: contract.health,
          byMarket: Object.fromEntries(
            contract.byMarket.map(({ market, maintenance, initial }) => [market, { maintenance, initial }]),
          ),
        },
        show(risk),
      ).to.deep.equal(sdk);
      expect(neverOwes(risk.portfolio.cash, risk.portfolio.positions), show(risk)).to.equal(owesNever);
      if (owesNever) free += 1;
    }
    // Both ways of the formula have to be met often for the comparison to mean anything.
    expect(free).to.be.within(COUNT / 5, (COUNT * 3) / 5);
  });

  it("evaluator_givesEveryPortfolio_whatEvaluateGives", () => {
    const [first, ...others] = cases.slice(0, 20);
    const shared = evaluator(first!.markets, first!.model);
    for (let i = 0; i < 2; i++) {
      expect(shared.evaluate(first!.portfolio)).to.deep.equal(evaluate(first!.portfolio, first!.markets, first!.model));
    }
    for (const { portfolio } of others) {
      const positions = portfolio.positions.filter(
        ({ instrument }) => expiryOf(instrument) in (first!.markets[marketOf(instrument)]?.surface ?? {}),
      );
      const collateral = Object.fromEntries(
        Object.entries(portfolio.collateral).filter(([id]) => id in first!.markets),
      );
      const part = { ...portfolio, positions, collateral };
      expect(shared.evaluate(part)).to.deep.equal(evaluate(part, first!.markets, first!.model));
    }
  });

  it("freeCashAndMark_haveTheSameBits", async () => {
    for (const { portfolio: whole, ...rest } of cases) {
      // Each mark is computed by itself, so that more legs take long and show nothing new.
      const risk = { ...rest, portfolio: { ...whole, positions: whole.positions.slice(0, 12) } };
      const { portfolio, markets, model } = toContract(risk);
      const [free, marks, time] = await inputs.freeCash.staticCall(portfolio, markets, model);
      const now = Object.fromEntries(
        Object.entries(risk.markets).map(([market, state]) => [market, Object.assign({}, state, { time })]),
      );
      expect(freeCash(risk.portfolio, now, risk.model), show(risk)).to.equal(free);
      const { mark } = evaluator(now, risk.model);
      expect(risk.portfolio.positions.map(({ instrument }) => mark(instrument))).to.deep.equal([...marks]);
    }
  });

  it("profile_hasTheSameBits", async () => {
    let compared = 0;
    for (const { portfolio: whole, ...rest } of cases.slice(0, PROFILES)) {
      const risk = { ...rest, portfolio: { ...whole, positions: whole.positions.slice(0, 12) } };
      const { portfolio, markets, model } = toContract(risk);
      await (await inputs.freeCash(portfolio, markets, model)).wait();
      const [, , time] = await inputs.freeCash.staticCall(portfolio, markets, model);
      const now = Object.fromEntries(
        Object.entries(risk.markets).map(([market, state]) => [market, Object.assign({}, state, { time })]),
      );
      const told = explain(risk.portfolio, now, risk.model, { trades: false });
      for (const [market, { profile }] of Object.entries(told.markets)) {
        const { width, shifts, profits } = await engine.profile(portfolio, market, 0);
        expect(profile, show(risk)).to.deep.equal({ width, shifts: [...shifts], profits: [...profits] });
        compared += 1;
      }
    }
    expect(compared).to.be.at.least(PROFILES);
  });

  it("reward_hasTheSameBits", async () => {
    const random = new Random(SEED);
    const pairs = Array.from({ length: 500 }, (): [bigint, bigint] => [
      random.pick([random.between(-WAD, 2n * WAD), random.between(0n, WAD / 10n), (1n << 255n) - 1n]),
      random.pick([0n, random.between(0n, 4000n), 1200n, 3600n]),
    ]);
    const contract = await rewards.shares(pairs);
    pairs.forEach(([health, elapsed], i) =>
      expect([...contract[i]!]).to.deep.equal([accountShare(health, elapsed), fundTarget(health, elapsed)]),
    );
  });
});
