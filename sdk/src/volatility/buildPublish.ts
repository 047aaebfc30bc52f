import { Interface, Signature, ZeroAddress, concat, getAddress, recoverAddress } from "ethers";

import { volatilitySurfaceAbi } from "../abi/VolatilitySurface.js";
import { checkPublication } from "./checkPublication.js";
import { NotPublisher, SignerOrder, TooFewSignatures } from "./errors.js";
import { publicationDigest } from "./publicationDigest.js";
import { packFigures } from "./packSlice.js";
import { requirePublicationFits } from "./requireSliceFits.js";
import type { Publication, SurfaceDomain, SurfaceState } from "./types.js";

/** A transaction to send, by anybody. */
export interface PublishCall {
  readonly to: string;
  readonly data: string;
  readonly value: bigint;
}

/** What is signed, where, and what is known of the chain; what is left out is not checked. */
export interface PublishInput extends SurfaceDomain {
  /** 65 bytes each, in any order. */
  readonly signatures: readonly string[];
  /** How many have to sign. */
  readonly threshold?: number;
  /** Who may sign. */
  readonly publishers?: readonly string[];
  readonly state?: SurfaceState;
}

const surface = /* @__PURE__ */ new Interface(volatilitySurfaceAbi);

const signerOf = (digest: string, signature: string): string => {
  try {
    return recoverAddress(digest, signature);
  } catch {
    // A signature of another length, or with the high one of two s.
    throw new NotPublisher(ZeroAddress);
  }
};

const requireSigners = (signers: readonly string[], { threshold = 1, publishers }: PublishInput): void => {
  const needed = BigInt(threshold);
  if (BigInt(signers.length) < needed) throw new TooFewSignatures(BigInt(signers.length), needed);
  const known = publishers && new Set(publishers.map((publisher) => getAddress(publisher)));
  for (const [i, signer] of signers.entries()) {
    if (known !== undefined && !known.has(signer)) throw new NotPublisher(signer);
    if (signer === signers[i - 1]) throw new SignerOrder(signer, signer);
  }
};

/**
 * The transaction that publishes: slices packed, signatures sorted by their signers, brought to the 64 bytes of ERC-2098
 * and joined. Frozen.
 * @throws What the contract would refuse, as errors of the same names: {@link NotPublisher}, {@link TooFewSignatures},
 * {@link SignerOrder} for a signer twice, and with a state those of {@link checkPublication}; {@link FieldOutOfRange} and
 * {@link FieldMalformed} for what cannot be encoded
 */
export const buildPublish = (publication: Publication, input: PublishInput): PublishCall => {
  requirePublicationFits(publication);
  const digest = publicationDigest(publication, input);
  const signed = input.signatures
    .map((signature) => ({ signature, signer: signerOf(digest, signature) }))
    .sort((a, b) => (BigInt(a.signer) < BigInt(b.signer) ? -1 : 1));
  requireSigners(
    signed.map(({ signer }) => signer),
    input,
  );
  if (input.state !== undefined) checkPublication(publication, input.state);
  const { market, time, slices } = publication;
  const signatures = concat(signed.map(({ signature }) => Signature.from(signature).compactSerialized));
  const data = surface.encodeFunctionData("publish", [market, time, slices.map(packFigures), signatures]);
  return Object.freeze({ to: getAddress(input.surface), data, value: 0n });
};
