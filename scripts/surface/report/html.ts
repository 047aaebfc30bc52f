import { isoOf } from "../../start/prices/select.ts";
import type { SnapshotFit } from "../assess/assess.ts";
import type { Summary } from "../assess/summary.ts";
import { errorChart, historyChart, smileChart } from "./charts.ts";
import { escaped } from "./svg.ts";
import { LEGEND, cellsOf } from "./tables.ts";

const STYLE = `
:root { --paper: #fff; --ink: #1b1f24; --soft: #59636e; --line: #2f6fde; --range: #9aa4af; --grid: #e6e9ed; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #0d1117; --ink: #e6edf3; --soft: #9198a1; --line: #6ea8fe; --range: #6b7580; --grid: #222931; }
}
body { background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; max-width: 1240px; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; } th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid var(--grid); }
th:first-child, td:first-child { text-align: left; } .note { color: var(--soft); max-width: 60rem; }
.charts { display: flex; flex-wrap: wrap; gap: .5rem; } summary { cursor: pointer; font-size: 1.1rem; margin: .6rem 0; }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink); } svg .name { font-size: 13px; font-weight: 600; } svg .soft { fill: var(--soft); }
.grid { stroke: var(--grid); } .axis { fill: none; stroke: var(--soft); } .line { fill: none; stroke: var(--line); stroke-width: 2; }
.range { fill: none; stroke: var(--range); stroke-width: 1.3; } .bar, .dot { fill: var(--line); }`;

const HEAD = ["to expiry", "expiries", "failed", "quotes", "rmse", "any width", "to mark", "within", "off anchor"];

const row = (cells: readonly string[], tag: string): string =>
  `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;

/** Of each coin the first snapshot, the one with the worst expiry, and the last. */
export const chosen = (snapshots: readonly SnapshotFit[]): SnapshotFit[] => {
  const worst = ({ fits }: SnapshotFit): number => Math.max(0, ...fits.map(({ rmse }) => rmse || 0));
  return [...new Set(snapshots.map(({ coin }) => coin))].flatMap((coin) => {
    const own = snapshots.filter((snapshot) => snapshot.coin === coin);
    const worstOne = own.reduce((a, b) => (worst(b) > worst(a) ? b : a));
    return [...new Set([own[0]!, worstOne, own.at(-1)!])];
  });
};

const section = ({ coin, time, fits, failures, refusal }: SnapshotFit, i: number): string =>
  [
    `<details${i === 0 ? " open" : ""}><summary>${escaped(coin)} ${isoOf(time)} UTC</summary>`,
    ...failures.map(({ message }) => `<p>${escaped(message)}</p>`),
    refusal === undefined ? "" : `<p>${escaped(refusal)}</p>`,
    `<div class="charts">${fits.map(smileChart).join("")}</div></details>`,
  ].join("");

/** The report as one page that needs nothing else. */
export const pageOf = (summary: Summary, snapshots: readonly SnapshotFit[], source: string): string =>
  [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Volatility surface: fit</title>`,
    `<meta name="viewport" content="width=device-width"><style>${STYLE}</style></head><body>`,
    `<h1>Volatility surface: fit</h1><p>${escaped(source)}: ${summary.snapshots} snapshots, `,
    `${summary.overall.expiries} expiries fitted, ${summary.overall.failures} failed, `,
    `${summary.refused} snapshots that could not be published.</p>`,
    `<table><thead>${row(HEAD, "th")}</thead><tbody>`,
    ...[...summary.buckets, summary.beyondTwoDays, summary.overall].map((bucket) => row(cellsOf(bucket), "td")),
    `</tbody></table><p class="note">${escaped(LEGEND)}</p>`,
    `<div class="charts">${errorChart(summary)}${historyChart(snapshots)}</div>`,
    `<h2>Smiles</h2><p class="note">Bars run from bid to ask; one without an end reaches the edge.</p>`,
    ...chosen(snapshots).map(section),
    "</body></html>\n",
  ].join("");
