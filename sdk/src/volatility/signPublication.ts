import type { Signer } from "ethers";

import { publicationTypedData } from "./publicationTypedData.js";
import { requirePublicationFits } from "./requireSliceFits.js";
import type { Publication, SurfaceDomain } from "./types.js";

/**
 * A publisher's signature, 65 bytes.
 * @throws {@link FieldOutOfRange}, {@link FieldMalformed}
 */
export const signPublication = async (
  publication: Publication,
  { signer, ...where }: SurfaceDomain & { readonly signer: Signer },
): Promise<string> => {
  requirePublicationFits(publication);
  const { domain, types, value } = publicationTypedData(publication, where);
  return signer.signTypedData(domain, types, value);
};
