import type { TypedDataDomain, TypedDataField } from "ethers";

import type { Publication, SurfaceDomain } from "./types.js";

const fields = (definitions: string): TypedDataField[] =>
  definitions.split(",").map((definition) => {
    const [type = "", name = ""] = definition.split(" ");
    return { type, name };
  });

/** EIP-712 types of a publication. Source: `PublicationHash`. */
export const PUBLICATION_TYPES: Record<string, TypedDataField[]> = {
  Publication: fields("uint24 market,uint32 time,Slice[] slices"),
  Slice: fields("uint40 expiry,int40 a,uint40 b,int24 rho,int32 m,uint32 sigma,int32 carry,uint24 halfSpread"),
};

/** What a wallet signs. */
export interface PublicationTypedData {
  readonly domain: TypedDataDomain;
  readonly types: Record<string, TypedDataField[]>;
  readonly value: Publication;
}

/** EIP-712 domain, types and message of a publication, as `signTypedData` takes them. */
export const publicationTypedData = (
  publication: Publication,
  { chainId, surface }: SurfaceDomain,
): PublicationTypedData => ({
  domain: { name: "Ballast VolatilitySurface", version: "1", chainId, verifyingContract: surface },
  types: PUBLICATION_TYPES,
  value: publication,
});
