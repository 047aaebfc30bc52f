/** The demonstration: `npm start`. Exit code 1 when a proof fails, 2 when the command line or the prices are wrong. */
import { UserError } from "./errors.ts";
import { type Options, checked, command } from "./options.ts";
import { loadPath } from "./prices/path.ts";
import { isoOf } from "./prices/select.ts";

const FAILED = 1;
const MISUSED = 2;

async function main(): Promise<number> {
  const parsed = command()
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : MISUSED))
    .parse();
  const options = checked(parsed.opts<Options>());
  const path = await loadPath(options);
  const [first, last] = [path.steps[0]!, path.steps.at(-1)!];
  console.log(`Prices: ${path.source}`);
  console.log(`${path.steps.length} steps from ${isoOf(first.time)} to ${isoOf(last.time)} UTC, seed ${options.seed}`);
  return run(path, options);
}

/** The chain is loaded only when there is something to run on it. */
async function run(path: Awaited<ReturnType<typeof loadPath>>, options: Options): Promise<number> {
  const { replay } = await import("./run/replay.ts");
  const { buildReport } = await import("./report/build.ts");
  const { REPORT_FILE, requireWritable, writeReport } = await import("./report/write.ts");
  const { tablesOf } = await import("./report/tables.ts");
  const { Progress } = await import("./progress.ts");
  if (options.json !== undefined) await requireWritable(options.json);
  const progress = new Progress(process.stdout);
  const { seed, accounts } = options;
  const outcome = await replay({ path, seed, accounts, onStep: (state) => progress.show(state) });
  const report = buildReport(outcome);
  console.log(tablesOf(report));
  await writeReport(report, options.json);
  console.log(`\nReport: ${[REPORT_FILE, options.json].filter(Boolean).join(", ")}`);
  return report.proofs.every(({ holds }) => holds) ? 0 : FAILED;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = MISUSED;
}
