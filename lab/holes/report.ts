/** What a search has found, as a table and as JSON. */
import Table from "cli-table3";

import { Kind } from "../../sdk/src/instruments/index.ts";
import type { Finding, Leg } from "./book.ts";
import { CLASSES } from "./cases.ts";
import type { World } from "./world.ts";

/** The worst of a family, a case and a class of expiries. */
export interface Row {
  readonly family: string;
  readonly conditions: string;
  readonly expiries: string;
  /** Loss / maintenance margin; 0 when no book of the family can owe. */
  readonly ratio: number;
  readonly loss: number;
  readonly margin: number;
  readonly book: string;
  readonly state: string;
}

const LETTERS = { [Kind.Call]: "C", [Kind.Put]: "P", [Kind.Future]: "future", [Kind.Perpetual]: "perpetual" };

const legText = ({ kind, hours, strike, size }: Leg): string => {
  const name = strike === 0 ? LETTERS[kind] : `${LETTERS[kind]}${strike}`;
  return `${size > 0 ? "+" : ""}${size.toPrecision(3)} ${name}${hours === Infinity ? "" : ` ${hours}h`}`;
};

const SHOCKS = ["down", "unmoved", "up"];

/** A finding in words. */
export const rowOf = (
  world: World,
  place: Pick<Row, "family" | "conditions" | "expiries">,
  finding: Finding | undefined,
): Row => {
  if (finding === undefined) return { ...place, ratio: 0, loss: 0, margin: 0, book: "", state: "" };
  const { hours, shock, spot, settlement } = world.states[finding.state]!;
  const settled = settlement === spot ? "" : `, expired at ${settlement.toFixed(0)}`;
  return {
    ...place,
    ratio: finding.ratio,
    loss: finding.loss,
    margin: finding.margin,
    book: finding.book.map(legText).join(" "),
    state: `after ${hours} h, spot ${spot.toFixed(0)}, volatility ${SHOCKS[shock]}${settled}`,
  };
};

/** The ratios by family and class, one table for each case; a ratio above the goal in bold. */
export const tables = (rows: readonly Row[], goal: number): string => {
  const blocks: string[] = [];
  for (const conditions of new Set(rows.map((row) => row.conditions))) {
    const table = new Table({
      head: [conditions, ...Object.keys(CLASSES)],
      style: { head: [], border: [], compact: true },
    });
    const here = rows.filter((row) => row.conditions === conditions);
    for (const family of new Set(here.map((row) => row.family))) {
      const cells = Object.keys(CLASSES).map((expiries) => {
        const ratio = here.find((row) => row.family === family && row.expiries === expiries)?.ratio ?? 0;
        return ratio === 0 ? "-" : `${ratio.toFixed(3)}${ratio > goal ? " *" : ""}`;
      });
      table.push([family, ...cells]);
    }
    blocks.push(table.toString());
  }
  return blocks.join("\n");
};
