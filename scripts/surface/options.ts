import { Command, InvalidArgumentError } from "commander";

import { callerPath } from "../support/callerPath.ts";
import { GENERATED } from "./sources.ts";

/** What `report` was asked. */
export interface ReportOptions {
  readonly chain: readonly string[];
  readonly seed: number;
  readonly json: boolean;
  readonly html?: string;
}

/** What `publish` was asked. */
export interface PublishOptions {
  readonly chain: readonly string[];
  readonly coin: string;
  readonly seed: number;
  readonly market: number;
  readonly surface: string;
  readonly rpc?: string;
  readonly chainId?: number;
}

const EXAMPLES = `
Examples:
  npm run surface
  npm run surface -- --chain generated --seed 7
  npm run surface -- --chain chain.csv.gz --json
  SURFACE_KEYS=0x…,0x… npm run surface -- publish --chain chain.csv --coin ETH --surface 0x… --rpc http://127.0.0.1:8545

Without --chain: the recorded chains in ../shared/data/market if they are there, else generated ones.
The page is report/surface.html.`;

const PUBLISH_HELP = `
The keys of the publishers are in the environment: SURFACE_KEYS, separated by commas. SURFACE_SENDER is the key that
pays for the transaction; without it the first of them does. Without --rpc the transaction is printed and not sent.`;

const chainOf = (text: string, before: readonly string[]): string[] => [
  ...before,
  text === GENERATED ? text : callerPath(text),
];

const wholeNumber = (text: string): number => {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
};

/** What the commands do. */
export interface Actions {
  readonly report: (options: ReportOptions) => Promise<void>;
  readonly publish: (options: PublishOptions) => Promise<void>;
}

/** The command line. */
export function command({ report, publish }: Actions): Command {
  const program = new Command("npm run surface --").description("Fits volatility surfaces to option chains.");
  program
    .command("report", { isDefault: true })
    .description("Fits every snapshot, checks it as the contract would, and tells how well it describes the quotes.")
    .option("--chain <file>", `CSV file of inverse options, or "${GENERATED}"; may be repeated`, chainOf, [])
    .option("--seed <number>", "seed of generated chains", wholeNumber, 1)
    .option("--json", "print the report as JSON", false)
    .option("--html <file>", "a further file for the page", callerPath)
    .addHelpText("after", EXAMPLES)
    .allowExcessArguments(false)
    .action(report);
  program
    .command("publish")
    .description("Signs the last snapshot of a coin and publishes it, or prints the transaction.")
    .requiredOption("--surface <address>", "address of the volatility surface")
    .option("--chain <file>", `CSV file of inverse options, or "${GENERATED}"`, chainOf, [])
    .option("--coin <name>", "ETH or BTC", "ETH")
    .option("--market <id>", "market to publish for", wholeNumber, 1)
    .option("--rpc <url>", "node to send to")
    .option("--chain-id <id>", "where the signature is valid; asked of the node if there is one", wholeNumber)
    .option("--seed <number>", "seed of generated chains", wholeNumber, 1)
    .addHelpText("after", PUBLISH_HELP)
    .allowExcessArguments(false)
    .action(publish);
  return program;
}
