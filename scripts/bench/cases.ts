import type { Portfolio } from "@ballast/sdk/risk";

import { createWorld, ETH, Kind, type Trader, WAD, type World } from "../../test/support/world/world.ts";
import { actionOf, viewGas } from "./gas.ts";
import type { Results } from "./results.ts";

const MID = 0;
const price = 30n * WAD;

/** Records an action's gas and calldata. */
async function record(results: Results, key: string, transaction: Parameters<typeof actionOf>[0]): Promise<void> {
  const { gas, bytes } = await actionOf(transaction);
  results.add(key, gas);
  results.add(`${key}.calldata`, bytes, "bytes");
}

/** Traders with deposits and nonce words that were used before, one of them short in another instrument. */
async function market(world: World, expiry: number): Promise<{ buyer: Trader; seller: Trader; third: Trader }> {
  const [buyer, seller, third] = [await world.open(50_000), await world.open(50_000), await world.open(50_000)];
  const other = world.option(Kind.Put, expiry, 1800);
  await world.exchange.matchOrders(await world.pair(third, buyer, other, { lots: WAD, price, nonce: 1n }));
  await world.exchange.matchOrders(
    await world.pair(third, seller, world.option(Kind.Put, expiry, 1900), { lots: WAD, price, nonce: 2n }),
  );
  // The seller starts without a position again; its nonce word stays used.
  await world.exchange.matchOrders(
    await world.pair(seller, third, world.option(Kind.Put, expiry, 1900), { lots: WAD, price, nonce: 3n }),
  );
  return { buyer, seller, third };
}

export async function trades(results: Results): Promise<void> {
  const world = await createWorld();
  const expiry = await world.expiry(6);
  await world.publish([expiry]);
  const { buyer, seller, third } = await market(world, expiry);
  const call = world.option(Kind.Call, expiry, 2200);
  const match = async (a: Trader, b: Trader, nonce: bigint) =>
    world.exchange.matchOrders(await world.pair(a, b, call, { lots: WAD, price, nonce }));
  await record(results, "trade.first", match(buyer, seller, 10n));
  await record(results, "trade.sameLeg", match(buyer, seller, 11n));
  const holder = await world.open(10_000);
  await match(third, seller, 12n);
  await match(holder, seller, 13n);
  await record(results, "trade.longOnly", match(holder, third, 14n));
}

/** Trades of the perpetual, whose funding is running. */
export async function perpetuals(results: Results): Promise<void> {
  const world = await createWorld();
  const expiry = await world.expiry(6);
  await world.publish([expiry]);
  const { buyer, seller } = await market(world, expiry);
  const source = await world.connection.ethers.deployContract("AccountImbalance", [
    world.deployment.clearingHouse,
    seller.account,
  ]);
  await world.funding.setImbalanceSource(ETH, source);
  const match = async (a: Trader, b: Trader, nonce: bigint) =>
    world.exchange.matchOrders(await world.pair(a, b, world.perpetual(), { lots: WAD, price: 2000n * WAD, nonce }));
  await record(results, "perpetual.first", match(buyer, seller, 10n));
  await record(results, "perpetual.sameLeg", match(buyer, seller, 11n));
  await record(results, "perpetual.reduce", match(seller, buyer, 12n));
  await world.warp((await world.now()) + 600);
  await record(results, "funding.accrue", world.funding.accrue(ETH));
  const index = world.funding.interface.encodeFunctionData("index", [ETH]);
  results.add("funding.index", await viewGas(world, world.deployment.funding, index));
}

export async function custody(results: Results): Promise<void> {
  const world = await createWorld();
  const { account, owner } = await world.open(10_000);
  await record(results, "deposit.next", world.deposit(account, 1_000));
  const house = world.house.connect(owner);
  await record(results, "withdraw", house.withdraw(account, world.deployment.cashToken, 10n ** 9n, owner.address));
}

const expiriesOf = (world: World): Promise<number[]> =>
  Promise.all([1, 2, 3, 4, 5, 6, 7, 14].map((days) => world.expiry(days)));

/** A book of `legs` over eight expiries, longs and shorts in turn. */
async function book(
  world: World,
  legs: number,
): Promise<Portfolio & { positions: { instrument: bigint; size: bigint }[] }> {
  const expiries = await expiriesOf(world);
  const positions = Array.from({ length: legs }, (_, i) => ({
    instrument: world.option(i % 3 === 0 ? Kind.Put : Kind.Call, expiries[i % 8]!, 1500 + 20 * (i % 20)),
    size: i % 2 === 0 ? -WAD : WAD,
  }));
  return { cash: 100_000n * WAD, collateral: {}, positions };
}

