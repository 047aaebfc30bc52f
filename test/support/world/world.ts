/** The whole protocol on an embedded chain, deployed by the deployment scripts, and a few words to act in it. */
import { type Instrument, Kind, pack, perpetualOf } from "@ballast/sdk/instruments";
import { buildOrder, type Order, OrderFlags, sign } from "@ballast/sdk/orders";
import { buildPublish, signPublication } from "@ballast/sdk/volatility";
import type { HDNodeWallet } from "ethers";
import { network } from "hardhat";

import { deployBallast } from "../../../deploy/deploy.ts";
import { loadParameters } from "../../../deploy/parameters.ts";

const LOCAL = new URL("../../../deploy/parameters/local.json", import.meta.url);
const DAY = 86_400;

export const WAD = 10n ** 18n;
export const ETH = 1;

/** Variance 0.38 + 0.06·(−0.2·k + √(k² + 0.4²)) a year, half-spread 1%. */
const SMILE = {
  a: 380_000_000n,
  b: 60_000_000n,
  rho: -200_000n,
  m: 0n,
  sigma: 400_000_000n,
  carry: 0n,
  halfSpread: 10_000n,
};

/** Deploys a world of its own: one line, everything running. */
export async function createWorld() {
  const connection = await network.create();
  const { ethers } = connection;
  const deployment = await deployBallast(connection, loadParameters(LOCAL));
  const [deployer] = await ethers.getSigners();
  const market = deployment.markets[0]!;
  const contracts = {
    house: await ethers.getContractAt("ClearingHouse", deployment.clearingHouse),
    accounts: await ethers.getContractAt("AccountToken", deployment.accountToken),
    exchange: await ethers.getContractAt("Exchange", deployment.exchange),
    router: await ethers.getContractAt("Router", deployment.router),
    liquidator: await ethers.getContractAt("Liquidator", deployment.liquidator),
    engine: await ethers.getContractAt("RiskEngine", deployment.riskEngine),
    oracle: await ethers.getContractAt("PriceOracle", deployment.priceOracle),
    settlement: await ethers.getContractAt("SettlementOracle", deployment.settlementOracle),
    funding: await ethers.getContractAt("Funding", deployment.funding),
    lens: await ethers.getContractAt("Lens", deployment.lens),
    usdc: await ethers.getContractAt("TestToken", deployment.cashToken),
    weth: await ethers.getContractAt("TestToken", market.collateral!),
    surface: await ethers.getContractAt("VolatilitySurface", deployment.volatilitySurface),
    feed: await ethers.getContractAt("DataFeedsLegacyAggregatorProxy", market.sources[0]!.feed),
    band: await ethers.getContractAt("BandReference", market.sources[1]!.feed),
  };
  const aggregator = await ethers.getContractAt("RoundsAggregator", await contracts.feed.aggregator());
  const chainId = BigInt(deployment.chainId);

  const now = async (): Promise<number> => (await ethers.provider.getBlock("latest"))!.timestamp;

  const world = {
    connection,
    deployment,
    deployer: deployer!,
    aggregator,
    ...contracts,
    now,
    /** A new owner with ether and an account that holds `cash` whole USDC. */
    async open(cash: number) {
      const owner = ethers.Wallet.createRandom(ethers.provider) as HDNodeWallet;
      await deployer!.sendTransaction({ to: owner.address, value: WAD });
      await contracts.accounts.open(owner.address);
      const account = await contracts.accounts.count();
      if (cash > 0) await world.deposit(account, cash);
      return { owner, account };
    },
    async deposit(account: bigint, cash: number) {
      const amount = BigInt(cash) * 10n ** 6n;
      await contracts.usdc.mint(deployer!.address, amount);
      await contracts.usdc.approve(deployment.clearingHouse, amount);
      return contracts.house.deposit(account, deployment.cashToken, amount);
    },
    /** The expiry `days` ahead, 08:00 UTC. */
    async expiry(days: number): Promise<number> {
      return (Math.floor(((await now()) - DAY / 3) / DAY) + days) * DAY + DAY / 3;
    },
    option(kind: Kind, expiry: number, strike: number): Instrument {
      return pack({ market: ETH, kind, expiry, strike: BigInt(strike) * WAD });
    },
    future(expiry: number): Instrument {
      return pack({ market: ETH, kind: Kind.Future, expiry, strike: 0n });
    },
    perpetual(): Instrument {
      return perpetualOf(ETH);
    },
    /** A signed one-leg order, filled completely. Price per contract in wad, negative when the account pays. */
    async fill(trader: Trader, instrument: Instrument, side: "buy" | "sell", terms: Terms) {
      const order = buildOrder({
        instrument,
        side,
        validUntil: 2n ** 40n - 1n,
        ...terms,
        account: trader.account,
        accountEpoch: await contracts.accounts.epochOf(trader.account),
        signer: trader.owner.address,
      });
      const signature = await sign(order, { signer: trader.owner, chainId, exchange: deployment.exchange });
      return { order: { ...order, legs: [...order.legs] }, signature, lots: order.lots };
    },
    /** The two orders of a trade at one price; the buyer takes. */
    async pair(buyer: Trader, seller: Trader, instrument: Instrument, terms: Terms) {
      const buy = { ...terms, price: -terms.price, flags: OrderFlags.Taker };
      return [await world.fill(buyer, instrument, "buy", buy), await world.fill(seller, instrument, "sell", terms)];
    },
    /** Lets both sources say a price, now. */
    async setPrice(price: number) {
      await contracts.band.transmit("ETH", BigInt(Math.round(price * 1e9)));
      return aggregator.transmit(BigInt(Math.round(price * 1e8)));
    },
    /** Publishes a smile of about 65% for expiries, signed by three of the publishers. */
    async publish(expiries: readonly number[]) {
      const publishers = (await ethers.getSigners()).slice(1, 4);
      const time = await now();
      const slices = [...expiries].sort((a, b) => a - b).map((expiry) => Object.assign({ expiry }, SMILE));
      const publication = { market: ETH, time, slices };
      const where = { chainId, surface: deployment.volatilitySurface };
      const signatures = await Promise.all(
        publishers.map((signer) => signPublication(publication, { ...where, signer })),
      );
      const { to, data } = buildPublish(publication, { ...where, signatures });
      return deployer!.sendTransaction({ to, data });
    },
    async warp(time: number) {
      await connection.networkHelpers.time.increaseTo(time);
    },
    /** Moves past an expiry with one price in the whole window, and proves it. */
    async expire(expiry: number, price: number) {
      await world.warp(expiry - 2 * 3600);
      await world.setPrice(price);
      const [first] = await contracts.feed.latestRoundData();
      await world.warp(expiry + 1);
      await world.setPrice(price);
      return contracts.settlement.prove(ETH, expiry, [first]);
    },
  };
  return world;
}

/** What an order of a test states; the rest has defaults. */
export type Terms = Pick<Order, "lots" | "price"> & Partial<Omit<Order, "legs" | "lots" | "price">>;

export interface Trader {
  readonly owner: HDNodeWallet;
  readonly account: bigint;
}

export type World = Awaited<ReturnType<typeof createWorld>>;
export { Kind };
