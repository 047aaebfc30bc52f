export { BallastError } from "./BallastError.js";
export { decimalOf, isoTimeOf } from "./format.js";
