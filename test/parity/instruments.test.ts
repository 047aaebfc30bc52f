import { expect } from "chai";
import { network } from "hardhat";

import * as sdk from "../../sdk/src/instruments/index.js";
import type { Contract } from "ethers";
import { Random, WAD, chunks } from "../support/pricing/samples.js";

const COUNT = process.env.DEEP === "1" ? 10_000 : 500;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");
const DAY = 86_400;

/** Any id with any bits, or one that could be listed. */
const anyInstrument = (random: Random): bigint => {
  if (random.bits(1) === 0n) return random.bits(128);
  const strike = random.pick([random.between(1n, 1200n), random.anySize(48)]) * 10n ** random.between(0n, 34n);
  return sdk.pack({
    market: Number(random.bits(24)),
    kind: random.pick(Object.values(sdk.Kind)),
    expiry: Number(random.bits(21)) * DAY + random.pick([0, 8 * 3600, Number(random.bits(17))]),
    strike,
  });
};

describe(`instruments: contract and SDK on ${COUNT} seeded inputs (seed ${SEED})`, () => {
  let harness: Contract;
  const some = <T>(make: (random: Random) => T): T[] => {
    const random = new Random(SEED);
    return Array.from({ length: COUNT }, () => make(random));
  };

  before(async () => {
    const { ethers } = await network.create();
    harness = await ethers.deployContract("InstrumentHarness");
  });

  /** Name of the custom error of a call that the contract refuses, undefined when it accepts. */
  const refusalOf = async (call: Promise<unknown>): Promise<string | undefined> => {
    try {
      await call;
      return undefined;
    } catch (error) {
      return /custom error '(\w+)\(|panic code (0x11)/.exec(String(error))?.slice(1).join("") ?? String(error);
    }
  };

  const refusalHere = (act: () => unknown): string | undefined => {
    try {
      act();
      return undefined;
    } catch (error) {
      return error instanceof sdk.StrikeOverflow ? "0x11" : (error as Error).name;
    }
  };

  it("pack_givesTheSameIds_orTheSameRefusal", async () => {
    for (const strike of some((random) => random.pick([random.anySize(256), random.anySize(52) * 10n ** 18n]))) {
      const parts = { market: 7, kind: sdk.Kind.Put, expiry: 1_751_011_200, strike };
      const call = harness.pack(parts.market, parts.kind, parts.expiry, strike);
      const refusal = await refusalOf(call);
      expect(refusal, String(strike)).to.equal(refusalHere(() => sdk.pack(parts)));
      if (refusal === undefined) expect(await call).to.equal(sdk.pack(parts));
    }
  });

  it("unpack_givesTheSameParts_ofAnyBits", async () => {
    for (const ids of chunks(some(anyInstrument), 500)) {
      const parts = await harness.unpackMany(ids);
      ids.forEach((id, i) => {
        const { market, kind, expiry, mantissa, exponent } = sdk.unpack(id);
        expect([...parts[i]!]).to.deep.equal([market, kind, expiry, mantissa, exponent].map(BigInt));
      });
    }
  });

  it("strike_isTheSame_orOverflowsInBoth", async () => {
    for (const id of some(anyInstrument).slice(0, COUNT / 5)) {
      const call = harness.strike(id);
      const refusal = await refusalOf(call);
      expect(refusal, String(id)).to.equal(refusalHere(() => sdk.strikeOf(id)));
      if (refusal === undefined) expect(await call).to.equal(sdk.strikeOf(id));
    }
  });

  it("payoff_isTheSame", async () => {
    const ids = some(anyInstrument).filter((id) => refusalHere(() => sdk.strikeOf(id)) === undefined);
    const prices = some((random) => random.anySize(112));
    for (const pairs of chunks(
      ids.map((id, i) => ({ id, price: prices[i]! })),
      500,
    )) {
      const payoffs = await harness.payoffMany(
        pairs.map(({ id }) => id),
        pairs.map(({ price }) => price),
      );
      pairs.forEach(({ id, price }, i) => expect(payoffs[i]).to.equal(sdk.payoff(id, price)));
    }
  });

  it("enterLinear_isTheSame", async () => {
    const trades = some((random) => {
      const signed = (bits: number): bigint => random.pick([1n, -1n]) * random.anySize(bits);
      const size = signed(90);
      const entryNotional = size === 0n ? 0n : signed(99);
      return { size, entryNotional, change: random.pick([signed(90), -size, -size / 3n]), value: signed(110) };
    });
    for (const part of chunks(trades, 500)) {
      const rows = part.map(({ size, entryNotional, change, value }) => [size, entryNotional, change, value]);
      const results = await harness.enterMany(rows);
      part.forEach((trade, i) => {
        const { entryNotional, paid } = sdk.enterLinear(trade);
        expect([...results[i]!].slice(0, 2), String(rows[i])).to.deep.equal([entryNotional, paid]);
      });
    }
  });

  it("calendar_isTheSame_everyDayOfTwoYears", async () => {
    for (const time of some((random) => 1_700_000_000 + Number(random.bits(29))).slice(0, COUNT / 25)) {
      const first = Math.floor(time / DAY) * DAY + 8 * 3600;
      const expiries = Array.from({ length: 400 }, (_, i) => first + (i - 2) * DAY).concat([time, time + 1, time - 1]);
      const listed = await harness.listedMany(expiries, time);
      expect(expiries.filter((_, i) => listed[i])).to.deep.equal(sdk.listedExpiries(time));
      expect(expiries.map((expiry) => sdk.isListed(expiry, time))).to.deep.equal([...listed]);
    }
  });

  it("strikeGrid_isTheSame_forEveryMantissa", async () => {
    const strikes = [0, 1, 2, 17, 30, 31].flatMap((exponent) =>
      Array.from({ length: 1010 }, (_, mantissa): [bigint, bigint] => [BigInt(mantissa), BigInt(exponent)]),
    );
    const onGrid = await harness.onGridMany(strikes);
    const here = strikes.map(([mantissa, exponent]) => sdk.isOnGrid(mantissa, Number(exponent)));
    expect(here).to.deep.equal([...onGrid]);
  });

  it("nearestStrike_isOnTheContractsGrid", async () => {
    const strikes = some((random) => sdk.nearestStrike(random.between(WAD / 1000n, 10n ** 30n) >> random.bits(6)));
    const digits = strikes.map((strike): [bigint, bigint] => {
      const { mantissa, exponent } = sdk.strikeDigits(strike);
      return [mantissa, BigInt(exponent)];
    });
    for (const part of chunks(digits, 500)) expect((await harness.onGridMany(part)).every(Boolean)).to.equal(true);
  });

  it("requireListed_refusesWithTheSameError", async () => {
    const time = 1_751_000_000;
    const expiries = [...sdk.listedExpiries(time), time, time - DAY, time + 3600, time + 300 * DAY];
    const ids = some((random) =>
      random.pick([
        anyInstrument(random),
        sdk.pack({
          market: 1,
          kind: random.pick(Object.values(sdk.Kind)),
          expiry: random.pick(expiries),
          strike: random.between(1n, 1010n) * 10n ** random.between(0n, 32n),
        }),
        sdk.pack({
          market: 1,
          kind: random.pick([sdk.Kind.Future, sdk.Kind.Perpetual]),
          expiry: random.pick([0, ...expiries]),
          strike: random.pick([0n, 1n]),
        }),
      ]),
    );
    for (const id of ids) {
      const refusal = await refusalOf(harness.requireListed(id, time));
      expect(refusal, String(id)).to.equal(refusalHere(() => sdk.requireListed(id, time)));
    }
  });
});
