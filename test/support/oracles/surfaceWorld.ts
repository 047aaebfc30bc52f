import { type Contract, Wallet } from "ethers";
import { network } from "hardhat";

import {
  type Publication,
  type SurfaceDomain,
  buildPublish,
  signPublication,
} from "../../../sdk/src/volatility/index.js";
import type { VolatilitySurface } from "../../../types/ethers-contracts/index.js";
import { MARKET, START } from "./surface.js";

/** Five keys, of which three have to sign. */
const KEYS = ["11", "22", "33", "44", "55"].map((byte) => new Wallet(`0x${byte.repeat(32)}`));
export const publishers: readonly Wallet[] = KEYS.sort((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
export const THRESHOLD = 3;
export const ANCHOR = 6n * 10n ** 17n;

/** A surface with its publishers and a clock that says 60%. */
export const surfaceWorld = async () => {
  const connection = await network.create({ override: { initialDate: new Date((START - 60) * 1000) } });
  const { ethers } = connection;
  const [admin] = await ethers.getSigners();
  const manager = await ethers.deployContract("AccessManager", [admin!.address]);
  const clock: Contract = await ethers.deployContract("SteadyClock");
  const surface: VolatilitySurface = await ethers.deployContract("VolatilitySurface", [manager, clock]);
  await surface.setPublishers(
    publishers.map(({ address }) => address),
    THRESHOLD,
  );
  await clock.set(MARKET, ANCHOR);
  const domain: SurfaceDomain = { chainId: 31337n, surface: await surface.getAddress() };
  const signatures = (publication: Publication, signers = publishers.slice(0, THRESHOLD)): Promise<string[]> =>
    Promise.all(signers.map((signer) => signPublication(publication, { ...domain, signer })));
  /** The transaction of a publication signed by as many as needed. */
  const call = async (publication: Publication) =>
    buildPublish(publication, { ...domain, signatures: await signatures(publication) });
  return { connection, admin: admin!, clock, surface, domain, signatures, call };
};

export type SurfaceWorld = Awaited<ReturnType<typeof surfaceWorld>>;
