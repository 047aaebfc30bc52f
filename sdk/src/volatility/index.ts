/** The volatility surface: smiles packed, checked, signed and published as the contract takes them. */
export { type RealizedVolatilities, anchorOf } from "./anchorOf.js";
export { type PublishCall, type PublishInput, buildPublish } from "./buildPublish.js";
export { checkPublication } from "./checkPublication.js";
export {
  type ClockLimits,
  type ClockSample,
  type ClockStart,
  type ClockState,
  type ClockStatus,
  isSampleDue,
  packClock,
  sampleClock,
  startClock,
  unpackClock,
} from "./clock.js";
export { density } from "./density.js";
export * from "./errors.js";
export { FitError, FitInputError, FitNotAdmissible, TooFewQuotes } from "./fit/errors.js";
export type { FitInput, FitOptions, FittedQuote, FittedSlice, OptionQuote } from "./fit/types.js";
export { fitSlice } from "./fitSlice.js";
export { type FittedSurface, fitSurface } from "./fitSurface.js";
export { type PackedSlice, packFigures, packSlice } from "./packSlice.js";
export { publicationDigest } from "./publicationDigest.js";
export { PUBLICATION_TYPES, type PublicationTypedData, publicationTypedData } from "./publicationTypedData.js";
export { signPublication } from "./signPublication.js";
export { sliceSmile } from "./sliceSmile.js";
export { FORGOTTEN, FRESH, FROZEN, type SmileInputs, smileNow } from "./smileNow.js";
export type { Publication, PublishedSlice, Slice, Smile, SurfaceDomain, SurfaceState } from "./types.js";
export { unpackSlice } from "./unpackSlice.js";
