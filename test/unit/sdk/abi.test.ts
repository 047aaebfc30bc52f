import { expect } from "chai";
import { readFileSync, readdirSync } from "node:fs";

import { renderAbis } from "../../../scripts/sdk/renderAbi.js";

const folder = new URL("../../../sdk/src/abi/", import.meta.url);

describe("sdk/src/abi", () => {
  it("files_equalWhatTheContractsGive", async () => {
    const files = await renderAbis();
    expect(readdirSync(folder).sort()).to.deep.equal(Object.keys(files).sort());
    for (const [name, text] of Object.entries(files)) {
      const committed = readFileSync(new URL(name, folder), "utf8");
      expect(committed === text, `${name} is out of date: run npm run abi`).to.equal(true);
    }
  });
});
