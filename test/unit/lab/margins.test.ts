import { readFileSync } from "node:fs";

import { expect } from "chai";

import { HEAD, cells, rows } from "../../../lab/margins/report.js";
import { expectNear } from "../../support/pricing/doubles.js";

/** The cells of the table of a section of a page, with its head. */
const tableOf = (page: string, title: string): string[][] => {
  const section = page.slice(page.indexOf(title) + title.length);
  const lines = section.slice(0, section.indexOf("\n## ")).split("\n");
  const table = lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").slice(1, -1));
  return table.filter((_, i) => i !== 1).map((row) => row.map((cell) => cell.trim()));
};

const marginsOf = (book: string) => rows().find((row) => row.book === book)!.margins;

describe("margins that traders know", () => {
  it("tableOfTheDocumentation_isWhatTheRulesGive", () => {
    const page = readFileSync(new URL("../../../docs/risk.md", import.meta.url), "utf8");
    expect(tableOf(page, "## Against margins that traders know")).to.deep.equal([HEAD, ...cells()]);
  });

  it("published_rulesAreMet", () => {
    const { Deribit, grid } = marginsOf("short call 2,400, 30 days");
    // 20% out of the money: max(15% − 20%, 10%) and 7.5% of 2,000.
    expect(Deribit).to.deep.equal({ maintenance: 150, initial: 200 });
    expectNear(grid!.initial / grid!.maintenance, 1.25, 1e-12);
    expect(marginsOf("short put 2,000, 1 day").Deribit).to.deep.equal({ maintenance: 150, initial: 300 });
    expect(marginsOf("long perpetual").Deribit).to.deep.equal({ maintenance: 20, initial: 40 });
    expectNear(marginsOf("short perpetual").grid!.maintenance, 400, 1e-9);
    expect(marginsOf("short perpetual")["10×"]).to.deep.equal({ maintenance: 100, initial: 200 });
    expect(marginsOf("short put 2,000, 1 day")["10×"]).to.equal(undefined);
  });

  it("whatThePageSays_holds", () => {
    const isLower = (book: string, venue: string, which: "maintenance" | "initial"): boolean => {
      const margins = marginsOf(book);
      return margins.Ballast![which] < margins[venue]![which];
    };
    const both = (venue: string, books: readonly string[]): void => {
      for (const book of books) {
        expect(isLower(book, venue, "maintenance") && isLower(book, venue, "initial"), `${venue}: ${book}`).to.equal(
          true,
        );
      }
    };
    const lowerThanGrid = rows().filter(
      ({ book }) => !/^(iron condor|box|calendar|(long|short) call .* hedged)|[46]00, 1 day$/.test(book),
    );
    both(
      "grid",
      lowerThanGrid.map(({ book }) => book),
    );
    expect(lowerThanGrid.length).to.equal(12);
    both("Deribit", [
      "short straddle 2,000, 30 days",
      "iron condor, 50 wide, 30 days",
      "iron condor, 150 wide, 30 days",
      "box 1,900/2,100, 30 days",
      "calendar, short 7 days, long 30",
      "short call 2,400, 1 day",
      "short put 1,600, 1 day",
      "short put 1,600, 30 days",
    ]);
    for (const book of ["long perpetual", "short perpetual", "long future, 30 days"]) {
      expect(isLower(book, "10×", "initial"), book).to.equal(true);
    }
  });
});
