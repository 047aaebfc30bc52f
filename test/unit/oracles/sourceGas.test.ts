import { expect } from "chai";

import { createPool } from "../../support/oracles/uniswap.ts";

const ETH = { low: 10n ** 16n, high: 10n ** 25n };
/** What a price may cost from cold: Chainlink and Band together, a pool's half hour, Chainlink on a rollup. */
const FEEDS = 32_000n;
const POOL = 52_000n;
const WITH_SEQUENCER = 36_000n;

describe("gas of sources", () => {
  it("latest_staysWithinItsBudget_fromCold", async () => {
    const pool = await createPool({ baseIsFirst: true });
    const { ethers } = pool;
    const [{ address: owner }] = await ethers.getSigners();
    await pool.initialize();
    // A trade a minute, so that the pool has to search its history.
    for (let i = 0; i < 45; i += 1) {
      await pool.moveTo(i % 2 === 0 ? -200_000n : -200_300n);
      await pool.pass(59);
    }
    const now = await pool.now();
    const aggregator = await ethers.deployContract("RoundsAggregator", [8, "ETH / USD", owner]);
    await aggregator.push([2000n * 10n ** 8n, 2001n * 10n ** 8n], [now - 60n, now]);
    const proxy = await ethers.deployContract("DataFeedsLegacyAggregatorProxy", [await aggregator.getAddress()]);
    const uptime = await ethers.deployContract("RoundsAggregator", [0, "Sequencer uptime", owner]);
    await uptime.pushRound(0n, now - 86_400n, now);
    const uptimeProxy = await ethers.deployContract("DataFeedsLegacyAggregatorProxy", [await uptime.getAddress()]);
    const std = await ethers.deployContract("BandReference", [owner]);
    await std.relay(["ETH"], [2000n * 10n ** 9n], [now], [1n]);

    const feed = [await proxy.getAddress(), 3600n, ETH.low, ETH.high] as const;
    const sources = [
      await ethers.deployContract("ChainlinkSource", [...feed, ethers.ZeroAddress]),
      await ethers.deployContract("BandSource", [await std.getAddress(), "ETH", "USD", 3600n, ETH.low, ETH.high]),
      await pool.source(),
      await ethers.deployContract("ChainlinkSource", [...feed, await uptimeProxy.getAddress()]),
    ];
    for (const source of sources) expect((await source.latest()).price > 0n).to.equal(true);

    const meter = await ethers.deployContract("SourceMeter");
    const used: bigint[] = [];
    for (const source of sources) used.push((await meter.gasOf([await source.getAddress()]))[0]);
    const [chainlink, band, uniswap, withSequencer] = used as [bigint, bigint, bigint, bigint];
    const figures = `Chainlink ${chainlink}, Band ${band}, Uniswap ${uniswap}, with a sequencer ${withSequencer}`;
    expect(chainlink + band < FEEDS, figures).to.equal(true);
    expect(uniswap < POOL, figures).to.equal(true);
    expect(withSequencer < WITH_SEQUENCER, figures).to.equal(true);
  });
});
