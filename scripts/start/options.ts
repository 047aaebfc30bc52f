import { Command, InvalidArgumentError } from "commander";

import { callerPath } from "../support/callerPath.ts";
import { UserError } from "./errors.ts";
import { timeOf } from "./prices/select.ts";
import { LEAST_ACCOUNTS, MOST_ACCOUNTS } from "./traders/mix.ts";

const DEFAULT_ACCOUNTS = 14;

/** What the command line asked for. Paths are absolute, times unix seconds. */
export interface Options {
  readonly prices?: string;
  readonly from?: number;
  readonly to?: number;
  readonly seed: number;
  readonly accounts: number;
  readonly json?: string;
}

const EXAMPLES = `
Examples:
  npm start
  npm start -- --seed 7 --accounts 20
  npm start -- --prices eth-usd-1h.csv.gz --from 2020-03-01 --to 2020-03-20
  npm start -- --json run.json

A price file has the columns timestamp,open,high,low,close,volume; timestamps are unix seconds.
Relative paths are of the folder where the command is typed. The report is always in report/report.json.`;

/** The command; its action is up to the caller. */
export function command(): Command {
  return new Command("npm start --")
    .description("Runs the clearing house through a price path on an embedded chain, closes the books and proves them.")
    .option("--prices <file>", "CSV file of prices, plain or gzip; without it a seeded path with a crash", callerPath)
    .option("--from <time>", "first price: a date in UTC or unix seconds", (text) => timeOf(text, "--from"))
    .option("--to <time>", "end of the prices, exclusive", (text) => timeOf(text, "--to"))
    .option("--seed <number>", "seed of everything that is left to chance", wholeNumber(0, 2 ** 32 - 1), 1)
    .option(
      "--accounts <number>",
      `accounts, ${LEAST_ACCOUNTS} to ${MOST_ACCOUNTS}`,
      wholeNumber(LEAST_ACCOUNTS, MOST_ACCOUNTS),
      DEFAULT_ACCOUNTS,
    )
    .option("--json <file>", "a further file for the report", callerPath)
    .addHelpText("after", EXAMPLES)
    .allowExcessArguments(false);
}

/** Options that fit together. Throws a UserError when they do not. */
export function checked(options: Options): Options {
  if (options.prices === undefined && (options.from !== undefined || options.to !== undefined)) {
    throw new UserError("--from and --to select from a price file; name one with --prices");
  }
  return options;
}

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    const fits = /^\d+$/.test(text) && value >= least && value <= most;
    if (!fits) throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    return value;
  };
