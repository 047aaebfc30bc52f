import { TypedDataEncoder } from "ethers";

import { publicationTypedData } from "./publicationTypedData.js";
import type { Publication, SurfaceDomain } from "./types.js";

/** What publishers sign: 32 bytes. Source: `VolatilitySurface.digest`. */
export const publicationDigest = (publication: Publication, domain: SurfaceDomain): string => {
  const typed = publicationTypedData(publication, domain);
  return TypedDataEncoder.hash(typed.domain, typed.types, typed.value);
};
