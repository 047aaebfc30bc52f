/** Where chains and prices come from: files that were named, those beside the project, or generated ones. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { readBars } from "../start/prices/readBars.ts";
import type { Bar } from "../start/prices/bar.ts";
import { type Realised, realisedAt } from "./assess/realised.ts";
import { generateChains } from "./chain/generate.ts";
import { readChain } from "./chain/readChain.ts";
import type { Snapshot } from "./chain/snapshot.ts";

/** The word for chains without a file. */
export const GENERATED = "generated";

const market = (name: string): string => fileURLToPath(new URL(`../../../shared/data/market/${name}`, import.meta.url));
const CHAINS = ["eth", "btc"].map((coin) => market(`${coin}-options-deribit-chain-2026-01_02.csv.gz`));
const PRICES = ["usdt-perp-1h-2023-2026.csv.gz", "usd-1h-2017-2026.csv.gz"];
/** A Friday, 05:40 UTC: the first expiry is two hours and twenty minutes away. */
const GENERATED_TIME = 1_772_775_600;

/** The recorded chains beside the project that are there. */
export const recordedChains = (): string[] => CHAINS.filter((path) => existsSync(path));

/** Snapshots, and in words where they are from. */
export interface Chains {
  readonly source: string;
  readonly snapshots: readonly Snapshot[];
  /** Whether recorded prices say what was realised before. */
  readonly recorded: boolean;
}

/** The chains that were named, else those beside the project, else generated ones. */
export async function loadChains(named: readonly string[], seed: number, time = GENERATED_TIME): Promise<Chains> {
  const paths = named.length > 0 ? named : recordedChains();
  if (paths.length === 0 || paths.includes(GENERATED)) {
    return { source: `chain generated with seed ${seed}`, snapshots: generateChains(seed, time), recorded: false };
  }
  const read = await Promise.all(paths.map((path) => readChain(path)));
  return { source: paths.map((path) => path.split("/").at(-1)).join(", "), snapshots: read.flat(), recorded: true };
}

/** What was realised before a time, by coin: from recorded hourly prices, undefined where they do not reach. */
export async function loadRealised(
  coins: readonly string[],
): Promise<(coin: string, time: number) => Realised | undefined> {
  const series = new Map<string, Bar[][]>();
  for (const coin of coins) {
    const paths = PRICES.map((name) => market(`${coin.toLowerCase()}-${name}`)).filter((path) => existsSync(path));
    series.set(coin, await Promise.all(paths.map((path) => readBars(path))));
  }
  return (coin, time) => {
    for (const bars of series.get(coin) ?? []) {
      const realised = realisedAt(bars, time);
      if (realised !== undefined) return realised;
    }
    return undefined;
  };
}
