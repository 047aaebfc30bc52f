/** A price oracle with its clock and a settlement oracle behind Chainlink's proxy, on a chain that starts when told. */
import type { Addressable } from "ethers";
import { network } from "hardhat";

import { type Keeper, keeperClient } from "../../../sdk/src/keeper/index.js";
import type { DataFeedsLegacyAggregatorProxy, RoundsAggregator } from "../../../types/ethers-contracts/index.js";

export const MARKET = 1;
export const WAD = 10n ** 18n;
/** Between the 8 decimals of the feed and a wad. */
export const FEED_UNIT = 10n ** 10n;
export const DAY = 86_400;
export const HOUR = 3600;
export const WINDOW = 3600;

/** Strictly inside of these an answer is valid, in the feed's decimals. */
export const BOUNDS = { low: 10n ** 6n, high: 10n ** 15n } as const;
export const CLOCK = { stress: (9n * WAD) / 10n, calm: (55n * WAD) / 100n, seed: (65n * WAD) / 100n } as const;
/** Late after it, seconds: more than the longest silence of the real feeds. */
export const HEARTBEAT = 3900;

/** Rounds that go into one transaction: far from what its gas may be. */
const BATCH = 400;

const MODEL = {
  volatilityUp: (45n * WAD) / 100n,
  volatilityDown: (3n * WAD) / 10n,
  volatilityDownFloor: (2n * WAD) / 10n,
  shortTenorPower: (3n * WAD) / 10n,
  longTenorPower: (13n * WAD) / 100n,
  tailShift: (25n * WAD) / 10n,
  tailWeight: (35n * WAD) / 100n,
  initialFactor: (13n * WAD) / 10n,
  shortContingency: (15n * WAD) / 1000n,
  contingencyTail: (15n * WAD) / 10n,
  contingencyInitialFactor: (15n * WAD) / 10n,
  basis: (5n * WAD) / 1000n,
  closeOut: WAD,
  minimumInitialMargin: 100n * WAD,
};
const RISK = {
  rate: 0n,
  widthFactor: (43n * WAD) / 10n,
  widthFloor: WAD / 5n,
  linearWidthFloor: WAD / 10n,
  widthCap: WAD / 5n,
  depth: 0n,
};

/** A round as an aggregator keeps it. */
export interface Round {
  /** In the feed's 8 decimals; 0 or less, or outside of the bounds: invalid. */
  readonly answer: bigint;
  /** Unix seconds; 0 in the empty round with which some phases begin. */
  readonly updatedAt: number;
}

/** The first expiry after a time, 08:00 UTC. */
export const expiryAfter = (time: number): number => time - ((time - 8 * HOUR) % DAY) + DAY;

/** @param start Unix seconds of the first block */
export async function createClockWorld(start: number) {
  const connection = await network.create({ override: { initialDate: new Date(start * 1000) } });
  const { ethers, networkHelpers } = connection;
  const [owner] = await ethers.getSigners();
  const manager = await ethers.deployContract("AccessManager", [owner!.address]);
  const risk = await ethers.deployContract("RiskParameters", [manager, MODEL]);
  const oracle = await ethers.deployContract("PriceOracle", [manager, risk]);
  const settlement = await ethers.deployContract("SettlementOracle", [oracle, oracle]);
  await risk.listMarket(RISK);
  await oracle.setClock(MARKET, CLOCK);

  const addresses = {
    clearingHouse: ethers.ZeroAddress,
    liquidator: ethers.ZeroAddress,
    lens: ethers.ZeroAddress,
    priceOracle: await oracle.getAddress(),
    settlementOracle: await settlement.getAddress(),
    upkeep: ethers.ZeroAddress,
    funding: ethers.ZeroAddress,
  };
  const keeper: Keeper = { client: keeperClient(owner!), deployment: addresses };

  /** The next transaction's block is of this time, or one second after the last one if that is past. */
  const at = async (time: number): Promise<void> => {
    const now = await networkHelpers.time.latest();
    await networkHelpers.time.setNextBlockTimestamp(Math.max(time, now + 1));
  };

  return {
    connection,
    owner: owner!,
    oracle,
    settlement,
    keeper,
    newAggregator: () => ethers.deployContract("RoundsAggregator", [8, "ETH / USD", owner!.address]),
    /** Chainlink's proxy, whose first phase is this aggregator. */
    async newProxy(aggregator: Addressable) {
      return ethers.deployContract("DataFeedsLegacyAggregatorProxy", [await aggregator.getAddress()]);
    },
    async changePhase(proxy: DataFeedsLegacyAggregatorProxy, next: Addressable) {
      const address = await next.getAddress();
      await proxy.proposeAggregator(address);
      await proxy.confirmAggregator(address);
    },
    async push(aggregator: RoundsAggregator, rounds: readonly Round[]) {
      for (let i = 0; i < rounds.length; i += BATCH) {
        const batch = rounds.slice(i, i + BATCH);
        await aggregator.push(
          batch.map(({ answer }) => answer),
          batch.map(({ updatedAt }) => updatedAt),
        );
      }
    },
    /** The proxy becomes the market's first source; its answer has to be fresh. */
    async lead(proxy: Addressable) {
      const bounds = [BOUNDS.low * FEED_UNIT, BOUNDS.high * FEED_UNIT] as const;
      const address = await proxy.getAddress();
      const source = await ethers.deployContract("ChainlinkSource", [
        address,
        HEARTBEAT,
        ...bounds,
        ethers.ZeroAddress,
      ]);
      await oracle.setSource(MARKET, 0, source);
      return source;
    },
    now: () => networkHelpers.time.latest(),
    at,
    async warp(time: number) {
      if ((await networkHelpers.time.latest()) < time) await networkHelpers.time.increaseTo(time);
    },
    /** Samples at a time. */
    async sampleAt(time: number) {
      await at(time);
      return oracle.sample(MARKET);
    },
  };
}

export type ClockWorld = Awaited<ReturnType<typeof createClockWorld>>;
