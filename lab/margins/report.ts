/** The comparison as rows, as a table for terminals and as one for `docs/risk.md`. */
import Table from "cli-table3";

import { BOOKS } from "./books.ts";
import { type Margins, VENUES } from "./venues.ts";

export interface Row {
  readonly book: string;
  /** By venue, USDC for one contract. */
  readonly margins: Readonly<Record<string, Margins | undefined>>;
}

/** All books under all rules. */
export const rows = (): Row[] =>
  BOOKS.map((book) => ({
    book: book.name,
    margins: Object.fromEntries(VENUES.map(({ name, marginOf }) => [name, marginOf(book)])),
  }));

export const HEAD = ["book", ...VENUES.flatMap(({ name }) => [`${name} M`, `${name} I`])];

/** USDC to a tenth, never −0. */
const figure = (amount: number): string => (Math.round(amount * 10) / 10 + 0).toFixed(1);

const cellsOf = (margin: Margins | undefined): string[] =>
  margin === undefined ? ["-", "-"] : [figure(margin.maintenance), figure(margin.initial)];

/** The cells of the table, without the head. */
export const cells = (): string[][] =>
  rows().map(({ book, margins }) => [book].concat(VENUES.flatMap(({ name }) => cellsOf(margins[name]))));

/** For a terminal. */
export const terminalTable = (): string => {
  const table = new Table({ head: HEAD, style: { head: [], border: [], compact: true } });
  for (const row of cells()) table.push(row);
  return table.toString();
};

/** For a page; the formatter aligns it. */
export const markdownTable = (): string =>
  [HEAD, HEAD.map((_, i) => (i === 0 ? "---" : "--:")), ...cells()].map((row) => `| ${row.join(" | ")} |`).join("\n");
