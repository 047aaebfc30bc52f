import { expect } from "chai";

import type { Publication } from "../../../sdk/src/volatility/index.js";
import { MARKET, START, expiryIn, publicationOf, sliceOf } from "../../support/oracles/surface.js";
import { type SurfaceWorld, surfaceWorld } from "../../support/oracles/surfaceWorld.js";

/** What is measured is printed with GAS=1. */
const note = (name: string, gas: bigint): void => {
  if (process.env.GAS === "1") console.log(`      ${name}: ${gas}`);
};

describe("the surface's gas", () => {
  let world: SurfaceWorld;

  const publish = async (publication: Publication): Promise<bigint> => {
    const { to, data } = await world.call(publication);
    await world.connection.networkHelpers.time.setNextBlockTimestamp(publication.time + 30);
    const sent = await world.admin.sendTransaction({ to, data });
    return (await sent.wait())!.gasUsed;
  };

  before(async () => {
    world = await surfaceWorld();
  });

  it("publish_ofOneExpiryWithTwoNeighbours_costsAtMost87700", async () => {
    const four = [7, 14, 21, 28].map(expiryIn);
    const slices = four.map((expiry) => sliceOf(expiry));
    note("publish, 1 expiry, first of the market", await publish(publicationOf(START + 60, slices[0]!)));
    note("publish, 1 expiry, first", await publish(publicationOf(START + 120, slices[1]!)));
    await publish(publicationOf(START + 180, ...slices.slice(2)));
    note("publish, 4 expiries, next", await publish(publicationOf(START + 240, ...slices)));
    const next = await publish(publicationOf(START + 300, slices[1]!));
    note("publish, 1 expiry, next, two neighbours", next);
    const fresh = await world.surface.smiles.estimateGas(MARKET, [four[1]!]);
    const data = world.surface.interface.encodeFunctionData("smiles", [MARKET, [four[1]!]]);
    const bytes = Buffer.from(data.slice(2), "hex");
    note("smiles, 1 expiry, fresh", fresh - 21_000n - bytes.reduce((sum, byte) => sum + (byte === 0 ? 4n : 16n), 0n));
    expect(Number(next)).to.be.at.most(87_700);
  });
});
