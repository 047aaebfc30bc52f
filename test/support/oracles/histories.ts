/** Histories of feeds: the recorded ones where the checkout has them beside it, and generated ones of the same kind. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { parse } from "csv-parse/sync";

import { randomOf } from "../../../scripts/start/prices/random.ts";
import type { Round } from "./clockWorld.js";

const RECORDED = new URL("../../../../shared/data/market/", import.meta.url);
const HOUR = 3600;

/** The rounds of a phase, and where they come from. */
export interface History {
  readonly name: string;
  readonly rounds: readonly Round[];
}

/** A file of recorded prices, or undefined where it is not. */
export const recordedFile = (name: string): string | undefined => {
  const path = new URL(name, RECORDED);
  return existsSync(path) ? path.pathname : undefined;
};

/** Every round of a feed's phase, the empty one at its start included; generated where no record is at hand. */
export const historyOf = (symbol: "eth" | "btc"): History => {
  const path = recordedFile(`chainlink-${symbol}-usd-rounds-2023-04_2024-01.csv.gz`);
  if (path === undefined) return { name: `generated ${symbol} rounds`, rounds: generatedRounds(symbol, 60) };
  const rows: Record<string, string>[] = parse(gunzipSync(readFileSync(path)), { columns: true });
  return {
    name: `recorded ${symbol} rounds`,
    rounds: rows.map((row) => ({ answer: BigInt(row.answer!), updatedAt: Number(row.updatedAt) })),
  };
};

/** A feed's phase as they are: an empty round, steps of the price, silences of an hour, rounds that share a second. */
export const generatedRounds = (name: string, days: number): Round[] => {
  const random = randomOf(1, name);
  const rounds: Round[] = [{ answer: 0n, updatedAt: 0 }];
  const start = Date.UTC(2023, 3, 5, 22, 35) / 1000;
  let [time, price] = [start, 2000];
  while (time < start + days * 24 * HOUR) {
    rounds.push({ answer: BigInt(Math.round(price * 1e8)), updatedAt: time });
    price *= Math.exp(0.006 * random.normal());
    const silence =
      random.next() < 0.5 ? HOUR + Math.floor(random.between(0, 60)) : Math.floor(random.between(0, HOUR));
    time += random.next() < 0.02 ? 0 : silence;
  }
  return rounds;
};
