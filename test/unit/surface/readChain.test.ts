import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { black76 } from "../../../sdk/src/pricing/index.ts";
import { expect } from "chai";

import { readChain } from "../../../scripts/surface/chain/readChain.ts";
import { UserError } from "../../../scripts/start/errors.ts";

const HEADER =
  "snapshot,timestamp,instrument,expiry,strike,type,index_price,forward,bid,ask,mark,mark_iv,delta,vega,open_interest,volume";
const [TIME, EXPIRY, FORWARD] = [1_772_775_600, 1_773_388_800, 2010];

/** A row at a volatility of 60%, in coin. */
const row = (
  strike: number,
  type: "C" | "P",
  forward: number | "" = FORWARD,
  change: { bid?: string } = {},
): string => {
  const { call, put } = black76.priceFast(FORWARD, strike, EXPIRY - TIME, 0.6, 1);
  const mark = (type === "C" ? call : put) / FORWARD;
  const { bid = String(mark * 0.99) } = change;
  const name = `ETH-13MAR26-${strike}-${type}`;
  return `${TIME},${TIME},${name},${EXPIRY},${strike},${type},2000,${forward},${bid},,${mark},0.6,0,0,0,0`;
};

describe("chain files", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "chain-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const file = (content: string | Buffer): string => {
    const path = join(folder, "chain.csv");
    writeFileSync(path, content);
    return path;
  };
  const lines = (...rows: string[]): string => `${[HEADER, ...rows].join("\n")}\n`;
  const refusal = async (path: string): Promise<string> => {
    try {
      await readChain(path);
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
    throw new Error("the file was accepted");
  };

  it("readChain_turnsCoins_intoUsd", async () => {
    const [snapshot, ...others] = await readChain(file(lines(row(2000, "C"), row(2000, "P"))));
    expect(others).to.deep.equal([]);
    expect(snapshot).to.include({ coin: "ETH", time: TIME, spot: 2000 });
    const [expiry] = snapshot!.expiries;
    expect(expiry).to.include({ expiry: EXPIRY, forward: FORWARD, time: TIME });
    const { call } = black76.priceFast(FORWARD, 2000, EXPIRY - TIME, 0.6, 1);
    expect(Math.abs(expiry!.quotes[0]!.bid! - call * 0.99)).to.be.below(1e-9);
    expect(expiry!.quotes[0]).to.include({ strike: 2000, isCall: true, ask: undefined, mark: 0.6, forward: FORWARD });
  });

  it("readChain_takesGzip_andBlanks", async () => {
    const [snapshot] = await readChain(file(gzipSync(lines(row(2000, "C", FORWARD, { bid: "" })))));
    expect(snapshot!.expiries[0]!.quotes[0]!.bid).to.equal(undefined);
  });

  it("readChain_findsTheForward_byParity", async () => {
    const rows = [1900, 2000, 2100].flatMap((strike) => [row(strike, "C", ""), row(strike, "P", "")]);
    const [snapshot] = await readChain(file(lines(...rows)));
    expect(Math.abs(snapshot!.expiries[0]!.forward - FORWARD)).to.be.below(1e-6);
  });

  it("readChain_leavesOut_whatHasExpired", async () => {
    const [snapshot] = await readChain(file(lines(row(2000, "C").replace(String(EXPIRY), String(TIME)))));
    expect(snapshot!.expiries).to.deep.equal([]);
  });

  it("readChain_refuses_naming_theFault", async () => {
    expect(await refusal(join(folder, "none.csv"))).to.include("cannot be read");
    expect(await refusal(file(`${HEADER}\n`))).to.include("no options");
    expect(await refusal(file("a,b\n1,2\n"))).to.include("missing snapshot");
    expect(await refusal(file(lines(row(2000, "C").replace(",2000,C", ",x,C"))))).to.include("strike is not a number");
    expect(await refusal(file(`${HEADER}\n1,2\n`))).to.include("chain.csv");
  });
});