export async function margins(results: Results): Promise<void> {
  const world = await createWorld();
  const address = world.deployment.riskEngine;
  const inputOf = ({ cash, positions }: Portfolio) => ({
    cash,
    collateral: [],
    positions: positions.map((position) => Object.assign({ entryNotional: 0n, fundingIndex: 0n }, position)),
  });
  const view = async (key: string, portfolio: Portfolio) => {
    const data = world.engine.interface.encodeFunctionData("solvency", [inputOf(portfolio), MID]);
    results.add(key, await viewGas(world, address, data));
  };
  await world.publish(await expiriesOf(world));
  for (const legs of [1, 8, 16, 32, 64]) await view(`margin.view.${legs}`, await book(world, legs));
  const both = world.engine.interface.encodeFunctionData("margin", [inputOf(await book(world, 64)), MID]);
  results.add("margin.both.64", await viewGas(world, address, both));
  const perpetual = { instrument: world.perpetual(), size: WAD, entryNotional: 2_000n * WAD };
  await view("margin.linear", { cash: 1_000n * WAD, collateral: {}, positions: [perpetual] });
  const expiry = await world.expiry(6);
  const spread = [
    { instrument: world.option(Kind.Put, expiry, 1900), size: WAD },
    { instrument: world.option(Kind.Put, expiry, 1800), size: -WAD },
  ];
  const input = inputOf({ cash: WAD, collateral: {}, positions: spread });
  const data = world.engine.interface.encodeFunctionData("neverOwes", [input]);
  results.add("margin.neverOwes", await viewGas(world, address, data));
}

/** Reads with two live sources and with the first one late, a sample, and a publication between two fresh neighbours. */
export async function inputs(results: Results): Promise<void> {
  const world = await createWorld();
  const { priceOracle } = world.deployment;
  const read = world.oracle.interface.encodeFunctionData("read", [ETH]);
  results.add("oracle.read", await viewGas(world, priceOracle, read));
  const expiries = await expiriesOf(world);
  await record(results, "surface.publish.first", world.publish(expiries.slice(0, 1)));
  await world.publish(expiries.slice(1));
  await world.warp((await world.now()) + 900);
  await world.setPrice(2010);
  await record(results, "volatility.sample", world.oracle.sample(ETH));
  await record(results, "surface.publish", world.publish([expiries[3]!]));
  await record(results, "surface.publish.8", world.publish(expiries));
  await world.warp((await world.now()) + 3_950);
  await world.band.transmit("ETH", 2_010_000_000_000n);
  results.add("oracle.readDegraded", await viewGas(world, priceOracle, read));
}

/** A window with twelve rounds. */
export async function proof(results: Results): Promise<void> {
  const world = await createWorld();
  const expiry = await world.expiry(1);
  await world.warp(expiry - 3_700);
  await world.setPrice(2000);
  const [first] = await world.feed.latestRoundData();
  for (let i = 1; i <= 12; i++) {
    await world.warp(expiry - 3_600 + i * 290);
    await world.aggregator.transmit(BigInt(2000 + i) * 10n ** 8n);
  }
  await world.warp(expiry + 1);
  await world.setPrice(2013);
  await record(results, "settlement.prove", world.settlement.prove(ETH, expiry, [first]));
}

export async function settlement(results: Results): Promise<void> {
  const world = await createWorld();
  const expiry = await world.expiry(2);
  const maker = await world.open(5_000_000);
  const holder = await world.open(100_000);
  const kinds = [Kind.Call, Kind.Put];
  const strikes = Array.from({ length: 16 }, (_, i) => 1100 + 50 * i);
  const options = strikes.flatMap((strike) => kinds.map((kind) => world.option(kind, expiry, strike)));
  // The holder buys; each maker of two legs stays cheap to check.
  for (const [i, option] of options.entries()) {
    const seller = i % 2 === 0 ? await world.open(20_000) : maker;
    await world.exchange.matchOrders(await world.pair(holder, seller, option, { lots: WAD / 10n, price }));
  }
  const single: bigint[] = [];
  for (let i = 0; i < 20; i++) {
    const trader = await world.open(1_000);
    await world.exchange.matchOrders(
      await world.pair(trader, maker, world.option(Kind.Call, expiry, 2500), { lots: WAD / 10n, price }),
    );
    single.push(trader.account);
  }
  await world.expire(expiry, 2100);
  const { gas } = await actionOf(world.house.settle([holder.account]));
  results.add("settlement.perOption", gas / BigInt(options.length));
  const many = await actionOf(world.house.settle(single));
  results.add("settlement.perAccount", many.gas / BigInt(single.length));
}

export async function liquidations(results: Results): Promise<void> {
  const world = await createWorld();
  const expiry = await world.expiry(6);
  await world.publish([expiry]);
  const [buyer, seller, bidder] = [await world.open(50_000), await world.open(6_000), await world.open(200_000)];
  const put = world.option(Kind.Put, expiry, 1800);
  await world.exchange.matchOrders(await world.pair(buyer, seller, put, { lots: 14n * WAD, price }));
  await world.setPrice(1600);
  await record(results, "liquidation.flag.1", world.liquidator.flag(seller.account));
  const bid = {
    account: seller.account,
    bidder: bidder.account,
    instrument: put,
    collateralMarket: 0,
    size: 2n * WAD,
    minReward: 0n,
  };
  await record(results, "liquidation.bid.1of1", world.liquidator.connect(bidder.owner).bid(bid));
}
