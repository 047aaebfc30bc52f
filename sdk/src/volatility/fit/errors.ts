import { BallastError } from "../../errors/BallastError.js";
import { isoTimeOf } from "../../errors/format.js";

/** What every failure to fit a slice extends. */
export abstract class FitError extends BallastError {}

/** A figure that a fit needs is not what it takes. */
export class FitInputError extends FitError {
  constructor(
    /** Name of the figure. */
    readonly figure: string,
    readonly value: number,
    /** What is accepted, in words. */
    readonly accepted: string,
  ) {
    super(`${figure} must be ${accepted}, got ${value}.`);
  }
}

/** Too few strikes have a bid and an ask. */
export class TooFewQuotes extends FitError {
  constructor(
    /** Unix seconds. */
    readonly expiry: number,
    /** Strikes with a bid and an ask, of the call or of the put. */
    readonly strikes: number,
    /** How many are needed. */
    readonly needed: number,
    /** Quotes that say nothing. */
    readonly unused: number,
  ) {
    super(
      `For ${isoTimeOf(BigInt(expiry))} ${strikes} strikes have a usable bid and ask; ${needed} are needed ` +
        `(${unused} quotes are empty, crossed or at impossible prices). Leave the expiry out.`,
    );
  }
}

/** No smile near the quotes can be published. */
export class FitNotAdmissible extends FitError {
  constructor(
    /** Unix seconds. */
    readonly expiry: number,
    /** Why the contract would refuse what came closest. */
    override readonly cause: BallastError,
  ) {
    super(
      `For ${isoTimeOf(BigInt(expiry))} no smile near the quotes may be published: ${cause.message} ` +
        "Check the quotes, or leave the expiry out.",
    );
  }
}
