import { readFileSync, readdirSync } from "node:fs";

import { expect } from "chai";

import { constants, fractions } from "../../../scripts/fit/kernels.js";

const ROOT = new URL("../../../", import.meta.url);

/** The whole numbers that stand in the sources of a folder. */
const literals = (folder: string, extension: string): Set<string> => {
  const directory = new URL(folder, ROOT);
  const sources = readdirSync(directory).filter((name) => name.endsWith(extension));
  return new Set(sources.flatMap((name) => readFileSync(new URL(name, directory), "utf8").match(/\d{6,}/g) ?? []));
};

const contracts = literals("contracts/pricing/", ".sol");
const sdk = literals("sdk/src/pricing/", ".ts");

describe("coefficients", () => {
  for (const { name, coefficients } of fractions()) {
    it(`sources_carryTheFit_of ${name}`, () => {
      for (const [label, value] of coefficients) {
        const size = value < 0n ? -value : value;
        expect(sdk.has(`${size}`), `${label} = ${value} in the SDK`).to.equal(true);
        // In assembly a negative constant is either subtracted, or `not` of one less.
        expect(
          contracts.has(`${size}`) || (value < 0n && contracts.has(`${size - 1n}`)),
          `${label} = ${value}`,
        ).to.equal(true);
      }
    });
  }

  for (const [name, value] of Object.entries(constants())) {
    it(`sources_carryTheConstant ${name}`, () => {
      for (const source of [contracts, sdk]) expect(source.has(`${value}`), `${value}`).to.equal(true);
    });
  }
});
