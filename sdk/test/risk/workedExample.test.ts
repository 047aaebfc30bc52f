/** The worked examples of `docs/risk.md`: the page, its formulas written down one by one, and the engine agree. */
import { readFileSync } from "node:fs";

import { expect } from "chai";

import { evaluate, freeCash } from "../../src/risk/index.js";
import { marginReference } from "../support/marginReference.js";
import { lateMarket, latePortfolio, lateRows, market, model, portfolio, rows } from "../support/workedExample.js";

const page = readFileSync(new URL("../../../docs/risk.md", import.meta.url), "utf8");

/** The cells of the table of a section, two to a row. */
const tableOf = (heading: string): string[] =>
  page
    .slice(page.indexOf(heading))
    .replace(/\n## [^]*/, "")
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(" | "),
    )
    .slice(2);

describe("the worked example", () => {
  it("isThatOfTheDocumentation", () => {
    expect(tableOf("## A worked example")).to.deep.equal(rows().map((row) => row.join(" | ")));
    expect(tableOf("## A book about to expire")).to.deep.equal(lateRows().map((row) => row.join(" | ")));
  });

  it("isWhatTheEngineGives", () => {
    expect(evaluate(portfolio, { 1: market }, model)).to.deep.equal(marginReference(portfolio, { 1: market }, model));
    const late = [latePortfolio, { 1: lateMarket }, model] as const;
    expect(evaluate(...late)).to.deep.equal(marginReference(...late));
    // The first account stands below its initial margin.
    expect(freeCash(portfolio, { 1: market }, model)).to.equal(0n);
  });
});
