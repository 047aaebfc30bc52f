import { expect } from "chai";
import { network } from "hardhat";

import { fundingIndexAt, fundingRateAt, FundingTimeBeforeAccrual } from "../../sdk/src/perpetuals/index.js";
import { Random, WAD, chunks } from "../support/pricing/samples.js";
import { createWorld, ETH, type World } from "../support/world/world.ts";

const COUNT = process.env.DEEP === "1" ? 20_000 : 1000;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");
const HOUR = 3600;

/** Any state that the contract can be in: rate and velocity inside the bounds of the code. */
const anyCase = (random: Random) => {
  const maxRate = random.pick([random.between(0n, (365n * WAD) / 10n), random.between(0n, WAD / 100n), 0n]);
  const signed = (limit: bigint): bigint => random.pick([1n, -1n]) * random.between(0n, limit);
  const state = {
    index: signed(10n ** 24n),
    rate: random.pick([signed(maxRate), maxRate, -maxRate]),
    velocity: random.pick([signed((365n * WAD) / 10n / 86_400n), signed(1000n), 0n]),
    price: random.between(1n, 10n ** 32n) >> random.bits(6),
    accruedAt: 1_750_000_000n,
  };
  const elapsed = random.pick([random.between(0n, 3700n), random.between(0n, 10n ** 9n), 3600n, 3599n, 3601n]);
  return { state, maxRate, elapsed };
};

describe(`funding: contract and SDK on ${COUNT} seeded states (seed ${SEED})`, () => {
  it("indexAndRate_areTheSame", async () => {
    const { ethers } = await network.create();
    const harness = await ethers.deployContract("FundingRateHarness");
    const random = new Random(SEED);
    const cases = Array.from({ length: COUNT }, () => anyCase(random));
    for (const part of chunks(cases, 200)) {
      const results = await harness.afterMany(
        part.map(({ state }) => state),
        part.map(({ maxRate }) => maxRate),
        part.map(({ elapsed }) => elapsed),
      );
      part.forEach(({ state, maxRate, elapsed }, i) => {
        const time = state.accruedAt + elapsed;
        const here = [fundingIndexAt(state, { maxRate }, time), fundingRateAt(state, { maxRate }, time)];
        expect(
          [...results[i]!],
          JSON.stringify(part[i], (_, value) => String(value)),
        ).to.deep.equal(here);
      });
    }
  });

  it("theLiveIndex_isTheSame", async () => {
    const world: World = await createWorld();
    const { ethers } = world.connection;
    const { funding } = world;
    const buyer = await world.open(50_000);
    const seller = await world.open(50_000);
    await world.exchange.matchOrders(
      await world.pair(buyer, seller, world.perpetual(), { lots: 4n * WAD, price: 2000n * WAD }),
    );
    const source = await ethers.deployContract("AccountImbalance", [world.deployment.clearingHouse, seller.account]);
    await funding.setImbalanceSource(ETH, source);
    const terms = await funding.fundingTerms(ETH);
    for (const hours of [0.2, 1, 5, 30]) {
      await world.warp((await world.now()) + hours * HOUR);
      const state = await funding.fundingState(ETH);
      const index = await funding.index(ETH);
      expect(index).to.equal(fundingIndexAt(state, terms, await world.now()));
      expect(index).to.be.greaterThan(0n);
      await funding.accrue(ETH);
    }
  });

  it("aTimeBeforeTheAccrual_isRefused", () => {
    const state = { index: 0n, rate: 0n, velocity: 0n, price: WAD, accruedAt: 100n };
    expect(() => fundingIndexAt(state, { maxRate: WAD }, 99)).to.throw(FundingTimeBeforeAccrual);
  });
});
