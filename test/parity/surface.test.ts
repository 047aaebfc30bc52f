import { expect } from "chai";
import * as fc from "fast-check";

import { decodeError } from "../../sdk/src/errors/index.js";
import {
  type Publication,
  type PublishedSlice,
  type Slice,
  type SurfaceState,
  buildPublish,
  checkPublication,
  density,
  packFigures,
  packSlice,
  publicationDigest,
  sliceSmile,
  smileNow,
  unpackSlice,
} from "../../sdk/src/volatility/index.js";
import { totalVariance } from "../../sdk/src/pricing/svi.js";
import { fuzz } from "../support/fastCheck.js";
import { DAY, MARKET, START, expiryIn, publicationOf, sliceOf } from "../support/oracles/surface.js";
import { ANCHOR, type SurfaceWorld, surfaceWorld } from "../support/oracles/surfaceWorld.js";

const HOUR = 3600;
const EXPIRIES = [1, 7, 30, 90, 365].map(expiryIn);

/** Any figures that the types hold. */
const anySlice: fc.Arbitrary<Slice> = fc.record({
  expiry: fc.integer({ min: 0, max: 2 ** 40 - 1 }),
  a: fc.bigInt(-(2n ** 39n), 2n ** 39n - 1n),
  b: fc.bigInt(0n, 2n ** 40n - 1n),
  rho: fc.bigInt(-(2n ** 23n), 2n ** 23n - 1n),
  m: fc.bigInt(-(2n ** 31n), 2n ** 31n - 1n),
  sigma: fc.bigInt(0n, 2n ** 32n - 1n),
  carry: fc.bigInt(-(2n ** 31n), 2n ** 31n - 1n),
  halfSpread: fc.bigInt(0n, 2n ** 24n - 1n),
});

/** The plain smile with some of its figures changed, a little or much. */
const nearbySlice = (expiry: number): fc.Arbitrary<Slice> =>
  fc
    .record(
      {
        a: fc.oneof(fc.bigInt(150_000_000n, 260_000_000n), fc.bigInt(-200_000_000n, 3_000_000_000n)),
        b: fc.oneof(fc.bigInt(350_000_000n, 450_000_000n), fc.bigInt(0n, 60_000_000_000n)),
        rho: fc.oneof(fc.bigInt(-250_000n, -150_000n), fc.bigInt(-1_000_001n, 1_000_001n)),
        m: fc.bigInt(-300_000_000n, 300_000_000n),
        sigma: fc.oneof(fc.bigInt(380_000_000n, 420_000_000n), fc.bigInt(0n, 600_000_000n)),
        carry: fc.oneof(fc.bigInt(2_000_000n, 4_000_000n), fc.bigInt(-30_000_000n, 30_000_000n)),
        halfSpread: fc.oneof(fc.bigInt(0n, 10_000n), fc.bigInt(0n, 500_000n)),
      },
      { requiredKeys: [] },
    )
    .map((change) => sliceOf(expiry, change));

const somewhere = fc.oneof(fc.constantFrom(...EXPIRIES, expiryIn(14), expiryIn(60)), fc.constantFrom(START, START + 1));
const anyPublication = (now: number): fc.Arbitrary<Publication> =>
  fc.record({
    market: fc.constant(MARKET),
    time: fc.oneof({ weight: 6, arbitrary: fc.constant(now) }, fc.integer({ min: now - 700, max: now + 60 })),
    slices: fc
      .uniqueArray(somewhere, { maxLength: 4 })
      .chain((expiries) => fc.tuple(...expiries.sort((a, b) => a - b).map(nearbySlice))),
  });

