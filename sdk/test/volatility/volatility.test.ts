import * as volatility from "@ballast/sdk/volatility";
import { volatilitySurfaceAbi } from "@ballast/sdk/abi";
import { FieldMalformed, FieldOutOfRange } from "@ballast/sdk/orders";
import { expect } from "chai";
import { Interface, Signature, Wallet, verifyTypedData } from "ethers";

const NOW = 1_772_787_600;
const HOUR = 3600;
const WAD = 10n ** 18n;
const domain = { chainId: 31337, surface: "0x00000000000000000000000000000000000000eE" };
const wallets = ["11", "22", "33"].map((byte) => new Wallet(`0x${byte.repeat(32)}`));
const publishers = wallets.map(({ address }) => address);

const slice: volatility.Slice = {
  expiry: NOW - HOUR + 7 * 86_400,
  a: 200_000_000n,
  b: 400_000_000n,
  rho: -200_000n,
  m: 10_000_000n,
  sigma: 400_000_000n,
  carry: 3_000_000n,
  halfSpread: 5_000n,
};
const publication: volatility.Publication = { market: 1, time: NOW, slices: [slice] };
const state: volatility.SurfaceState = { now: NOW, published: {}, anchor: () => (6n * WAD) / 10n };
const sign = (signers: readonly Wallet[]): Promise<string[]> =>
  Promise.all(signers.map((signer) => volatility.signPublication(publication, { ...domain, signer })));

