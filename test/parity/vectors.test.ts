import { readFileSync } from "node:fs";

import { expect } from "chai";

import { NAMES, pathOf, texts } from "../../scripts/vectors/files.ts";
import { KINDS } from "../../scripts/vectors/margins.ts";
import type { BallastError } from "../../sdk/src/errors/BallastError.js";
import { type Kind, pack } from "../../sdk/src/instruments/index.js";
import {
  type SviParams,
  type Volatilities,
  black76,
  fixedPoint,
  impliedVolatility,
  normal,
  scenarios,
  svi,
} from "../../sdk/src/pricing/index.js";
import { type Margin, type MarketStates, type Portfolio, type RiskModel, evaluate } from "../../sdk/src/risk/index.js";

type Value = bigint | boolean | readonly Value[];
type Figures = readonly bigint[];

interface Case {
  in: Value[];
  out?: Value[];
  error?: [name: string, ...figures: bigint[]];
}

const smileOf = ([a, b, rho, m, sigma]: Figures): SviParams => ({ a: a!, b: b!, rho: rho!, m: m!, sigma: sigma! });

const one =
  (calculate: (x: bigint) => bigint) =>
  (input: readonly Value[]): Value[] => [calculate(input[0] as bigint)];
const two =
  (calculate: (a: bigint, b: bigint) => bigint) =>
  (input: readonly Value[]): Value[] => [calculate(input[0] as bigint, input[1] as bigint)];

/** The functions of the SDK by file and table: from the inputs of a case to its outputs. */
const FUNCTIONS: Record<string, Record<string, (input: readonly Value[]) => Value[]>> = {
  fixedPoint: {
    mulDown: two(fixedPoint.mulDown),
    mulUp: two(fixedPoint.mulUp),
    divDown: two(fixedPoint.divDown),
    divUp: two(fixedPoint.divUp),
    mulFloor: two(fixedPoint.mulFloor),
    exp: one(fixedPoint.exp),
    ln: one(fixedPoint.ln),
    sqrt: one(fixedPoint.sqrt),
    cdf: one(normal.cdf),
  },
  black76: {
    greeks: (input) => {
      const option = input as Parameters<typeof black76.greeks>;
      const { call, put, delta, gamma, vega, theta } = black76.greeks(...option);
      expect(black76.price(...option)).to.deep.equal({ call, put });
      return [call, put, delta, gamma, vega, theta];
    },
  },
  scenarios: {
    prepare: ([shifts]) => {
      const { factors, logarithms, greatest } = scenarios.prepare(shifts as Figures);
      return [factors, logarithms, greatest];
    },
    fill: (input) => {
      const [forward, strike, time, volatilities, discount, isCall, shifts] = input as [
        bigint,
        bigint,
        bigint,
        Volatilities,
        bigint,
        boolean,
        Figures,
      ];
      return [scenarios.values(forward, strike, time, volatilities, discount, isCall, scenarios.prepare(shifts))];
    },
  },
  svi: {
    totalVariance: (input) => [svi.totalVariance(smileOf(input as Figures), input[5] as bigint)],
    volatility: (input) => {
      const [forward, strike, time] = input.slice(5) as [bigint, bigint, bigint];
      return [svi.volatility(smileOf(input as Figures), forward, strike, time)];
    },
  },
  impliedVolatility: {
    solve: (input) => [impliedVolatility.solve(...(input as Parameters<typeof impliedVolatility.solve>))],
  },
};

/** A published file, as a reader gets it: decimal strings are integers. */
const fileOf = (name: string): unknown =>
  JSON.parse(readFileSync(pathOf(name), "utf8"), (_, value: unknown) =>
    typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : value,
  );

/** Its cases by table. */
const casesOf = (name: string): Record<string, Case[]> => (fileOf(name) as { tables: Record<string, Case[]> }).tables;

/** A position of the file of margins: the parts of its instrument in place of the id. */
type Leg = Omit<Portfolio["positions"][number], "instrument"> & {
  market: number;
  kind: (typeof KINDS)[number];
  expiry: number;
  strike: bigint;
};

interface MarginCase {
  in: { portfolio: Omit<Portfolio, "positions"> & { positions: Leg[] }; markets: MarketStates; model: RiskModel };
  out: Margin;
}

const withInstrument = ({ market, kind, expiry, strike, ...rest }: Leg): Portfolio["positions"][number] => ({
  instrument: pack({ market, kind: KINDS.indexOf(kind) as Kind, expiry, strike }),
  ...rest,
});

/** What the SDK makes of inputs, in the words of the file. */
const attempt = (calculate: () => Value[]): Pick<Case, "out" | "error"> => {
  try {
    return { out: calculate() };
  } catch (error) {
    if (!(error instanceof Error) || error.name === "AssertionError") throw error;
    const figures = Object.values(error as BallastError).filter((figure) => typeof figure === "bigint");
    return { error: [error.name.replace(/Error$/, ""), ...figures] };
  }
};

describe("vectors", () => {
  it("publishedVectors_areWhatTheContractsGive", async () => {
    for (const [name, text] of await texts()) {
      const lines = text.split("\n");
      const published = readFileSync(pathOf(name), "utf8").split("\n");
      const other = lines.findIndex((line, i) => line !== published[i]);
      // Lines one by one: the difference of whole files would take minutes to print.
      const where = `line ${other + 1} of ${name}.json; \`npm run vectors\` writes it anew`;
      if (other >= 0) expect(published[other], where).to.equal(lines[other]);
      expect(published.length, `lines of ${name}.json`).to.equal(lines.length);
    }
  });

  for (const name of NAMES) {
    it(`publishedVectors_areWhatTheSdkGives_${name}`, () => {
      const functions = FUNCTIONS[name]!;
      const tables = casesOf(name);
      expect(Object.keys(tables)).to.deep.equal(Object.keys(functions));
      for (const [table, calculate] of Object.entries(functions)) {
        for (const { in: input, out, error } of tables[table]!) {
          const expected = error ? { error } : { out };
          expect(
            attempt(() => calculate(input)),
            `${table} of ${String(input)}`,
          ).to.deep.equal(expected);
        }
      }
    });
  }

  it("publishedVectors_areWhatTheSdkGives_margins", () => {
    const { cases } = fileOf("margins") as { cases: MarginCase[] };
    expect(cases.length).to.be.greaterThan(200);
    for (const [i, { in: input, out }] of cases.entries()) {
      const positions = input.portfolio.positions.map(withInstrument);
      const result = evaluate({ ...input.portfolio, positions }, input.markets, input.model);
      expect(result, `case ${i}`).to.deep.equal(out);
    }
  });
});
