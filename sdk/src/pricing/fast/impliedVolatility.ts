/**
 * The volatility that gives a price, on JavaScript numbers, to the last bits that the price determines.
 *
 * A guess (`guess.ts`) within 1e-4 is refined by steps of fifth order (`refine.ts`), of which one is enough for options
 * as they are quoted.
 */
import { YEAR, logRatio } from "./black76.js";
import { FastInputError, FastPriceAboveBoundError, FastPriceBelowIntrinsicError, requirePositive } from "./errors.js";
import { exactDifference, scaledRoot, timeValue } from "./exact.js";
import { guessDeviation } from "./guess.js";
import { refineDeviation, target } from "./refine.js";

/** What a price may lie below its intrinsic value by rounding, relative to the price. */
const TOLERANCE = 2 ** -51;

/** Prices below are scaled by a power of two first: close to the smallest double there are fewer bits. */
const SMALL = 2 ** -800;
const SCALE = 2 ** 200;

/** Arguments of {@link solve}; a store for the reason given at `mills`. */
const quote = { forward: 0.5, strike: 0.5, timeToExpiry: 0.5, discount: 0.5, price: 0.5 };

/** The rare cases: a price of 0, or an argument that is not accepted. */
const solveEdge = (isCall: boolean): number => {
  const { forward, strike, timeToExpiry, discount, price } = quote;
  requirePositive({ forward, strike, timeToExpiry, discount });
  if (!(Math.abs(price) < Infinity)) throw new FastInputError("price", price, "finite");
  const intrinsic = discount * Math.max(isCall ? forward - strike : strike - forward, 0);
  if (price < intrinsic) throw new FastPriceBelowIntrinsicError(price, intrinsic);
  return 0;
};

const solve = (isCall: boolean): number => {
  const { forward, strike, timeToExpiry, discount, price } = quote;
  if (!(
    forward > 0 &&
    strike > 0 &&
    timeToExpiry > 0 &&
    discount > 0 &&
    price > 0 &&
    forward < Infinity &&
    strike < Infinity &&
    timeToExpiry < Infinity &&
    discount < Infinity &&
    price < Infinity
  )) {
    return solveEdge(isCall);
  }
  if (price < SMALL && forward < 1 / SMALL && strike < 1 / SMALL) {
    return solveFast(forward * SCALE, strike * SCALE, timeToExpiry, discount, price * SCALE, isCall);
  }
  const low = Math.min(forward, strike);
  const high = Math.max(forward, strike);
  const bound = isCall ? forward : strike;
  const inTheMoney = bound === high && high > low;
  const value = inTheMoney ? timeValue(price, discount, high, low) : price / discount;
  if (!(value > 0)) {
    if (value * discount < -TOLERANCE * price) throw new FastPriceBelowIntrinsicError(price, discount * (high - low));
    return 0;
  }
  const share = value / low;
  let complement = 1 - share;
  if (share > 0.25) {
    complement = exactDifference(bound, discount, price) / discount / low;
    if (!(complement > 0)) throw new FastPriceAboveBoundError(price, discount * bound);
  }
  const gap = high - low;
  const distance = logRatio(high, low, gap);
  target.value = value;
  target.low = low;
  target.complement = complement;
  target.gap = gap;
  target.distance = distance;
  target.deviation = guessDeviation(value, share, complement, gap, distance);
  refineDeviation();
  return scaledRoot(target.deviation, target.step, YEAR, timeToExpiry);
};

/**
 * The volatility at which an option is worth `price`, 0 where the price is the discounted intrinsic value.
 *
 * The error is at most 4·2⁻⁵³·(σ + price/vega): what two roundings of the price would change, whatever the strike,
 * time and side. The price of an option deep in the money determines its volatility badly; that of the other side, if
 * known, determines it well.
 * @param forward F, above 0, in USD or any other unit.
 * @param strike K, above 0, in the unit of the forward.
 * @param timeToExpiry T in seconds, above 0; a year is 31,536,000 s.
 * @param discount D, above 0: 1 is none.
 * @param price Value of the call or the put, in the unit of the forward.
 * @param isCall Whether the price is that of the call.
 * @returns σ per √year: 0.8 is 80%.
 * @throws {@link FastInputError} when an argument is not a finite number or, but for the price, not above 0;
 * {@link FastPriceBelowIntrinsicError} when the price is below D·max(±(F − K), 0);
 * {@link FastPriceAboveBoundError} when it is not below D·F (call) or D·K (put).
 */
export const solveFast = (
  forward: number,
  strike: number,
  timeToExpiry: number,
  discount: number,
  price: number,
  isCall: boolean,
): number => {
  quote.forward = forward;
  quote.strike = strike;
  quote.timeToExpiry = timeToExpiry;
  quote.discount = discount;
  quote.price = price;
  return solve(isCall);
};
