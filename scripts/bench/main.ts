/** Measures gas, calldata and time, and writes `bench/results.json`: `npm run bench`. */
import { mkdirSync, writeFileSync } from "node:fs";

import Table from "cli-table3";

import { custody, inputs, liquidations, margins, perpetuals, proof, settlement, trades } from "./cases.ts";
import { fast } from "./fast.ts";
import { kernels } from "./kernels.ts";
import { Results } from "./results.ts";
import { sdkMargins } from "./sdkMargins.ts";
import { sizes } from "./sizes.ts";
import { volatility } from "./volatility.ts";

const TARGET = new URL("../../bench/results.json", import.meta.url);

const cases = {
  sizes,
  kernels,
  volatility,
  fast,
  sdkMargins,
  inputs,
  margins,
  custody,
  trades,
  perpetuals,
  proof,
  settlement,
  liquidations,
};
const results = new Results();
for (const [name, run] of Object.entries(cases)) {
  process.stderr.write(`measuring ${name} …\n`);
  await run(results);
}

const figures = results.figures();
mkdirSync(new URL(".", TARGET), { recursive: true });
writeFileSync(TARGET, `${JSON.stringify(figures, null, 2)}\n`);

const table = new Table({
  head: ["figure", "count", "min", "median", "average", "max", "unit"],
  style: { head: [], border: [], compact: true },
});
for (const [key, f] of Object.entries(figures)) {
  const [min, median, average, max] = [f.min, f.median, f.average, f.max].map((n) => n.toLocaleString("en"));
  table.push([key, f.count, min!, median!, average!, max!, f.unit]);
}
process.stdout.write(`${table.toString()}\n`);
process.exit(0);
