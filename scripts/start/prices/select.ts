import { UserError } from "../errors.ts";
import type { Bar } from "./bar.ts";

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z?)?$/;

/**
 * A time as typed: a date in ISO form (UTC) or unix seconds.
 * @throws {@link UserError} when it is neither
 */
export function timeOf(text: string, option: string): number {
  if (/^\d{9,10}$/.test(text)) return Number(text);
  const zoned = text.includes("T") && !text.endsWith("Z") ? `${text}Z` : text;
  const milliseconds = ISO_DATE.test(text) ? Date.parse(zoned) : Number.NaN;
  const exists = !Number.isNaN(milliseconds) && new Date(milliseconds).toISOString().startsWith(text.slice(0, 10));
  if (!exists) throw new UserError(`${option} must be a date such as 2020-03-01 or unix seconds, not "${text}"`);
  return milliseconds / 1000;
}

/** Which part of a file is replayed: from inclusive, to exclusive, unix seconds. */
export interface Range {
  readonly from?: number;
  readonly to?: number;
}

/**
 * The bars that begin inside a range.
 * @throws {@link UserError} when there are fewer than two
 */
export function selectBars(bars: readonly Bar[], { from = -Infinity, to = Infinity }: Range): Bar[] {
  if (from >= to) throw new UserError(`--from (${isoOf(from)}) must lie before --to (${isoOf(to)})`);
  const selected = bars.filter(({ timestamp }) => timestamp >= from && timestamp < to);
  if (selected.length < 2) {
    const span = `${isoOf(bars[0]!.timestamp)} to ${isoOf(bars.at(-1)!.timestamp)}`;
    throw new UserError(`the selection holds ${selected.length} prices; the file covers ${span}`);
  }
  return selected;
}

/** Unix seconds as a UTC date and time for people. */
export const isoOf = (time: number): string =>
  Number.isFinite(time) ? new Date(time * 1000).toISOString().slice(0, 16).replace("T", " ") : String(time);
