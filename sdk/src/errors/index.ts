export { BallastError } from "./BallastError.js";
export { type DecodedError, decodeError } from "./decodeError.js";
export { decimalOf, isoTimeOf } from "./format.js";
export type { ErrorArguments, ErrorName } from "./sentences/table.js";
