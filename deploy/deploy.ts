import type { NetworkConnection } from "hardhat/types/network";

import { ballastModule } from "./modules/protocol.ts";
import type { Parameters } from "./schema.ts";

/** Addresses of a deployment, as the SDK takes them. `markets` is in the order of market ids, from 1. */
export interface Deployment {
  readonly chainId: number;
  readonly cashToken: string;
  readonly accessManager: string;
  readonly clearingHouse: string;
  readonly accountToken: string;
  readonly router: string;
  readonly exchange: string;
  readonly liquidator: string;
  readonly insuranceFund: string;
  readonly riskEngine: string;
  readonly riskParameters: string;
  readonly priceOracle: string;
  readonly settlementOracle: string;
  readonly lens: string;
  readonly markets: readonly {
    readonly id: number;
    readonly symbol: string;
    readonly feed: string;
    readonly collateral: string | null;
  }[];
}

/** Deploys and configures the protocol on a connected network through Ignition. */
export async function deployBallast(connection: NetworkConnection, parameters: Parameters): Promise<Deployment> {
  const contracts: Record<string, { getAddress(): Promise<string> }> = await connection.ignition.deploy(
    ballastModule(parameters),
  );
  const { chainId } = await connection.ethers.provider.getNetwork();
  const at = (name: string): Promise<string> => contracts[name]!.getAddress();
  return {
    chainId: Number(chainId),
    cashToken: await at("cashToken"),
    accessManager: await at("accessManager"),
    clearingHouse: await at("clearingHouse"),
    accountToken: await at("accountToken"),
    router: await at("router"),
    exchange: await at("exchange"),
    liquidator: await at("liquidator"),
    insuranceFund: await at("insuranceFund"),
    riskEngine: await at("riskEngine"),
    riskParameters: await at("riskParameters"),
    priceOracle: await at("priceOracle"),
    settlementOracle: await at("settlementOracle"),
    lens: await at("lens"),
    markets: await Promise.all(
      parameters.markets.map(async (market, i) => ({
        id: i + 1,
        symbol: market.symbol,
        feed: await at(`Feed_${market.symbol}`),
        collateral: market.collateral === undefined ? null : await at(`Token_${market.symbol}`),
      })),
    ),
  };
}
