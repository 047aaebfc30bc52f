export { BallastError } from "./BallastError.js";
