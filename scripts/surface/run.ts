import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { type SnapshotFit, assess } from "./assess/assess.ts";
import { summarise } from "./assess/summary.ts";
import type { Chains } from "./sources.ts";
import { loadChains, loadRealised } from "./sources.ts";
import type { ReportOptions } from "./options.ts";
import { progressOf } from "./progress.ts";
import { pageOf } from "./report/html.ts";
import { jsonOf } from "./report/json.ts";
import { tablesOf } from "./report/tables.ts";

const PAGE = fileURLToPath(new URL("../../report/surface.html", import.meta.url));
const FAILED = 1;

/** Fits all snapshots; generated ones have no prices before them. */
export async function assessAll({ snapshots, recorded }: Chains): Promise<SnapshotFit[]> {
  const realised = await loadRealised(recorded ? [...new Set(snapshots.map(({ coin }) => coin))] : []);
  const progress = progressOf(snapshots.length);
  return snapshots.map((snapshot, i) => {
    progress(i);
    return assess(snapshot, realised(snapshot.coin, snapshot.time));
  });
}

/** `npm run surface`: exit code 1 when an expiry is not fitted or a snapshot could not be published. */
export async function report({ chain, seed, json, html }: ReportOptions): Promise<void> {
  const chains = await loadChains(chain, seed);
  const fitted = await assessAll(chains);
  const summary = summarise(fitted);
  console.log(json ? jsonOf(summary, fitted, chains.source) : tablesOf(summary, fitted));
  const page = pageOf(summary, fitted, chains.source);
  for (const file of [PAGE, ...(html === undefined ? [] : [html])]) {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, page);
    if (!json) console.log(`Page: ${file}`);
  }
  process.exitCode = summary.overall.failures + summary.refused > 0 ? FAILED : 0;
}
