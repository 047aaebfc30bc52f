import { readFileSync } from "node:fs";

import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";

import { DEFAULT_SHAPE, syntheticPath } from "../../../scripts/start/prices/synthetic.ts";
import { buildReport } from "../../../scripts/start/report/build.ts";
import { jsonSchema, type Report } from "../../../scripts/start/report/schema.ts";
import { tablesOf } from "../../../scripts/start/report/tables.ts";
import { replay, type StepState } from "../../../scripts/start/run/replay.ts";

const schema = JSON.parse(readFileSync(new URL("../../../scripts/start/report.schema.json", import.meta.url), "utf8"));

describe("demonstration run", () => {
  const states: StepState[] = [];
  let report: Report;

  before(async () => {
    const steps = syntheticPath(3, { ...DEFAULT_SHAPE, days: 2 });
    const path = { source: "test", steps };
    report = buildReport(await replay({ path, seed: 3, accounts: 6, onStep: (state) => states.push(state) }));
  });

  it("run_proves_itsBooks", () => {
    expect(report.proofs.filter(({ holds }) => !holds)).to.deep.equal([]);
    expect(report.proofs).to.have.length(7);
    expect(Number(report.conservation.cashDifference)).to.be.within(0, 1e-6);
    expect(report.conservation.openPositionsSum).to.equal("0");
  });

  it("run_trades_settles_andLiquidates", () => {
    expect(report.steps).to.equal(144);
    expect(states).to.have.lengthOf(144);
    expect(report.trades).to.be.greaterThan(10);
    expect(report.settlements).to.equal(report.events.settlements.length);
    expect(report.settlements).to.be.greaterThan(10);
    expect(report.liquidations).to.equal(report.events.liquidations.length);
    expect(report.liquidations).to.be.greaterThan(0);
  });

  it("run_measuresGas_ofEveryAction", () => {
    expect(report.gas).to.include.keys("deposit", "withdraw", "trade", "settle", "prove", "flag", "bid", "sample");
    expect(report.gas.roundUpdate!.count).to.be.at.least(144);
    expect(report.gas.trade!.count).to.equal(report.trades);
    for (const { min, median, max } of Object.values(report.gas)) {
      expect(min).to.be.at.most(median);
      expect(median).to.be.at.most(max);
    }
  });

  it("run_lists_everyAccount", () => {
    expect(report.accounts.map(({ id }) => id)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8]);
    const buyer = report.accounts.find(({ kind }) => kind === "buyer")!;
    expect(buyer.health).to.equal("inf");
  });

  it("profits_sumToZero_overAllAccounts", () => {
    const sum = report.accounts.reduce((total, { profit }) => total + Number(profit), 0);
    expect(Math.abs(sum)).to.be.lessThan(0.001);
  });

  it("report_matches_theCommittedSchema", () => {
    expect(JSON.parse(jsonSchema())).to.deep.equal(schema);
    const validate = new Ajv2020().compile(schema);
    expect(validate(JSON.parse(JSON.stringify(report))), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ ...report, trades: "many" })).to.equal(false);
  });

  it("tables_show_everyProof", () => {
    const text = tablesOf(report);
    for (const { statement } of report.proofs) expect(text).to.contain(statement);
  });
});
