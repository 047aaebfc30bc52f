import { Kind, StrikeNotAllowed, StrikeOffGrid, pack, perpetualOf } from "@ballast/sdk/instruments";
import * as orders from "@ballast/sdk/orders";
import { expect } from "chai";
import { Wallet, verifyTypedData } from "ethers";

const WAD = 10n ** 18n;
const EXPIRY = 1751011200;
const instrument = pack({ market: 1, kind: Kind.Call, expiry: EXPIRY, strike: 2500n * WAD });
const wallet = new Wallet(`0x${"11".repeat(32)}`);
const domain = { chainId: 31337, exchange: "0x00000000000000000000000000000000000000ee" };

const input = {
  account: 3n,
  accountEpoch: 0n,
  signer: wallet.address,
  instrument,
  side: "buy" as const,
  lots: 2n * WAD,
  price: -100n * WAD,
  validUntil: BigInt(EXPIRY - 60),
};
const transfer = {
  from: 3n,
  fromEpoch: 0n,
  to: 4n,
  toEpoch: 1n,
  instrument,
  size: -WAD,
  cash: 0n,
  validUntil: BigInt(EXPIRY),
};

describe("orders", () => {
  it("buildOrder_fillsInDefaults_andFreezes", () => {
    const order = orders.buildOrder(input);
    expect(order.legs).to.deep.equal([{ instrument, ratio: 1n }]);
    expect(order.flags).to.equal(0);
    expect(order).to.be.frozen;
    expect(order.legs).to.be.frozen;
    expect(orders.buildOrder({ ...input, side: "sell" }).legs[0]!.ratio).to.equal(-1n);
    expect(orders.buildOrder(input).nonce).to.not.equal(order.nonce);
    expect(orders.buildOrder({ ...input, nonce: 5n, flags: orders.OrderFlags.Taker }).nonce).to.equal(5n);
  });

  it("buildOrder_takesFuturesAndPerpetuals", () => {
    const context = { time: EXPIRY - 3600 };
    const future = pack({ market: 1, kind: Kind.Future, expiry: EXPIRY, strike: 0n });
    for (const linear of [perpetualOf(1), future]) {
      const order = orders.buildOrder({ ...input, instrument: linear, price: -2500n * WAD }, context);
      expect(order.legs).to.deep.equal([{ instrument: linear, ratio: 1n }]);
    }
    const struck = { ...input, instrument: future + 1n };
    expect(() => orders.buildOrder(struck, context)).to.throw(StrikeNotAllowed);
  });

  it("buildOrder_refuses_eachFieldThatIsNotServed", () => {
    const leg = { instrument, ratio: 1n };
    for (const [field, change] of Object.entries({
      legs: { legs: [leg, leg] },
      priceKind: { priceKind: 1 },
      spotLow: { spotLow: 1n },
      spotHigh: { spotHigh: 1n },
      spotSpread: { spotSpread: 1n },
      endPrice: { endPrice: -1n },
      endTime: { endTime: 1n },
      maxPriceAge: { maxPriceAge: 1n },
      relayFee: { relayFee: 1n },
      group: { group: `0x${"01".repeat(32)}` },
      flags: { flags: orders.OrderFlags.PostOnly },
      trigger: { trigger: { market: 0, price: 0n, above: true } },
    })) {
      expect(() => orders.buildOrder({ ...input, ...change }), field)
        .to.throw(orders.UnsupportedOrderField)
        .with.property("field", field);
    }
  });

  it("buildOrder_refuses_whatTheChainWouldRefuse", () => {
    const time = EXPIRY - 3600;
    expect(() => orders.buildOrder({ ...input, lots: 0n })).to.throw(orders.ZeroSize);
    expect(() => orders.buildOrder(input, { time: EXPIRY })).to.throw(orders.OrderExpired);
    expect(() => orders.buildOrder(input, { epoch: 1n })).to.throw(orders.WrongEpoch);
    expect(() => orders.buildOrder(input, { owner: domain.exchange })).to.throw(orders.SignerNotOwner);
    expect(() => orders.buildOrder({ ...input, validFrom: input.validUntil + 1n })).to.throw(orders.ValidityEmpty);
    const offGrid = pack({ market: 1, kind: Kind.Call, expiry: EXPIRY, strike: 2001n * WAD });
    expect(() => orders.buildOrder({ ...input, instrument: offGrid }, { time })).to.throw(StrikeOffGrid);
    expect(() => orders.buildOrder(input, { time, owner: wallet.address, epoch: 0n })).to.not.throw();
  });

  it("buildOrder_refuses_whatCannotBeEncoded", () => {
    expect(() => orders.buildOrder({ ...input, lots: 1n << 128n })).to.throw(orders.FieldOutOfRange);
    expect(() => orders.buildOrder({ ...input, price: 1n << 127n })).to.throw(orders.FieldOutOfRange);
    expect(() => orders.buildOrder({ ...input, signer: "0x12" })).to.throw(orders.FieldMalformed);
    expect(() => orders.buildOrder({ ...input, tag: "0x12" })).to.throw(orders.FieldMalformed);
    expect(() => orders.buildOrder({ ...input, flags: 0.5 })).to.throw(orders.FieldMalformed);
  });

  it("sign_recoversTheSigner_andTheDigestCoversEveryField", async () => {
    const order = orders.buildOrder({ ...input, nonce: 1n });
    const signature = await orders.sign(order, { ...domain, signer: wallet });
    expect(verifyTypedData(orders.domainOf(domain), orders.ORDER_TYPES, order, signature)).to.equal(wallet.address);
    const digests = new Set([orders.digest(order, domain), orders.digest(order, { ...domain, chainId: 1 })]);
    for (const change of [{ nonce: 2n }, { maxFee: 1n }, { minFill: 1n }, { tag: `0x${"01".repeat(32)}` }]) {
      digests.add(orders.digest({ ...order, ...change }, domain));
    }
    expect(digests.size).to.equal(6);
    expect(orders.hashOrder(order)).to.not.equal(orders.digest(order, domain));
  });

  it("limitOf_roundsInTheAccountsFavour", () => {
    expect(orders.limitOf({ price: 1n }, WAD / 2n)).to.equal(1n);
    expect(orders.limitOf({ price: -1n }, WAD / 2n)).to.equal(0n);
    expect(orders.limitOf({ price: -3n }, WAD / 2n)).to.equal(-1n);
  });

  it("buildTransfer_refuses_whatTheChainWouldRefuse", async () => {
    const built = orders.buildTransfer(transfer, { held: -2n * WAD, time: EXPIRY, fromEpoch: 0n, toEpoch: 1n });
    expect(built).to.be.frozen;
    const signature = await orders.signTransfer(built, { ...domain, signer: wallet });
    expect(verifyTypedData(orders.domainOf(domain), orders.TRANSFER_TYPES, built, signature)).to.equal(wallet.address);
    expect(() => orders.buildTransfer({ ...transfer, to: 3n })).to.throw(orders.SameAccount);
    expect(() => orders.buildTransfer({ ...transfer, size: 0n })).to.throw(orders.ZeroSize);
    expect(() => orders.buildTransfer(transfer, { time: EXPIRY + 1 })).to.throw(orders.OrderExpired);
    expect(() => orders.buildTransfer(transfer, { toEpoch: 0n })).to.throw(orders.WrongEpoch);
    for (const held of [WAD, 0n, -WAD / 2n]) {
      expect(() => orders.buildTransfer(transfer, { held })).to.throw(orders.MoreThanHeld);
    }
  });
});
