/** The published reference vectors, where the checkout has them beside it. */
import { existsSync, readFileSync } from "node:fs";

const VECTORS = new URL("../../../../shared/data/pricing/", import.meta.url);

/** Integers in wad but for the time, in seconds; results are decimals in natural units, null where undefined. */
export interface PublishedOption {
  tag: string;
  forward: string;
  strike: string;
  time: string;
  volatility: string;
  discount: string;
  call: string;
  put: string;
  delta: string | null;
  gamma: string | null;
  vega: string | null;
  theta: string | null;
}

/** Integers in wad but for the time, in seconds; the last two are decimals in natural units and per wei of price. */
export interface PublishedVolatility {
  forward: string;
  strike: string;
  time: string;
  discount: string;
  price: string;
  isCall: boolean;
  volatility: string;
  volPerWeiOfPrice: string;
}

/** Decimals in natural units, and integers in wad under names that end in `E18`; `w` is the total variance. */
export interface PublishedSmile {
  a: string;
  b: string;
  rho: string;
  m: string;
  sigma: string;
  k: string;
  aE18: string;
  bE18: string;
  rhoE18: string;
  mE18: string;
  sigmaE18: string;
  kE18: string;
  w: string;
}

const read = <T>(file: string, key: string): T[] | undefined => {
  const path = new URL(file, VECTORS);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, T[]>)[key] : undefined;
};

export const publishedVectors = (): PublishedOption[] | undefined => read("black76.json", "options");
export const publishedVolatilities = (): PublishedVolatility[] | undefined => read("black76.json", "impliedVolatility");
export const publishedSmiles = (): PublishedSmile[] | undefined => read("svi.json", "svi");
