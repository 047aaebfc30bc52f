import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { expect } from "chai";

import { UserError } from "../../../scripts/start/errors.ts";
import { readBars } from "../../../scripts/start/prices/readBars.ts";

const HEADER = "timestamp,open,high,low,close,volume";
const ROW = "1583020800,217.81,220.39,217.42,219.60,12.5";
const NEXT = "1583024400,219.60,221.00,219.00,220.00,9";

describe("price files", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "prices-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const file = (content: string | Buffer, name = "prices.csv"): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const lines = (...rows: string[]): string => file(`${rows.join("\n")}\n`);
  const refusal = async (path: string): Promise<string> => {
    try {
      await readBars(path);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    throw new Error("the file was accepted");
  };

  it("readBars_returnsBars_ofPlainFile", async () => {
    expect(await readBars(lines(HEADER, ROW, NEXT))).to.deep.equal([
      { timestamp: 1583020800, open: 217.81, high: 220.39, low: 217.42, close: 219.6 },
      { timestamp: 1583024400, open: 219.6, high: 221, low: 219, close: 220 },
    ]);
  });

  it("readBars_returnsBars_ofGzipWhateverItsName", async () => {
    const packed = gzipSync(`${HEADER}\n${ROW}\n${NEXT}\n`);
    expect(await readBars(file(packed, "a.csv.gz"))).to.have.length(2);
    expect(await readBars(file(packed, "a.csv"))).to.have.length(2);
  });

  it("readBars_findsColumns_inAnyOrderWithLineEndsOfWindows", async () => {
    const path = file("\uFEFFclose,low,high,open,volume,timestamp\r\n2,1,4,3,0,1583020800\r\n");
    expect(await readBars(path)).to.deep.equal([{ timestamp: 1583020800, open: 3, high: 4, low: 1, close: 2 }]);
  });

  const faults: readonly (readonly [name: string, rows: readonly string[], line: number, words: string])[] = [
    ["wrongColumns", ["time,open,high,low,close", ROW], 1, "missing timestamp, volume"],
    ["noHeader", [ROW, NEXT], 1, "missing timestamp"],
    ["unsorted", [HEADER, NEXT, ROW], 3, "is not after 1583024400"],
    ["repeatedTime", [HEADER, ROW, ROW], 3, "is not after"],
    ["negativePrice", [HEADER, ROW, "1583024400,219,221,-1,220,9"], 3, "low must be above 0, not -1"],
    ["zeroPrice", [HEADER, "1583020800,0,1,1,1,1"], 2, "open must be above 0"],
    ["noNumber", [HEADER, ROW, "1583024400,219,abc,219,220,9"], 3, 'high is not a number: "abc"'],
    ["emptyField", [HEADER, ROW, "1583024400,219,221,219,,9"], 3, 'close is not a number: ""'],
    ["shortRow", [HEADER, ROW, "1583024400,219"], 3, "high is not a number"],
    ["milliseconds", [HEADER, "1583020800000,1,1,1,1,1"], 2, "not in unix seconds"],
    ["fractionOfSecond", [HEADER, "1583020800.5,1,1,1,1,1"], 2, "not in unix seconds"],
    ["negativeVolume", [HEADER, "1583020800,1,1,1,1,-1"], 2, "volume must not be negative"],
    ["crossedPrices", [HEADER, "1583020800,1,2,1.5,2,1"], 2, "must lie between low (1.5) and high (2)"],
    ["gapOfMoreThanDay", [HEADER, ROW, "1583110801,219,221,219,220,9"], 3, "a gap of 25.0 hours"],
    ["blankLinesBefore", [HEADER, "", ROW, "", "1583024400,x,221,219,220,9"], 5, "open is not a number"],
    ["openQuote", [HEADER, '"1583020800,1,1,1,1,1'], 2, "Quote"],
  ];
  for (const [name, rows, line, words] of faults) {
    it(`readBars_namesLine_${name}`, async () => {
      const message = await refusal(lines(...rows));
      expect(message).to.match(new RegExp(`prices\\.csv, line ${line}: `));
      expect(message).to.contain(words);
      expect(message).not.to.contain("\n");
    });
  }

  it("readBars_accepts_gapOfOneDay", async () => {
    expect(await readBars(lines(HEADER, ROW, "1583107200,219,221,219,220,9"))).to.have.length(2);
  });

  it("readBars_refuses_whatIsNoFileOfPrices", async () => {
    expect(await refusal(join(folder, "none.csv"))).to.contain("there is no such file");
    expect(await refusal(folder)).to.contain("a folder");
    expect(await refusal(file(""))).to.contain("no prices");
    expect(await refusal(lines(HEADER))).to.contain("no prices");
    const damaged = gzipSync(`${HEADER}\n${ROW}\n`).subarray(0, 40);
    expect(await refusal(file(damaged))).to.contain("gzip data are damaged");
  });
});
