import { Contract, type JsonRpcProvider, Wallet } from "ethers";

import { volatilitySurfaceAbi } from "../../sdk/src/abi/index.ts";
import { decodeError } from "../../sdk/src/errors/index.ts";
import {
  type Publication,
  type PublishCall,
  buildPublish,
  fitSurface,
  signPublication,
} from "../../sdk/src/volatility/index.ts";
import { UserError } from "../start/errors.ts";
import { connect } from "./connect.ts";
import type { PublishOptions } from "./options.ts";
import type { Snapshot } from "./chain/snapshot.ts";
import { loadChains } from "./sources.ts";

const LEAST_STRIKES = 2;
/** How long a transaction may take. */
const MINING_MS = 120_000;

/** The keys of the environment. */
interface Keys {
  readonly publishers: readonly Wallet[];
  readonly sender: Wallet;
}

/** `npm run surface -- publish`: fits, signs, and sends or prints. */
export async function publish(options: PublishOptions): Promise<void> {
  const { publishers, sender } = keysOf(process.env);
  const provider = options.rpc === undefined ? undefined : await connect(options.rpc);
  try {
    const publication = publicationOf(await snapshotFor(options, provider), options.market);
    const domain = { chainId: await chainIdOf(options, provider), surface: options.surface };
    const signatures = await Promise.all(
      publishers.map((signer) => signPublication(publication, { ...domain, signer })),
    );
    const rules = provider === undefined ? {} : await rulesOf(options.surface, provider);
    const call = buildPublish(publication, { ...domain, signatures, ...rules });
    if (provider === undefined) console.log(JSON.stringify({ ...call, value: String(call.value) }, undefined, 2));
    else await send(call, sender.connect(provider), publication.slices.length);
  } finally {
    provider?.destroy();
  }
}

function keysOf({ SURFACE_KEYS = "", SURFACE_SENDER }: NodeJS.ProcessEnv): Keys {
  const keys = SURFACE_KEYS.split(",").filter((key) => key !== "");
  if (keys.length === 0) throw new UserError("SURFACE_KEYS must hold the keys of the publishers, separated by commas");
  const walletOf = (key: string, name: string): Wallet => {
    try {
      return new Wallet(key.trim());
    } catch {
      // The message of the library would show the key.
      throw new UserError(`${name} holds something that is no private key`);
    }
  };
  const publishers = keys.map((key) => walletOf(key, "SURFACE_KEYS"));
  return { publishers, sender: SURFACE_SENDER ? walletOf(SURFACE_SENDER, "SURFACE_SENDER") : publishers[0]! };
}

/** The last snapshot of the coin; a generated one is of the node's own time. */
async function snapshotFor({ chain, seed, coin }: PublishOptions, provider?: JsonRpcProvider): Promise<Snapshot> {
  const latest = await provider?.getBlock("latest");
  const { source, snapshots } = await loadChains(chain, seed, latest?.timestamp);
  const own = snapshots.filter((snapshot) => snapshot.coin === coin);
  const now = latest?.timestamp ?? Infinity;
  const last = own
    .filter(({ time }) => time <= now)
    .sort((a, b) => a.time - b.time)
    .at(-1);
  if (last === undefined) throw new UserError(`${source}: there is no snapshot of ${coin} up to now`);
  return last;
}

function publicationOf({ time, expiries }: Snapshot, market: number): Publication {
  const inputs = expiries.map((input) => Object.assign({}, input, { options: { leastStrikes: LEAST_STRIKES } }));
  const { fits, failures } = fitSurface(inputs);
  for (const { error } of failures) console.error(error.message);
  return { market, time, slices: fits.map(({ slice }) => slice) };
}

async function chainIdOf({ chainId }: PublishOptions, provider?: JsonRpcProvider): Promise<bigint> {
  if (chainId !== undefined) return BigInt(chainId);
  if (provider === undefined) throw new UserError("without --rpc, --chain-id has to say where the signature is valid");
  return (await provider.getNetwork()).chainId;
}

async function rulesOf(address: string, provider: JsonRpcProvider) {
  const surface = new Contract(address, volatilitySurfaceAbi, provider);
  const [publishers, threshold] = await Promise.all([surface.publishers!(), surface.threshold!()]);
  return { publishers: [...(publishers as string[])], threshold: Number(threshold) };
}

async function send(call: PublishCall, sender: Wallet, slices: number): Promise<void> {
  try {
    const response = await sender.sendTransaction(call);
    const receipt = await response.wait(1, MINING_MS);
    console.log(`published ${slices} slices in ${response.hash}, ${receipt?.gasUsed} gas`);
  } catch (error) {
    const refusal = decodeError(error);
    if (refusal === undefined) throw error;
    throw new UserError(`${refusal.name}: ${refusal.sentence}`, { cause: error });
  }
}