describe(`surface: contract and SDK on ${fuzz.numRuns} seeded inputs (seed ${fuzz.seed})`, () => {
  let world: SurfaceWorld;
  const published: Record<number, PublishedSlice> = {};
  const anchor = (): bigint => ANCHOR;

  const publish = async (publication: Publication): Promise<void> => {
    const { to, data } = await world.call(publication);
    await world.connection.networkHelpers.time.setNextBlockTimestamp(publication.time);
    await (await world.admin.sendTransaction({ to, data })).wait();
    for (const slice of publication.slices) published[slice.expiry] = { slice, time: publication.time };
  };

  /** Name and arguments of what the contract says in the block of `now`; undefined if it accepts. */
  const refusal = async (publication: Publication): Promise<object | undefined> => {
    try {
      const signatures = await world.signatures(publication);
      const { to, data } = buildPublish(publication, { ...world.domain, signatures });
      await world.admin.call({ to, data });
      return undefined;
    } catch (error) {
      const { name, args } = decodeError(error) ?? { name: String(error), args: {} };
      return { name, ...args };
    }
  };

  /** The same of the SDK. */
  const refusalHere = (publication: Publication, state: SurfaceState): object | undefined => {
    try {
      checkPublication(publication, state);
      return undefined;
    } catch (error) {
      const { name, figure, ...args } = { ...(error as Error & { figure?: string }), name: (error as Error).name };
      return figure === undefined
        ? { name, ...args }
        : { ...args, name: `0x${Buffer.from(figure).toString("hex").padEnd(64, "0")}` };
    }
  };

  before(async () => {
    world = await surfaceWorld();
  });

  it("digest_isTheSame", async () => {
    const any = fc.record({
      market: fc.integer({ min: 0, max: 2 ** 24 - 1 }),
      time: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      slices: fc.array(anySlice, { maxLength: 5 }),
    });
    const check = async ({ market, time, slices }: Publication): Promise<void> => {
      const digest = await world.surface.digest(market, time, slices.map(packFigures));
      expect(publicationDigest({ market, time, slices }, world.domain)).to.equal(digest);
    };
    await fc.assert(fc.asyncProperty(any, check), fuzz);
  });

  it("packed_isUnpacked", () => {
    const time = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const check = (slice: Slice, time: number): void => {
      expect(unpackSlice(packSlice({ slice, time }), slice.expiry)).to.deep.equal({ slice, time });
    };
    fc.assert(fc.property(anySlice, time, check), fuzz);
  });

  it("density_hasTheVarianceOfPricing", () => {
    const check = (slice: Slice, k: bigint): void => {
      const smile = sliceSmile({ ...slice, sigma: slice.sigma + 1n }, BigInt(30 * DAY));
      if (smile.a <= 0n) return;
      expect(density(smile, k).variance).to.equal(totalVariance(smile, k));
    };
    fc.assert(fc.property(nearbySlice(expiryIn(30)), fc.bigInt(-(10n ** 18n), 10n ** 18n), check), fuzz);
  });

  it("checks_areTheSame_withTheSameFigures", async () => {
    const slices = EXPIRIES.map((expiry) => sliceOf(expiry, { carry: 1_500_000n }));
    await publish(publicationOf(START + 60, ...slices));
    const seen = new Set<string>();
    for (const now of [START + 60 + 1800, START + 60 + 2 * HOUR + 1, START + 40 * HOUR, START + 80 * HOUR]) {
      await world.connection.networkHelpers.time.increaseTo(now);
      const state: SurfaceState = { now, published, anchor };
      const check = async (publication: Publication): Promise<void> => {
        const here = refusalHere(publication, state);
        expect(here).to.deep.equal(await refusal(publication));
        seen.add((here as { name: string } | undefined)?.name ?? "accepted");
      };
      await fc.assert(fc.asyncProperty(anyPublication(now), check), fuzz);
    }
    // The comparison means something only if most answers occur.
    expect(seen.size, [...seen].join()).to.be.at.least(10);
    expect(seen).to.include("accepted");
  });

  it("smiles_haveTheSameBits_atEveryAge", async () => {
    const start = START + 90 * HOUR;
    await publish(
      publicationOf(start, sliceOf(expiryIn(14)), sliceOf(expiryIn(40), { a: -10_000_000n, b: 900_000_000n })),
    );
    const borders = [0, 2, 24, 72].flatMap((hours) => [hours * HOUR - 1, hours * HOUR, hours * HOUR + 1]).slice(2);
    const some = fc.sample(fc.integer({ min: 2, max: 80 * HOUR }), { seed: fuzz.seed, numRuns: fuzz.numRuns });
    const expiries = [...EXPIRIES, expiryIn(14), expiryIn(40), START];
    for (const age of [...new Set([...borders, ...some])].sort((a, b) => a - b)) {
      const now = start + age;
      await world.connection.networkHelpers.time.increaseTo(now);
      const smiles = await world.surface.smiles(MARKET, expiries);
      for (const [i, expiry] of expiries.entries()) {
        const { svi, carry, halfSpread } = smiles[i]!;
        const { a, b, rho, m, sigma } = svi;
        const here = smileNow({ now, expiry, published: published[expiry], anchor });
        expect(here, `${expiry} after ${age} s`).to.deep.equal({ a, b, rho, m, sigma, carry, halfSpread });
      }
    }
  });
});
