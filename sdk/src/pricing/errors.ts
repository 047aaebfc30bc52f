import { BallastError } from "../errors/BallastError.js";

/** An argument of the pricing functions lies above its bound. Both figures are in the argument's own unit. */
export abstract class PricingBoundError extends BallastError {
  constructor(
    description: string,
    /** What was passed. */
    readonly value: bigint,
    /** The largest value accepted. */
    readonly bound: bigint,
  ) {
    super(`${description} ${value} is above the bound ${bound}`);
  }
}

/** The forward price exceeds 2^120. Contract error `ForwardTooLarge`. */
export class ForwardTooLargeError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("forward (wad)", value, bound);
  }
}

/** The strike exceeds 2^120. Contract error `StrikeTooLarge`. */
export class StrikeTooLargeError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("strike (wad)", value, bound);
  }
}

/** The time to expiry exceeds 100 years. Contract error `TimeToExpiryTooLong`. */
export class TimeToExpiryTooLongError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("time to expiry (seconds)", value, bound);
  }
}

/** The volatility exceeds 1,000%. Contract error `VolatilityTooHigh`. */
export class VolatilityTooHighError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("volatility (wad)", value, bound);
  }
}

/** The discount exceeds 10. Contract error `DiscountTooHigh`. */
export class DiscountTooHighError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("discount (wad)", value, bound);
  }
}

/** The exponent exceeds 135. Contract error `ExponentTooLarge`. */
export class ExponentTooLargeError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("exponent (wad)", value, bound);
  }
}

/** The argument of a square root exceeds (2^256 − 1)/1e18. Contract error `SqrtTooLarge`. */
export class SqrtTooLargeError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("argument of the square root (wad)", value, bound);
  }
}

/** A product does not fit 256 bits. Contract error `ProductTooLarge`. */
export class ProductTooLargeError extends BallastError {
  constructor(
    readonly a: bigint,
    readonly b: bigint,
  ) {
    super(`the product of ${a} and ${b} does not fit 256 bits`);
  }
}

/** A product does not fit 256 signed bits. Contract error `SignedProductTooLarge`. */
export class SignedProductTooLargeError extends BallastError {
  constructor(
    readonly a: bigint,
    readonly b: bigint,
  ) {
    super(`the product of ${a} and ${b} does not fit 256 signed bits`);
  }
}

/** A division by zero. Contract error `DivisionByZero`. */
export class DivisionByZeroError extends BallastError {
  constructor(readonly numerator: bigint) {
    super(`${numerator} cannot be divided by zero`);
  }
}

/** The logarithm of zero. Contract error `LogarithmOfZero`. */
export class LogarithmOfZeroError extends BallastError {
  constructor() {
    super("zero has no logarithm");
  }
}

/** A negative figure where the contract takes an unsigned one; its ABI could not even encode it. */
export class NegativeInputError extends BallastError {
  constructor(
    /** Name of the argument. */
    readonly argument: string,
    readonly value: bigint,
  ) {
    super(`${argument} must not be negative, got ${value}`);
  }
}

/** A shift of the spot lies outside the range that scenarios take. Contract error `ShiftOutOfRange`. */
export class ShiftOutOfRangeError extends BallastError {
  constructor(
    /** What was passed, wad. */
    readonly shift: bigint,
    readonly minimum: bigint,
    readonly maximum: bigint,
  ) {
    super(`spot shift (wad) ${shift} is outside ${minimum} to ${maximum}`);
  }
}
