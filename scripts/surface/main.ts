/** Volatility surfaces from option chains: `npm run surface`. Exit code 2 when the command line or a file is wrong. */
import { BallastError } from "../../sdk/src/errors/index.ts";
import { UserError } from "../start/errors.ts";
import { command } from "./options.ts";
import { publish } from "./publish.ts";
import { report } from "./run.ts";

const MISUSED = 2;

try {
  const program = command({ report, publish });
  for (const each of [program, ...program.commands]) {
    each.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : MISUSED));
  }
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof UserError || error instanceof BallastError)) throw error;
  console.error(`error: ${error.message}`);
  process.exitCode = MISUSED;
}
