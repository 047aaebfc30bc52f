// Writes sdk/src/abi from the compiled contracts: `npm run abi` after a change of a contract's interface.
import { readdirSync, rmSync, writeFileSync } from "node:fs";

import { renderAbis } from "./renderAbi.ts";

const folder = new URL("../../sdk/src/abi/", import.meta.url);
const files = await renderAbis();

for (const name of readdirSync(folder)) if (!(name in files)) rmSync(new URL(name, folder));
for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, folder), text);
console.log(`${Object.keys(files).length} files in sdk/src/abi`);
