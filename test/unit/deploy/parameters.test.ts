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
      changed((p) => Object.assign(p.markets[0]!, { widthFactor: "0.01" })),
      "markets.0.widthFactor: must lie between 1 and 10",
    );
    refuses(
      changed((p) => Object.assign(p.fees, { rate: 0.0003 })),
      "fees.rate",
    );
  });

  it("badSource_isNamed", () => {
    const { chainlink } = JSON.parse(readFileSync(LOCAL, "utf8")).markets[0].sources[0];
    const withSource = (source: unknown) => changed((p) => Object.assign(p.markets[0]!, { sources: [source] }));
    refuses(
      changed((p) => Reflect.deleteProperty(p.markets[0]!, "sources")),
      "markets.0.sources: missing",
    );
    refuses(
      withSource({ chainlink: { ...chainlink, proxy: { address: "0x12" } } }),
      "markets.0.sources.0.chainlink.proxy.address: must be an address",
    );
    refuses(
      withSource({ chainlink: { ...chainlink, minAnswer: "10000000" } }),
      "markets.0.sources.0.chainlink.minAnswer: must be below maxAnswer",
    );
    const { minAnswer, maxAnswer } = chainlink;
    const pool = { pool: `0x${"1".repeat(40)}`, base: `0x${"2".repeat(40)}`, minLiquidity: "1", minAnswer, maxAnswer };
    refuses(withSource({ uniswapTwap: pool }), "markets.0.sources.0: a pool cannot be the first source");
  });

  it("contradictions_areNamed", () => {
    refuses(
      changed((p) => Object.assign(p.markets[0]!, { widthFloor: "0.4" })),
      "markets.0.widthCap: must not be below widthFloor (0.4)",
    );
    refuses(
      changed((p) => Object.assign(p.surface, { threshold: 6 })),
      "surface.threshold: must not be above the number of publishers (5)",
    );
    refuses(
      changed((p) => p.surface.publishers.push(p.surface.publishers[0]!)),
      "surface.publishers: an address stands twice",
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
