/** A deployment of the protocol: where its contracts are. */
import { getAddress, isAddress } from "ethers";

import { BallastError } from "../errors/BallastError.js";

/** A market of a deployment. */
export interface DeployedMarket {
  /** Its id in instruments, from 1. */
  readonly id: number;
  /** Its name in words, such as "ETH". */
  readonly symbol: string;
  /** Chainlink proxy of its price. */
  readonly feed: string;
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
  "insuranceFund",
  "riskEngine",
  "riskParameters",
  "priceOracle",
  "settlementOracle",
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
  return Object.freeze({
    id: Number(json.id),
    symbol: json.symbol,
    feed: address(json.feed, `${key}.feed`),
    collateral: json.collateral === null ? null : address(json.collateral, `${key}.collateral`),
  });
};
