/** Looks for books that lose more than their margin: `npm run lab:holes`. */
import { Command, InvalidArgumentError } from "commander";

import { GOAL } from "./goal.ts";
import { type Row, tables } from "./report.ts";
import { run } from "./run.ts";

const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("Give a whole number, 0 or more.");
  return value;
};

const command = new Command("lab:holes")
  .description("Search for portfolios whose loss inside the width within a day exceeds their maintenance margin.")
  .option("--seed <n>", "seed of the search", count, 1)
  .option("--draws <n>", "books drawn for each family, case and class", count, 3000)
  .option("--climbs <n>", "of which so many are climbed from", count, 8)
  .option("--steps <n>", "steps of a climb", count, 800)
  .option("--programs <n>", "linear programs for each case and class", count, 60)
  .option("--family <text>", "only families whose name contains this", "")
  .option("--case <text>", "only cases whose name contains this", "")
  .option("--json", "print every finding as JSON")
  .parse();

interface Options {
  seed: number;
  draws: number;
  climbs: number;
  steps: number;
  programs: number;
  family: string;
  case: string;
  json?: true;
}

const options = command.opts<Options>();
const { seed, draws, climbs, steps, programs, family } = options;
const rows: Row[] = [];
const start = Date.now();
for (const row of run({ seed, effort: { draws, climbs, steps }, programs, family, conditions: options.case })) {
  rows.push(row);
  const seconds = ((Date.now() - start) / 1000).toFixed(0);
  process.stderr.write(`${seconds} s  ${row.conditions}  ${row.expiries}  ${row.family}  ${row.ratio.toFixed(3)}\n`);
}

if (options.json) {
  process.stdout.write(`${JSON.stringify({ seed, effort: { draws, climbs, steps }, programs, rows }, null, 2)}\n`);
} else {
  process.stdout.write(`${tables(rows, GOAL)}\n`);
  for (const row of rows.filter(({ ratio }) => ratio > GOAL)) {
    process.stdout.write(`${row.ratio.toFixed(3)}  ${row.conditions}  ${row.family}: ${row.book}\n`);
    process.stdout.write(`       loses ${row.loss.toFixed(2)} against ${row.margin.toFixed(2)}, ${row.state}\n`);
  }
}
