import { existsSync, readFileSync } from "node:fs";

const VECTORS = new URL("../../../../shared/data/pricing/", import.meta.url);

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

/** Decimals in natural units; `w` is the total variance. */
export interface PublishedSmile {
  a: string;
  b: string;
  rho: string;
  m: string;
  sigma: string;
  k: string;
  w: string;
}

const published = <T>(file: string, key: string): T[] | undefined => {
  const path = new URL(file, VECTORS);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, T[]>)[key] : undefined;
};

/** The published implied volatilities, where the checkout has them beside it. */
export const publishedVolatilities = (): PublishedVolatility[] | undefined =>
  published("black76.json", "impliedVolatility");

/** The published smiles, where the checkout has them beside it. */
export const publishedSmiles = (): PublishedSmile[] | undefined => published("svi.json", "svi");
