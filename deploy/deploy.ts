import { CONTRACTS, type Deployment, parseDeployment } from "@ballast/sdk/deployment";
import type { NetworkConnection } from "hardhat/types/network";

import { ballastModule, feedKey, sourceKey } from "./modules/protocol.ts";
import type { Parameters } from "./schema.ts";

export type { Deployment };

/** Deploys and configures the protocol on a connected network through Ignition. */
export async function deployBallast(connection: NetworkConnection, parameters: Parameters): Promise<Deployment> {
  const contracts: Record<string, { getAddress(): Promise<string> }> = await connection.ignition.deploy(
    ballastModule(parameters),
  );
  const { chainId } = await connection.ethers.provider.getNetwork();
  const at = (name: string): Promise<string> => contracts[name]!.getAddress();
  const markets = parameters.markets.map(async (market, i) => ({
    id: i + 1,
    symbol: market.symbol,
    sources: await Promise.all(
      market.sources.map(async (source, rank) => ({
        kind: Object.keys(source)[0],
        address: await at(sourceKey(market.symbol, rank)),
        feed: await at(feedKey(market.symbol, rank)),
      })),
    ),
    collateral: market.collateral === undefined ? null : await at(`Token_${market.symbol}`),
  }));
  return parseDeployment({
    ...Object.fromEntries(await Promise.all(CONTRACTS.map(async (name) => [name, await at(name)] as const))),
    chainId: Number(chainId),
    markets: await Promise.all(markets),
  });
}
