import { requireFieldsFit } from "../orders/fieldTypes.js";
import { PUBLICATION_TYPES } from "./publicationTypedData.js";
import type { Publication, Slice } from "./types.js";

/** Refuses fields that their types cannot hold. @internal */
export const requireSliceFits = (slice: Slice, prefix = ""): void =>
  requireFieldsFit(slice, PUBLICATION_TYPES.Slice!, prefix);

/** The same for a publication and its slices. @internal */
export const requirePublicationFits = (publication: Publication): void => {
  requireFieldsFit(publication, PUBLICATION_TYPES.Publication!);
  for (const [i, slice] of publication.slices.entries()) requireSliceFits(slice, `slices[${i}].`);
};
