import { mkdir, open, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

import { UserError } from "../errors.ts";
import type { Report } from "./schema.ts";

/** Where every run leaves its report. */
export const REPORT_FILE = fileURLToPath(new URL("../../../report/report.json", import.meta.url));

/** Refuses a file that cannot be written, before hours are spent on what should go into it. */
export async function requireWritable(file: string): Promise<void> {
  try {
    await (await open(file, "a")).close();
  } catch (error) {
    throw new UserError(`${file}: the report cannot be written there (${(error as Error).message})`, { cause: error });
  }
}

/** Writes the report to its usual place, and to a further file when one is named. */
export async function writeReport(report: Report, further?: string): Promise<void> {
  await mkdir(dirname(REPORT_FILE), { recursive: true });
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  for (const file of further === undefined ? [REPORT_FILE] : [REPORT_FILE, further]) {
    await requireWritable(file);
    await writeFile(file, text);
  }
}
