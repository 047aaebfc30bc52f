/** A deployment of the protocol: where its contracts are. */
import { getAddress, isAddress } from "ethers";

import { BallastError } from "../errors/BallastError.js";

/** What a source of prices reads. */
export const SOURCE_KINDS = ["chainlink", "band", "uniswapTwap"] as const;

/** A source of a market's price. */
export interface DeployedSource {
  readonly kind: (typeof SOURCE_KINDS)[number];
  /** The adapter that the oracle asks. */
  readonly address: string;
  /** What it reads: Chainlink's proxy, Band's reference; of a pool the adapter itself. */
  readonly feed: string;
}

/** A market of a deployment. */
export interface DeployedMarket {
  /** Its id in instruments, from 1. */
  readonly id: number;
  /** Its name in words, such as "ETH". */
  readonly symbol: string;
  /** Where its price comes from, the most trusted first. */
  readonly sources: readonly DeployedSource[];
  /** Token that is valued through it as collateral, null if there is none. */
  readonly collateral: string | null;
}

/** Names of the contracts of a deployment. */
export const CONTRACTS = [
  "cashToken",
  "accessManager",
  "clearingHouse",
  "accountToken",
  "router",
  "exchange",
  "liquidator",
  "upkeep",
  "insuranceFund",
  "riskEngine",
  "riskParameters",
  "marketInputs",
  "priceOracle",
  "volatilitySurface",
  "settlementOracle",
  "funding",
  "lens",
] as const;

/** Addresses of a deployment. Markets are in the order of their ids. */
export interface Deployment extends Readonly<Record<(typeof CONTRACTS)[number], string>> {
  readonly chainId: number;
  readonly markets: readonly DeployedMarket[];
}

/** Something in a deployment record is missing or not what it should be. */
export class DeploymentInvalid extends BallastError {
  constructor(
    readonly key: string,
    readonly needed: string,
  ) {
    super(`The deployment record's "${key}" must be ${needed}.`);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

const address = (value: unknown, key: string): string => {
  if (!isAddress(value)) throw new DeploymentInvalid(key, "an address");
  return getAddress(value);
};

/**
 * Checks a deployment record read from JSON.
 * @returns A frozen copy with checksummed addresses
 * @throws {@link DeploymentInvalid} naming the first key that is wrong
 */
export const parseDeployment = (json: unknown): Deployment => {
  if (!isRecord(json)) throw new DeploymentInvalid("", "an object");
  if (!Number.isSafeInteger(json.chainId)) throw new DeploymentInvalid("chainId", "a whole number");
  if (!Array.isArray(json.markets)) throw new DeploymentInvalid("markets", "a list");
  const contracts = Object.fromEntries(CONTRACTS.map((name) => [name, address(json[name], name)]));
  const markets = json.markets.map((market: unknown, i) => parseMarket(market, `markets.${i}`));
  return Object.freeze({
    ...(contracts as Record<(typeof CONTRACTS)[number], string>),
    chainId: Number(json.chainId),
    markets: Object.freeze(markets),
  });
};

const parseMarket = (json: unknown, key: string): DeployedMarket => {
  if (!isRecord(json)) throw new DeploymentInvalid(key, "an object");
  if (!Number.isSafeInteger(json.id)) throw new DeploymentInvalid(`${key}.id`, "a whole number");
  if (typeof json.symbol !== "string") throw new DeploymentInvalid(`${key}.symbol`, "a text");
  if (!Array.isArray(json.sources) || json.sources.length === 0) {
    throw new DeploymentInvalid(`${key}.sources`, "a list that is not empty");
  }
  return Object.freeze({
    id: Number(json.id),
    symbol: json.symbol,
    sources: Object.freeze(json.sources.map((source: unknown, i) => parseSource(source, `${key}.sources.${i}`))),
    collateral: json.collateral === null ? null : address(json.collateral, `${key}.collateral`),
  });
};

const parseSource = (json: unknown, key: string): DeployedSource => {
  if (!isRecord(json)) throw new DeploymentInvalid(key, "an object");
  const kind = SOURCE_KINDS.find((name) => name === json.kind);
  if (kind === undefined) throw new DeploymentInvalid(`${key}.kind`, `one of ${SOURCE_KINDS.join(", ")}`);
  return Object.freeze({
    kind,
    address: address(json.address, `${key}.address`),
    feed: address(json.feed, `${key}.feed`),
  });
};
