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

/** The forward price reaches 2^120 wei. Contract error `ForwardTooLarge`. */
export class ForwardTooLargeError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("forward (wad)", value, bound);
  }
}

/** The strike reaches 2^120 wei. Contract error `StrikeTooLarge`. */
export class StrikeTooLargeError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("strike (wad)", value, bound);
  }
}

/** The time to expiry reaches 2^32 seconds, 136 years. Contract error `TimeToExpiryTooLong`. */
export class TimeToExpiryTooLongError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("time to expiry (seconds)", value, bound);
  }
}

/** The volatility reaches 2^64 wei, 1,844%. Contract error `VolatilityTooHigh`. */
export class VolatilityTooHighError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("volatility (wad)", value, bound);
  }
}

/** The discount reaches 2^64 wei, 18.4. Contract error `DiscountTooHigh`. */
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

/** The slope b of a smile is 2^96 or more. Contract error `SlopeTooHigh`. */
export class SlopeTooHighError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("slope b of the smile (wad)", value, bound);
  }
}

/** The curvature σ of a smile is 2^96 or more. Contract error `CurvatureTooHigh`. */
export class CurvatureTooHighError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("curvature sigma of the smile (wad)", value, bound);
  }
}

/** The correlation ρ of a smile lies outside [−1, 1]. Contract error `CorrelationOutOfRange`. */
export class CorrelationOutOfRangeError extends BallastError {
  constructor(
    /** What was passed, wad. */
    readonly rho: bigint,
    /** The largest magnitude accepted, wad. */
    readonly bound: bigint,
  ) {
    super(`correlation rho of the smile (wad) ${rho} is outside ${-bound} to ${bound}`);
  }
}

/** The centre m of a smile lies outside [−2^95, 2^95). Contract error `CentreOutOfRange`. */
export class CentreOutOfRangeError extends BallastError {
  constructor(
    /** What was passed, wad. */
    readonly m: bigint,
    /** The largest magnitude accepted, wad. */
    readonly bound: bigint,
  ) {
    super(`centre m of the smile (wad) ${m} is outside ${-bound} to ${bound}`);
  }
}

/** The log-moneyness is too far from the centre of the smile. Contract error `LogMoneynessOutOfRange`. */
export class LogMoneynessOutOfRangeError extends BallastError {
  constructor(
    /** ln(strike/forward), wad. */
    readonly logMoneyness: bigint,
    readonly m: bigint,
    /** The largest distance accepted, wad. */
    readonly bound: bigint,
  ) {
    super(`log-moneyness (wad) ${logMoneyness} is further than ${bound} from the centre ${m} of the smile`);
  }
}

/** A smile gives a total variance that is negative or too large. Contract error `TotalVarianceOutOfRange`. */
export class TotalVarianceOutOfRangeError extends BallastError {
  constructor(
    /** The parameter a, wad. */
    readonly a: bigint,
    /** ln(strike/forward), wad. */
    readonly logMoneyness: bigint,
    /** The largest total variance accepted, wad. */
    readonly bound: bigint,
  ) {
    super(`total variance (wad) at log-moneyness ${logMoneyness} with a = ${a} is outside 0 to ${bound}`);
  }
}

/** A volatility per year was asked for at expiry. Contract error `NoTimeToExpiry`. */
export class NoTimeToExpiryError extends BallastError {
  constructor() {
    super("a volatility needs time to expiry");
  }
}

/** An option costs less than its discounted intrinsic value. Contract error `PriceBelowIntrinsic`. */
export class PriceBelowIntrinsicError extends BallastError {
  constructor(
    /** What was passed, wad. */
    readonly price: bigint,
    /** The discounted intrinsic value, wad. */
    readonly bound: bigint,
  ) {
    super(`price (wad) ${price} is below the intrinsic value ${bound}`);
  }
}

/** No volatility gives an option so high a price. Contract error `PriceAboveBound`. */
export class PriceAboveBoundError extends PricingBoundError {
  constructor(value: bigint, bound: bigint) {
    super("price (wad)", value, bound);
  }
}
