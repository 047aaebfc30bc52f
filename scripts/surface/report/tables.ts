import Table from "cli-table3";
import pc from "picocolors";

import { isoOf } from "../../start/prices/select.ts";
import type { SnapshotFit } from "../assess/assess.ts";
import type { BucketSummary, Summary } from "../assess/summary.ts";

const PLAIN = { style: { head: [], border: [] } };
const HEAD = ["to expiry", "expiries", "failed", "quotes", "rmse", "any width", "to mark", "within", "off anchor"];
const MOST_LINES = 12;

/** A figure with so many digits, or a dash for what does not exist. */
export const figure = (value: number, digits = 2): string => (Number.isFinite(value) ? value.toFixed(digits) : "–");
/** A part of one as a percentage. */
export const percent = (part: number): string => (Number.isFinite(part) ? `${(100 * part).toFixed(1)}%` : "–");

/** One row of the table of errors. */
export const cellsOf = (bucket: BucketSummary): string[] => [
  bucket.name,
  String(bucket.expiries),
  String(bucket.failures),
  String(bucket.quotes),
  figure(bucket.rmse),
  figure(bucket.rmseAll),
  figure(bucket.rmseMark),
  percent(bucket.inside),
  bucket.anchored === 0 ? "–" : `${bucket.outsideAnchor} of ${bucket.anchored}`,
];

/** What the columns mean. */
export const LEGEND =
  "rmse: points of volatility from the middle of bid and ask, options out of the money of 10 to 90 delta at most 10 " +
  "points wide; any width: all of them; to mark: from the venue's own volatility; within: smile between bid and ask; " +
  "off anchor: at the money outside [0.4, 2.5] times the realised volatility, of those where prices are known.";

/** A run as people read it. */
export function tablesOf(summary: Summary, snapshots: readonly SnapshotFit[]): string {
  const table = new Table({ ...PLAIN, head: HEAD, colAligns: ["left", ...HEAD.slice(1).map(() => "right" as const)] });
  for (const bucket of [...summary.buckets, summary.beyondTwoDays, summary.overall]) table.push(cellsOf(bucket));
  return [
    pc.bold(`${summary.snapshots} snapshots, ${figure(summary.millisecondsPerExpiry, 1)} ms per expiry`),
    table.toString(),
    LEGEND,
    ...faultsOf(snapshots),
  ].join("\n");
}

function faultsOf(snapshots: readonly SnapshotFit[]): string[] {
  const faults = snapshots.flatMap(({ coin, time, failures, refusal }) => [
    ...failures.map(({ message }) => `${coin} ${isoOf(time)}: ${message}`),
    ...(refusal === undefined ? [] : [`${coin} ${isoOf(time)}: ${refusal}`]),
  ]);
  if (faults.length === 0) return [pc.green("Every expiry is fitted, and every snapshot could be published.")];
  const more = faults.length - MOST_LINES;
  return [
    ...faults.slice(0, MOST_LINES).map((fault) => pc.red(fault)),
    ...(more > 0 ? [`and ${more} more, see the report`] : []),
  ];
}
