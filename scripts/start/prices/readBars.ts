import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";

import { parse } from "csv-parse";

import { UserError } from "../errors.ts";
import type { Bar } from "./bar.ts";

const COLUMNS = ["timestamp", "open", "high", "low", "close", "volume"] as const;
const PRICES = ["open", "high", "low", "close"] as const;
const DAY = 86_400;
/** Seconds of the year 2200: what lies beyond is in milliseconds. */
const LATEST = 7_258_118_400;

type Column = (typeof COLUMNS)[number];
type Places = Readonly<Record<Column, number>>;

interface Line {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The bars of a CSV file, plain or gzip, with the columns timestamp, open, high, low, close and volume.
 * @throws {@link UserError} naming the line of the first fault: a missing column, a value that is no number, a price
 * that is not positive, times out of order, a gap of more than a day
 */
export async function readBars(path: string): Promise<Bar[]> {
  const bars: Bar[] = [];
  let places: Places | undefined;
  const parser = parse({ bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true });
  try {
    const source = await openText(path);
    source.on("error", (error) => parser.destroy(error));
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<Line>) {
      if (places === undefined) places = placesOf(record, `${path}, line ${info.lines}`);
      else bars.push(readBar({ record, places, previous: bars.at(-1), where: `${path}, line ${info.lines}` }));
    }
  } catch (error) {
    throw readable(path, error);
  }
  if (bars.length === 0) throw new UserError(`${path}: the file has no prices`);
  return bars;
}

/** The text of a file; gzip is known by its first two bytes. */
async function openText(path: string): Promise<Readable> {
  const file = await open(path);
  const head = Buffer.alloc(2);
  try {
    await file.read(head, 0, 2, 0);
  } finally {
    await file.close();
  }
  const stream = createReadStream(path);
  if (head.readUInt16BE() !== 0x1f8b) return stream;
  const gunzip = createGunzip();
  stream.on("error", (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}

function placesOf(record: readonly string[], where: string): Places {
  const names = record.map((name) => name.toLowerCase());
  const missing = COLUMNS.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    throw new UserError(`${where}: missing ${missing.join(", ")}; the columns must be ${COLUMNS.join(",")}`);
  }
  return Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<Column, number>;
}

interface RawBar {
  readonly record: readonly string[];
  readonly places: Places;
  readonly previous: Bar | undefined;
  readonly where: string;
}

function readBar({ record, places, previous, where }: RawBar): Bar {
  const fail = (fault: string): never => {
    throw new UserError(`${where}: ${fault}`);
  };
  const numberOf = (column: Column): number => {
    const text = record[places[column]];
    if (text === undefined || text === "" || !Number.isFinite(Number(text))) {
      return fail(`${column} is not a number: ${JSON.stringify(text ?? "")}`);
    }
    return Number(text);
  };
  const bar = {
    timestamp: numberOf("timestamp"),
    open: numberOf("open"),
    high: numberOf("high"),
    low: numberOf("low"),
    close: numberOf("close"),
  };
  for (const column of PRICES) if (bar[column] <= 0) fail(`${column} must be above 0, not ${bar[column]}`);
  if (numberOf("volume") < 0) fail("volume must not be negative");
  if (bar.low > Math.min(bar.open, bar.close) || bar.high < Math.max(bar.open, bar.close)) {
    fail(`open and close must lie between low (${bar.low}) and high (${bar.high})`);
  }
  const fault = faultOfTime(bar.timestamp, previous?.timestamp);
  return fault === undefined ? bar : fail(fault);
}

function faultOfTime(time: number, previous: number | undefined): string | undefined {
  if (!Number.isInteger(time) || time <= 0 || time > LATEST) return `timestamp ${time} is not in unix seconds`;
  if (previous === undefined) return undefined;
  if (time <= previous) return `timestamp ${time} is not after ${previous} of the row before`;
  if (time - previous > DAY)
    return `a gap of ${((time - previous) / 3600).toFixed(1)} hours before ${time}, more than a day`;
  return undefined;
}

/** What went wrong with a file, as one sentence. */
function readable(path: string, error: unknown): unknown {
  if (error instanceof UserError || !(error instanceof Error)) return error;
  const code = "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return new UserError(`${path}: there is no such file`);
  if (code === "EISDIR") return new UserError(`${path}: this is a folder, not a file`);
  if (code === "EACCES" || code === "EPERM") return new UserError(`${path}: the file cannot be read`);
  if (code.startsWith("Z_")) return new UserError(`${path}: the gzip data are damaged (${error.message})`);
  if (code.startsWith("CSV_")) {
    const line = "lines" in error ? `, line ${String(error.lines)}` : "";
    return new UserError(`${path}${line}: ${error.message}`);
  }
  return error;
}
