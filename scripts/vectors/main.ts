/** Writes what the contracts, and for margins the SDK, give for chosen inputs to `sdk/vectors`: `npm run vectors`. */
import { writeFileSync } from "node:fs";

import { pathOf, texts } from "./files.ts";

for (const [name, text] of await texts()) {
  writeFileSync(pathOf(name), text);
  const cases = text.split("\n").filter((line) => line.startsWith('{"set"')).length;
  process.stderr.write(`${name}.json: ${cases} cases, ${Math.round(Buffer.byteLength(text) / 1000)} kB\n`);
}
process.exit(0);
