import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

import { parse } from "csv-parse/sync";

import { UserError } from "../../start/errors.ts";
import { groupBy } from "./groupBy.ts";
import { type InverseRow, forwardOf, usdQuotes } from "./inverse.ts";
import { median } from "./median.ts";
import type { ChainExpiry, Snapshot } from "./snapshot.ts";

const COLUMNS = [
  "snapshot",
  "instrument",
  "expiry",
  "strike",
  "type",
  "index_price",
  "forward",
  "bid",
  "ask",
  "mark",
  "mark_iv",
];

type Row = Readonly<Record<string, string>>;

/**
 * The snapshots of a CSV file of inverse options, plain or gzip: one row per option, prices in coin, a blank where
 * nobody quotes.
 * @throws {@link UserError} for a file that is not there, is no CSV, lacks columns or has a figure that is no number
 */
export async function readChain(path: string): Promise<Snapshot[]> {
  const rows = parseRows(path, await textOf(path));
  const missing = COLUMNS.filter((column) => !(column in (rows[0] ?? {})));
  if (rows.length === 0) throw new UserError(`${path}: the file has no options`);
  if (missing.length > 0) throw new UserError(`${path}: missing ${missing.join(", ")}`);
  return [...groupBy(rows, (row) => `${coinOf(row)} ${row.snapshot}`).values()].map((of) => snapshotOf(path, of));
}

async function textOf(path: string): Promise<Buffer> {
  try {
    const bytes = await readFile(path);
    return bytes.length > 1 && bytes.readUInt16BE() === 0x1f8b ? gunzipSync(bytes) : bytes;
  } catch (error) {
    throw new UserError(`${path}: the file cannot be read (${(error as Error).message})`, { cause: error });
  }
}

function parseRows(path: string, text: Buffer): Row[] {
  try {
    return parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true }) as Row[];
  } catch (error) {
    throw new UserError(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

const coinOf = ({ instrument = "" }: Row): string => instrument.split("-")[0]!;

function figureOf(path: string, row: Row, column: string): number | undefined {
  const text = row[column]!;
  if (text === "") return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new UserError(`${path}: ${row.instrument}: ${column} is not a number: "${text}"`);
  return value;
}

function inverseRow(path: string, row: Row): InverseRow {
  const of = (column: string): number | undefined => figureOf(path, row, column);
  return {
    strike: of("strike") ?? NaN,
    isCall: row.type === "C",
    bid: of("bid"),
    ask: of("ask"),
    markPrice: of("mark"),
    mark: of("mark_iv"),
    forward: of("forward"),
  };
}

function snapshotOf(path: string, rows: readonly Row[]): Snapshot {
  const time = figureOf(path, rows[0]!, "snapshot") ?? NaN;
  const spot = median(rows.flatMap((row) => figureOf(path, row, "index_price") ?? []));
  const expiries = [...groupBy(rows, ({ expiry }) => Number(expiry))]
    .filter(([expiry]) => expiry > time)
    .sort(([a], [b]) => a - b)
    .map(([expiry, of]): ChainExpiry => {
      const inverse = of.map((row) => inverseRow(path, row));
      const forward = forwardOf(inverse);
      return { time, expiry, spot, forward, quotes: usdQuotes(inverse, forward) };
    });
  return { coin: coinOf(rows[0]!), time, spot, expiries };
}
