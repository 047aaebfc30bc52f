/** The engine against the formulas of `docs/risk.md`, written down one by one. */
import { expect } from "chai";

import { evaluate, neverOwes } from "../../../sdk/src/risk/index.js";
import { canNeverOwe, marginReference, marginsOf, partOf } from "../../../sdk/test/support/marginReference.js";
import { Random } from "../../support/pricing/samples.js";
import { anyCase } from "../../support/risk/portfolios.js";

const COUNT = process.env.DEEP === "1" ? 4_000 : 250;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");

describe("the margin formula", () => {
  it(`engine_hasTheBitsOfTheFormulas on ${COUNT} seeded portfolios (seed ${SEED})`, function () {
    this.timeout(COUNT * 100);
    const random = new Random(SEED);
    const met = { free: 0, nodes: 0, mixed: 0, bounds: 0 };
    for (let i = 0; i < COUNT; i++) {
      const { portfolio, markets, model } = anyCase(random);
      expect(evaluate(portfolio, markets, model), `case ${i}`).to.deep.equal(
        marginReference(portfolio, markets, model),
      );
      expect(neverOwes(portfolio.cash, portfolio.positions), `case ${i}`).to.equal(canNeverOwe(portfolio));
      if (canNeverOwe(portfolio)) met.free += 1;
      for (const [id, state] of Object.entries(markets)) {
        const { widths, m, most, maintenance } = marginsOf(partOf(portfolio, Number(id)), state, model);
        if (m.rests.some(({ L, losses }) => L > losses.reduce((a, b) => (a > b ? a : b), 0n))) met.nodes += 1;
        if (widths.mix > 0n && widths.mix < 10n ** 18n) met.mixed += 1;
        if (maintenance === most.maintenance && maintenance < m.L + m.C) met.bounds += 1;
      }
    }
    // Every way through the formulas has to be met often for the comparison to mean anything.
    for (const [name, times] of Object.entries(met)) expect(times, name).to.be.greaterThan(COUNT / 25);
  });
});
