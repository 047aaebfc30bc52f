import { expect } from "chai";
import { network } from "hardhat";
import { type Contract, getAddress, hexlify, toBeHex } from "ethers";

import {
  type ExchangeDomain,
  type Order,
  type PositionTransfer,
  digest,
  transferDigest,
} from "../../sdk/src/orders/index.js";
import { calculateFee } from "../../sdk/src/risk/index.js";
import { Random, WAD } from "../support/pricing/samples.js";

const COUNT = process.env.DEEP === "1" ? 1_000 : 50;
const SEED = BigInt(process.env.FUZZ_SEED ?? "0x62616c6c617374");
const FEES = { rate: 3n * 10n ** 14n, premiumCap: 125n * 10n ** 15n, fundShare: 6n * 10n ** 17n };

const address = (random: Random): string => getAddress(toBeHex(random.bits(160), 20));
const word = (random: Random): string => hexlify(toBeHex(random.bits(256), 32));
const signed = (random: Random, bits: number): bigint => BigInt.asIntN(bits, random.bits(bits));

const anyOrder = (random: Random): Order => ({
  account: random.bits(256),
  accountEpoch: random.bits(64),
  signer: address(random),
  legs: Array.from({ length: Number(random.bits(2)) }, () => ({
    instrument: random.bits(128),
    ratio: signed(random, 64),
  })),
  lots: random.bits(128),
  minFill: random.bits(128),
  price: signed(random, 128),
  priceKind: Number(random.bits(8)),
  spotLow: random.bits(128),
  spotHigh: random.bits(128),
  spotSpread: random.bits(64),
  endPrice: signed(random, 128),
  endTime: random.bits(40),
  maxPriceAge: random.bits(40),
  maxFee: random.bits(128),
  relayFee: random.bits(128),
  validFrom: random.bits(40),
  validUntil: random.bits(40),
  nonce: random.bits(256),
  group: word(random),
  flags: Number(random.bits(32)),
  trigger: { market: Number(random.bits(24)), price: random.bits(128), above: random.bits(1) === 1n },
  filler: address(random),
  referrer: address(random),
  tag: word(random),
});

const anyTransfer = (random: Random): PositionTransfer => ({
  from: random.bits(256),
  fromEpoch: random.bits(64),
  to: random.bits(256),
  toEpoch: random.bits(64),
  instrument: random.bits(128),
  size: signed(random, 256),
  cash: signed(random, 256),
  fromNonce: random.bits(256),
  toNonce: random.bits(256),
  validUntil: random.bits(40),
});

describe(`orders: contract and SDK on ${COUNT} seeded inputs (seed ${SEED})`, () => {
  let exchange: Contract;
  let domain: ExchangeDomain;
  const random = new Random(SEED);

  before(async () => {
    const { ethers } = await network.create();
    exchange = await ethers.deployContract("ExchangeHarness", [FEES]);
    domain = { exchange: await exchange.getAddress(), chainId: (await ethers.provider.getNetwork()).chainId };
  });

  it("orderDigest_isTheSame", async () => {
    for (let i = 0; i < COUNT; i++) {
      const order = anyOrder(random);
      const legs = order.legs.map((leg) => Object.assign({}, leg));
      expect(digest(order, domain)).to.equal(await exchange.digestOf({ ...order, legs }));
    }
  });

  it("transferDigest_isTheSame", async () => {
    for (let i = 0; i < COUNT; i++) {
      const transfer = anyTransfer(random);
      expect(transferDigest(transfer, domain)).to.equal(await exchange.digestOfTransfer(transfer));
    }
  });

  it("fee_hasTheSameBits", async () => {
    for (let i = 0; i < COUNT; i++) {
      const [notional, premium] = [random.anySize(120), random.pick([random.anySize(120), WAD, 0n])];
      const contract = await exchange.calculateFee(notional, premium);
      expect(calculateFee({ notional, premium }, FEES)).to.deep.equal({ fee: contract.fee, fundFee: contract.fundFee });
    }
  });
});
