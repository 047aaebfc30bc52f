import { BallastError } from "../../errors/BallastError.js";

/** What every error of the double-precision functions (`…Fast`) extends. */
export abstract class FastPricingError extends BallastError {}

/** An argument is not a number that the function takes: NaN, infinite, negative or, where it says so, zero. */
export class FastInputError extends FastPricingError {
  constructor(
    /** Name of the argument. */
    readonly argument: string,
    /** What was passed. */
    readonly value: number,
    /** What is accepted, in words. */
    readonly accepted: string,
  ) {
    super(`${argument} must be ${accepted}, got ${value}`);
  }
}

/** An option price lies below what exercising is worth, so no volatility explains it. */
export class FastPriceBelowIntrinsicError extends FastPricingError {
  constructor(
    /** What was passed, USD. */
    readonly price: number,
    /** The discounted intrinsic value, USD. */
    readonly bound: number,
  ) {
    super(`price ${price} is below the discounted intrinsic value ${bound}: no volatility gives it`);
  }
}

/** An option price reaches the discounted forward (call) or strike (put), so no finite volatility explains it. */
export class FastPriceAboveBoundError extends FastPricingError {
  constructor(
    /** What was passed, USD. */
    readonly price: number,
    /** What the price must stay below, USD. */
    readonly bound: number,
  ) {
    super(`price ${price} is not below ${bound}, the limit at infinite volatility`);
  }
}

/** The parameters of a smile give a negative total variance. */
export class FastNegativeVarianceError extends FastPricingError {
  constructor(
    readonly logMoneyness: number,
    readonly totalVariance: number,
  ) {
    super(`total variance ${totalVariance} at log-moneyness ${logMoneyness} is negative: the smile is not valid there`);
  }
}

/** Throws unless every figure is finite and at least 0, the first that is not by its name. @internal */
export const requireFigures = (figures: Record<string, number>): void => {
  for (const [name, value] of Object.entries(figures)) {
    if (!(value >= 0 && value < Infinity)) throw new FastInputError(name, value, "finite and at least 0");
  }
};

/** Throws unless every figure is finite and above 0, the first that is not by its name. @internal */
export const requirePositive = (figures: Record<string, number>): void => {
  for (const [name, value] of Object.entries(figures)) {
    if (!(value > 0 && value < Infinity)) throw new FastInputError(name, value, "finite and above 0");
  }
};
