import { expect } from "chai";

import { exactPrice, keepsError } from "../../support/oracles/ticks.ts";
import { type Pool, WINDOW, createPool } from "../../support/oracles/uniswap.ts";

const MINUTE = 60;
const NONE = [0n, 0n, 0n];
/** 1.0001^46054 is 100. */
const HUNDREDFOLD = 46_054n;
const START = -200_311n;

type Source = Awaited<ReturnType<Pool["source"]>>;

/** The source's answer is the price at the exact mean tick, of this moment. Gives what rounding the tick cut off. */
const expectTwap = async (pool: Pool, source: Source): Promise<bigint> => {
  const [price, updatedAt, roundId] = await source.latest();
  const { tick, rest } = pool.meanTick(updatedAt);
  const ofToken = (await source.base()) === (await pool.contract.token0()) ? tick : -tick;
  const decimals = (await source.base()) === pool.base ? pool.decimals : -pool.decimals;
  const exact = exactPrice(ofToken, decimals);
  expect(price > 0n && keepsError(price, exact), `${price} at mean tick ${tick}`).to.equal(true);
  expect(updatedAt >= (await pool.now()) && roundId === 0n).to.equal(true);
  return rest;
};

const none = async (source: Source): Promise<void> => {
  expect([...(await source.latest())]).to.deep.equal(NONE);
};

for (const baseIsFirst of [true, false]) {
  describe(`UniswapTwapSource, base token ${baseIsFirst ? "first" : "second"}`, () => {
    it("latest_isTheExactMean_asThePoolTrades", async () => {
      const pool = await createPool({ baseIsFirst });
      await pool.initialize();
      const sources = [await pool.source(), await pool.source({ token: pool.quote })];
      await pool.pass(31 * MINUTE);
      let cutOff = false;
      for (const step of [500n, -700n, 50n, 3000n, -9000n, 1n, -20_000n, 12_345n]) {
        await pool.moveTo(START + step);
        await pool.pass(7 * MINUTE + 13);
        for (const source of sources) cutOff = (await expectTwap(pool, source)) !== 0n || cutOff;
      }
      expect(cutOff, "a mean tick that is not whole").to.equal(true);
    });

    it("latest_isUnchanged_byASwapInTheSameBlock", async () => {
      const pool = await createPool({ baseIsFirst });
      await pool.initialize();
      await pool.pass(31 * MINUTE);
      const source = await pool.source();
      for (const jump of [HUNDREDFOLD, -HUNDREDFOLD]) {
        const path = await pool.path(START + jump);
        const sourceAddress = await source.getAddress();
        const [before, after] = await pool.trader.priceAround.staticCall(pool.address, sourceAddress, ...path);
        expect(before > 0n && before === after).to.equal(true);
      }
      await pool.moveTo(START + HUNDREDFOLD);
      // The pool rounds its tick down.
      const beyond = (await pool.tick()) - pool.poolTick(START + HUNDREDFOLD);
      expect(beyond === 0n || beyond === -1n, "the pool's own price is a hundredfold").to.equal(true);
      // Only the seconds that the new price lasts count.
      await pool.pass(12);
      await expectTwap(pool, source);
    });

    for (const [baseDecimals, quoteDecimals, tick] of [
      [0, 24, 500_000n],
      [24, 0, -500_000n],
      [8, 8, 0n],
      [18, 6, -400_000n],
    ] as const) {
      it(`latest_isInWholeTokens_with${baseDecimals}And${quoteDecimals}Decimals`, async () => {
        const pool = await createPool({ baseIsFirst, baseDecimals, quoteDecimals, tick, liquidity: 10n ** 18n });
        await pool.initialize();
        await pool.pass(31 * MINUTE);
        await expectTwap(pool, await pool.source());
      });
    }
  });
}