describe("volatility", () => {
  it("buildPublish_sortsSignatures_andFreezes", async () => {
    const signatures = await sign(wallets);
    const call = volatility.buildPublish(publication, { ...domain, signatures, threshold: 2, publishers, state });
    expect(call).to.be.frozen;
    expect(call.to).to.equal(domain.surface);
    expect(call.value).to.equal(0n);
    const [market, time, slices, joined] = new Interface(volatilitySurfaceAbi).decodeFunctionData("publish", call.data);
    const { figures } = volatility.packFigures(slice);
    expect([market, time, slices.length]).to.deep.equal([1n, BigInt(NOW), 1]);
    expect(slices[0].toArray()).to.deep.equal([BigInt(slice.expiry), figures]);
    expect(volatility.unpackSlice((figures << 32n) | time, slice.expiry)).to.deep.equal({ slice, time: NOW });
    const sorted = wallets.map(({ address }, i) => ({
      address,
      signature: Signature.from(signatures[i]!).compactSerialized.slice(2),
    }));
    sorted.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
    expect(joined).to.equal(`0x${sorted.map(({ signature }) => signature).join("")}`);
    const reversed = volatility.buildPublish(publication, { ...domain, signatures: signatures.toReversed() });
    expect(reversed.data).to.equal(call.data);
    const compact = signatures.map((signature) => Signature.from(signature).compactSerialized);
    expect(volatility.buildPublish(publication, { ...domain, signatures: compact }).data).to.equal(call.data);
  });

  it("buildPublish_refuses_whatTheChainWouldRefuse", async () => {
    const signatures = await sign(wallets);
    const build = (change: Partial<volatility.PublishInput>) => () =>
      volatility.buildPublish(publication, { ...domain, signatures, threshold: 2, publishers, state, ...change });
    expect(build({ threshold: 4 })).to.throw(volatility.TooFewSignatures);
    expect(build({ signatures: [] })).to.throw(volatility.TooFewSignatures);
    expect(build({ publishers: publishers.slice(1) })).to.throw(volatility.NotPublisher);
    expect(build({ signatures: [signatures[0]!, signatures[0]!] })).to.throw(volatility.SignerOrder);
    expect(build({ signatures: ["0x12", signatures[0]!] })).to.throw(volatility.NotPublisher);
    expect(build({ chainId: 1 })).to.throw(volatility.NotPublisher);
    expect(build({ state: { ...state, now: NOW + 601 } })).to.throw(volatility.PublicationTime);
  });

  it("checkPublication_refuses_eachByName", () => {
    const check =
      (change: Partial<volatility.Slice>, state_ = state) =>
      () =>
        volatility.checkPublication({ ...publication, slices: [{ ...slice, ...change }] }, state_);
    expect(check({})).to.not.throw();
    expect(check({ expiry: NOW - HOUR })).to.throw(volatility.SliceExpired);
    expect(check({ expiry: slice.expiry + 1 })).to.throw(volatility.SliceOffCalendar);
    expect(check({ rho: 1_000_000n }))
      .to.throw(volatility.SliceOutOfBounds)
      .with.property("figure", "rho");
    expect(check({ b: 200_000_000_000n })).to.throw(volatility.SlopeTooSteep);
    expect(check({ b: 20_000_000_000n, sigma: 1_000_000n })).to.throw(volatility.ButterflyArbitrage);
    expect(check({ a: 3_000_000_000n })).to.throw(volatility.OutsideAnchor);
    expect(check({ a: 1n << 39n })).to.throw(FieldOutOfRange);
    expect(check({ expiry: 0.5 })).to.throw(FieldMalformed);
    const jump = { carry: 115_000_000n };
    expect(check(jump))
      .to.throw(volatility.SliceOutOfBounds)
      .with.property("maximum", WAD / 50n + ((WAD / 10n) * BigInt(slice.expiry - NOW)) / 31_536_000n);
    const past = { ...state, published: { [slice.expiry]: { slice, time: NOW - HOUR } } };
    expect(check({}, past)).to.not.throw();
    expect(check({ a: 300_000_000n }, past)).to.throw(volatility.MovesTooFast);
    expect(check({ carry: 300_000_000n }, past)).to.throw(volatility.CarryMovesTooFast);
    expect(check({}, { ...past, published: { [slice.expiry]: { slice, time: NOW } } })).to.throw(
      volatility.SliceNotNewer,
    );
    const later = { ...slice, expiry: slice.expiry + 86_400, a: 50_000_000n };
    const both = { ...publication, slices: [slice, later] };
    expect(() => volatility.checkPublication(both, state)).to.throw(volatility.CalendarArbitrage);
    expect(() => volatility.checkPublication({ ...both, slices: [later, slice] }, state)).to.throw(
      volatility.SliceOrder,
    );
    expect(() => volatility.checkPublication({ ...publication, slices: [] }, state)).to.throw(
      volatility.PublicationEmpty,
    );
  });

  it("smileNow_freezesBlendsAndForgets", () => {
    const published = { slice, time: NOW };
    const at = (hours: number) =>
      volatility.smileNow({ now: NOW + hours * HOUR, expiry: slice.expiry, published, anchor: state.anchor });
    expect(at(0)).to.deep.equal(volatility.sliceSmile(slice, BigInt(slice.expiry - NOW)));
    expect(at(2).halfSpread).to.equal(WAD / 200n);
    expect(at(24).halfSpread > at(13).halfSpread && at(13).halfSpread > at(2).halfSpread).to.equal(true);
    expect(at(48).carry).to.equal((15n * WAD) / 1000n);
    expect(at(72)).to.include({ b: 0n, carry: 0n, halfSpread: (15n * WAD) / 100n });
    expect(at(24 * 7).a).to.equal(0n);
    const wide = { slice: { ...slice, halfSpread: 200_000n }, time: NOW };
    const spread = (hours: number) =>
      volatility.smileNow({ now: NOW + hours * HOUR, expiry: slice.expiry, published: wide, anchor: state.anchor })
        .halfSpread;
    expect(spread(48) > spread(13) && spread(90) > spread(13)).to.equal(true);
  });

  it("signPublication_recoversTheSigner", async () => {
    const [signature] = await sign(wallets);
    const typed = volatility.publicationTypedData(publication, domain);
    expect(verifyTypedData(typed.domain, typed.types, typed.value, signature!)).to.equal(publishers[0]);
    expect(volatility.publicationDigest(publication, domain)).to.not.equal(
      volatility.publicationDigest({ ...publication, time: NOW + 1 }, domain),
    );
  });
});
