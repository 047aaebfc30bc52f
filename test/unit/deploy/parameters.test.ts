import { readFileSync } from "node:fs";

import { expect } from "chai";
import { z } from "zod";

import { loadParameters, ParametersError, parseParameters } from "../../../deploy/parameters.ts";
import { parametersSchema, type Parameters } from "../../../deploy/schema.ts";

const LOCAL = new URL("../../../deploy/parameters/local.json", import.meta.url);
const SCHEMA = new URL("../../../deploy/parameters/schema.json", import.meta.url);

const changed = (change: (parameters: Record<string, never> & Parameters) => void): unknown => {
  const copy = JSON.parse(readFileSync(LOCAL, "utf8"));
  change(copy);
  return copy;
};

const refuses = (json: unknown, fault: string): void => {
  expect(() => parseParameters(json)).to.throw(ParametersError, fault);
};

describe("parameters", () => {
  it("localFile_isAccepted", () => {
    expect(loadParameters(LOCAL).markets[0]!.symbol).to.equal("ETH");
  });

  it("jsonSchema_isWhatTheSchemaSays", () => {
    expect(JSON.parse(readFileSync(SCHEMA, "utf8"))).to.deep.equal(
      JSON.parse(JSON.stringify(z.toJSONSchema(parametersSchema))),
      "run: npm run parameters:schema",
    );
  });

  it("unknownKey_isNamed", () => {
    refuses(
      changed((p) => Object.assign(p.risk, { tailwind: "1" })),
      "risk.tailwind: unknown key",
    );
    refuses(
      changed((p) => Object.assign(p, { extra: 1 })),
      "extra: unknown key",
    );
  });

  it("valueOutOfBounds_isNamedWithItsBounds", () => {
    refuses(
      changed((p) => Object.assign(p.risk, { tailShift: "9" })),
      "risk.tailShift: must lie between 1 and 5 (widths)",
    );
    refuses(
      changed((p) => Object.assign(p.markets[0]!, { volatility: "0.01" })),
      "markets.0.volatility: must lie between 0.05 and 5",
    );
    refuses(
      changed((p) => Object.assign(p.fees, { rate: 0.0003 })),
      "fees.rate",
    );
  });

  it("missingFeed_isNamed", () => {
    refuses(
      changed((p) => Reflect.deleteProperty(p.markets[0]!, "feed")),
      "markets.0.feed: missing",
    );
    refuses(
      changed((p) => Object.assign(p.markets[0]!, { feed: { address: "0x12" } })),
      "markets.0.feed.address: must be an address",
    );
  });

  it("contradictions_areNamed", () => {
    refuses(
      changed((p) => Object.assign(p.markets[0]!, { maintenanceWidth: "0.3" })),
      "markets.0.initialWidth: must not be below maintenanceWidth (0.3)",
    );
    refuses(
      changed((p) => p.markets.push(p.markets[0]!)),
      "markets.1.symbol: ETH is listed twice",
    );
  });

  it("missingFile_isNamed", () => {
    expect(() => loadParameters("no/such.json")).to.throw(ParametersError, "no/such.json cannot be used");
  });
});