describe("UniswapTwapSource", () => {
  const started = async (options = {}): Promise<Pool> => {
    const pool = await createPool({ baseIsFirst: true, ...options });
    await pool.initialize();
    return pool;
  };

  it("constructor_keepsItsParameters", async () => {
    const pool = await started();
    const source = await pool.source({ token: pool.quote, low: 1n, high: 2n });
    expect(await Promise.all([source.pool(), source.base(), source.quote()])).to.deep.equal([
      pool.address,
      pool.quote,
      pool.base,
    ]);
    expect(await Promise.all([source.minAnswer(), source.maxAnswer(), source.minLiquidity()])).to.deep.equal([
      1n,
      2n,
      10n ** 15n,
    ]);
    expect(await Promise.all([source.isPool(), source.heartbeat(), source.WINDOW()])).to.deep.equal([
      true,
      WINDOW,
      WINDOW,
    ]);
  });

  it("constructor_reverts_withATokenOfAnotherPool", async () => {
    const pool = await started();
    const { interface: abi } = await pool.source();
    await expect(pool.source({ token: pool.address }))
      .to.be.revertedWithCustomError({ interface: abi }, "TokenNotInPool")
      .withArgs(pool.address, pool.base, pool.quote);
  });

  it("constructor_reverts_withDecimalsBeyond24", async () => {
    const { interface: abi } = await (await started()).source();
    for (const decimals of [{ baseDecimals: 25 }, { quoteDecimals: 25 }]) {
      const pool = await createPool({ baseIsFirst: true, ...decimals });
      await expect(pool.source())
        .to.be.revertedWithCustomError({ interface: abi }, "FeedDecimals")
        .withArgs("baseDecimals" in decimals ? pool.base : pool.quote, 25n, 24n);
    }
  });

  it("constructor_reverts_withBoundsThatAreEmptyOrTooHigh", async () => {
    const pool = await started();
    const { interface: abi } = await pool.source();
    for (const [low, high] of [
      [5n, 5n],
      [0n, 10n ** 32n + 1n],
    ] as const) {
      await expect(pool.source({ low, high }))
        .to.be.revertedWithCustomError({ interface: abi }, "FeedBounds")
        .withArgs(low, high, 10n ** 32n);
    }
  });

  it("latest_isNone_beforeThePoolIsInitialized", async () => {
    const pool = await createPool({ baseIsFirst: true });
    const source = await pool.source();
    await none(source);
    await pool.initialize();
    await pool.pass(31 * MINUTE);
    await expectTwap(pool, source);
  });

  it("latest_isNone_untilTheHistoryIsAWindowLong", async () => {
    const pool = await createPool({ baseIsFirst: true });
    const source = await pool.source();
    await pool.initialize();
    await pool.pass(29 * MINUTE);
    await none(source);
    await pool.pass(MINUTE);
    await expectTwap(pool, source);
  });

  it("latest_isNone_whenThePoolForgetsTooSoon", async () => {
    const pool = await started({ cardinality: 1 });
    const source = await pool.source();
    await pool.pass(31 * MINUTE);
    await expectTwap(pool, source);
    await pool.moveTo(START + 10n);
    await none(source);
    await pool.pass(29 * MINUTE);
    await none(source);
    await pool.pass(MINUTE);
    await expectTwap(pool, source);
  });

  it("latest_isNone_whenThePoolIsThin", async () => {
    const pool = await started();
    await pool.pass(31 * MINUTE);
    await expectTwap(pool, await pool.source({ minLiquidity: pool.liquidity }));
    await none(await pool.source({ minLiquidity: pool.liquidity + pool.liquidity / 1000n }));
  });

  it("latest_isNone_whenThePoolIsEmpty", async () => {
    const pool = await started({ liquidity: 0n });
    await pool.pass(31 * MINUTE);
    await none(await pool.source({ minLiquidity: 2n }));
    await expectTwap(pool, await pool.source({ minLiquidity: 1n }));
  });

  it("latest_countsLiquidity_byItsHarmonicMean", async () => {
    const pool = await started();
    await pool.pass(31 * MINUTE);
    await pool.mint(9n * pool.liquidity);
    await pool.pass(15 * MINUTE);
    // Half the window at 1, half at 10: 2/(1 + 1/10) = 1.82, a second or so more or less.
    await expectTwap(pool, await pool.source({ minLiquidity: (pool.liquidity * 181n) / 100n }));
    await none(await pool.source({ minLiquidity: (pool.liquidity * 183n) / 100n }));
  });

  it("latest_isNone_outsideTheBounds", async () => {
    const pool = await started();
    await pool.pass(31 * MINUTE);
    const [price] = await (await pool.source()).latest();
    await none(await pool.source({ low: price }));
    await none(await pool.source({ high: price }));
    await expectTwap(pool, await pool.source({ low: price - 1n, high: price + 1n }));
  });
});
