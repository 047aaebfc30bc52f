import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Results } from "./results.ts";

const ARTIFACTS = fileURLToPath(new URL("../../artifacts/contracts", import.meta.url));

/** Bytes of runtime code of each deployable contract of the product; a chain takes 24,576. */
export async function sizes(results: Results): Promise<void> {
  for (const path of readdirSync(ARTIFACTS, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".json") || path.startsWith("doubles")) continue;
    const { contractName, deployedBytecode } = JSON.parse(readFileSync(join(ARTIFACTS, path), "utf8"));
    const bytes = ((deployedBytecode as string | undefined)?.length ?? 2) / 2 - 1;
    // Libraries of internal functions leave a stub.
    if (bytes > 200) results.add(`size.${contractName}`, bytes, "bytes");
  }
}
