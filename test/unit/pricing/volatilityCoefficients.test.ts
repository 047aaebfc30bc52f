import { readFileSync } from "node:fs";

import { expect } from "chai";

import { fitGuess } from "../../../scripts/fit/firstGuess.js";
import { volatilityFractions } from "../../../scripts/fit/volatilityFractions.js";

/** The whole numbers that stand in a source. */
const literals = (path: string): Set<string> =>
  new Set(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8").match(/\d{6,}/g) ?? []);

const SOURCES = ["contracts/pricing/ImpliedVolatility.sol", "sdk/src/pricing/impliedVolatility.ts"] as const;

const expectIn = (label: string, value: bigint): void => {
  for (const source of SOURCES) {
    expect(literals(source).has(`${value < 0n ? -value : value}`), `${label} = ${value} in ${source}`).to.equal(true);
  }
};

describe("coefficients of the implied volatility", () => {
  for (const { name, coefficients } of volatilityFractions()) {
    it(`sources_carryTheFit_of ${name}`, () => coefficients.forEach(([label, value]) => expectIn(label, value)));
  }

  it("sources_carryTheFit_ofFirstGuess", () => {
    const { numerator, denominator, error } = fitGuess();
    for (const { powers, integer } of [...numerator, ...denominator]) expectIn(powers.join(), integer);
    expect(error).to.be.below(0.0035);
  });
});
