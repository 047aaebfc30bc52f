/** Compares margins with those that traders know: `npm run lab:margins`. */
import { Command } from "commander";

import { CONTRACTS, SPOT, VOLATILITY } from "./books.ts";
import { markdownTable, rows, terminalTable } from "./report.ts";

const { json, markdown } = new Command("lab:margins")
  .description("Maintenance and initial margins of the same books under our rules and under others, for one contract.")
  .option("--json", "print the figures as JSON")
  .option("--markdown", "print the table of docs/risk.md")
  .parse()
  .opts<{ json?: true; markdown?: true }>();

if (json) {
  const inputs = { spot: SPOT, volatility: VOLATILITY, contracts: CONTRACTS };
  process.stdout.write(`${JSON.stringify({ inputs, rows: rows() }, null, 2)}\n`);
} else {
  process.stdout.write(`${markdown ? markdownTable() : terminalTable()}\n`);
}
