/** The worked example of `docs/risk.md`: the page, its formulas written down one by one, and the engine agree. */
import { readFileSync } from "node:fs";

import { expect } from "chai";

import { evaluate, freeCash } from "../../src/risk/index.js";
import { marginReference } from "../support/marginReference.js";
import { market, model, portfolio, rows } from "../support/workedExample.js";

/** The cells of the tables of a page, two to a row. */
const tableRows = (page: string): string[] =>
  page
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(" | "),
    );

describe("the worked example", () => {
  it("isThatOfTheDocumentation", () => {
    const page = readFileSync(new URL("../../../docs/risk.md", import.meta.url), "utf8");
    const table = tableRows(page.slice(page.indexOf("## A worked example"))).slice(2);
    expect(table).to.deep.equal(rows().map((row) => row.join(" | ")));
  });

  it("isWhatTheEngineGives", () => {
    expect(evaluate(portfolio, { 1: market }, model)).to.deep.equal(marginReference(portfolio, { 1: market }, model));
    // The account stands below its initial margin.
    expect(freeCash(portfolio, { 1: market }, model)).to.equal(0n);
  });
});
