/** Uniswap v3's own factory and pool, from the bytecode of its package, and a few words to act in a pool. */
import factoryArtifact from "@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json" with { type: "json" };
import poolArtifact from "@uniswap/v3-core/artifacts/contracts/UniswapV3Pool.sol/UniswapV3Pool.json" with { type: "json" };
import { network } from "hardhat";

import { floorDivide } from "./ticks.ts";

export const WINDOW = 1800n;
const FEE = 3000;
/** The widest range of the fee's tick spacing. */
const FULL_RANGE = 887_220;

const squareRoot = (value: bigint): bigint => {
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};

/** The pool's square root of the price at a tick, Q96. */
export const sqrtPriceAt = (tick: bigint): bigint => {
  const size = tick < 0n ? -tick : tick;
  const [up, down] = [10_001n ** size, 10_000n ** size];
  return squareRoot(tick < 0n ? (down << 192n) / up : (up << 192n) / down);
};

export interface PoolOptions {
  /** Whether the token to be priced is the pool's first. */
  readonly baseIsFirst: boolean;
  readonly baseDecimals?: number;
  readonly quoteDecimals?: number;
  /** Tick of the price of the base token in raw units of the quote token. */
  readonly tick?: bigint;
  readonly liquidity?: bigint;
  readonly cardinality?: number;
}

/** A pool with liquidity over the whole range; by default WETH at about 2,000 USDC. */
export async function createPool(options: PoolOptions) {
  const { baseIsFirst, baseDecimals = 18, quoteDecimals = 6, tick = -200_311n, cardinality = 60 } = options;
  const { liquidity = 10n ** 16n } = options;
  const { ethers, networkHelpers } = await network.create();
  const token = (decimals: number) => ethers.deployContract("TestToken", ["Test", "T", decimals]);
  const quote = await token(quoteDecimals);
  const quoteAddress = await quote.getAddress();
  let base = await token(baseDecimals);
  // The order of the tokens is that of their addresses: deploy until it is the one asked for.
  while ((await base.getAddress()).toLowerCase() < quoteAddress.toLowerCase() !== baseIsFirst)
    base = await token(baseDecimals);

  const Factory = await ethers.getContractFactory(factoryArtifact.abi, factoryArtifact.bytecode);
  const factory = await ethers.getContractAt(factoryArtifact.abi, await (await Factory.deploy()).getAddress());
  await factory.createPool(await base.getAddress(), quoteAddress, FEE);
  const address: string = await factory.getPool(await base.getAddress(), quoteAddress, FEE);
  const contract = await ethers.getContractAt(poolArtifact.abi, address);
  const trader = await ethers.deployContract("PoolTrader");
  for (const each of [base, quote]) await each.mint(await trader.getAddress(), 1n << 200n);

  /** When the pool's tick became what. */
  const history: { time: bigint; tick: bigint }[] = [];
  const now = async (): Promise<bigint> => BigInt((await ethers.provider.getBlock("latest"))!.timestamp);
  const pool = {
    ethers,
    networkHelpers,
    base: await base.getAddress(),
    quote: quoteAddress,
    address,
    contract,
    trader,
    liquidity,
    /** From the price of raw units to that of whole tokens. */
    decimals: BigInt(baseDecimals - quoteDecimals),
    now,
    /** The pool's tick that stands for a tick of the base's price. */
    poolTick: (ofBase: bigint): bigint => (baseIsFirst ? ofBase : -ofBase),
    async initialize() {
      await contract.initialize(sqrtPriceAt(pool.poolTick(tick)));
      await pool.record();
      if (liquidity !== 0n) await pool.mint(liquidity);
      if (cardinality > 1) await contract.increaseObservationCardinalityNext(cardinality);
    },
    async mint(amount: bigint) {
      await trader.mint(address, -FULL_RANGE, FULL_RANGE, amount);
    },
    /** Trades until the base's price is at a tick. */
    async moveTo(ofBase: bigint) {
      await trader.swapTo(address, ...(await pool.path(ofBase)));
      await pool.record();
    },
    /** The direction and the limit of a swap to a tick of the base's price. */
    async path(ofBase: bigint): Promise<[zeroForOne: boolean, limit: bigint]> {
      const target = pool.poolTick(ofBase);
      return [target < (await pool.tick()), sqrtPriceAt(target)];
    },
    async tick(): Promise<bigint> {
      const { tick } = await contract.slot0();
      return tick;
    },
    async record() {
      history.push({ time: await now(), tick: await pool.tick() });
    },
    /** The mean tick of the window before a time, from the ticks the pool had: rounded down, and what that cut off. */
    meanTick(end: bigint): { tick: bigint; rest: bigint } {
      const from = end - WINDOW;
      const sum = history.reduce((total, { time, tick }, i) => {
        const until = history[i + 1]?.time ?? end;
        const [first, last] = [time > from ? time : from, until < end ? until : end];
        return last > first ? total + tick * (last - first) : total;
      }, 0n);
      const mean = floorDivide(sum, WINDOW);
      return { tick: mean, rest: sum - mean * WINDOW };
    },
    async pass(seconds: number) {
      await networkHelpers.time.increase(seconds);
    },
    source(changes: { token?: string; minLiquidity?: bigint; low?: bigint; high?: bigint } = {}) {
      const { token = pool.base, minLiquidity = 10n ** 15n, low = 0n, high = 10n ** 32n } = changes;
      return ethers.deployContract("UniswapTwapSource", [address, token, minLiquidity, low, high]);
    },
  };
  return pool;
}

export type Pool = Awaited<ReturnType<typeof createPool>>;
