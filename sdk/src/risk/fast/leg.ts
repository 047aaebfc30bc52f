/** One option of a book, its mark and its values in 23 scenarios, by the formulas of `pricing/fast/black76.ts`. */
import { Kind } from "../../instruments/index.js";
import { logRatio } from "../../pricing/fast/black76.js";
import { DENSITY_AT_ZERO, compareMills, mills } from "../../pricing/fast/normal.js";
import type { FastPosition } from "./parameters.js";
import { type FastShifts, type FastTenor, limited, volatilityOf } from "./tenor.js";

export const SCENARIOS = 23;
const FIRST_TAIL = 21;
/** Where |x − h| passes this the outcome is certain: φ(39) is 0 in double precision. */
const FAR = 39;

/** An option with what its scenarios share. */
export interface FastLeg {
  readonly size: number;
  readonly strike: number;
  readonly isCall: boolean;
  readonly volatility: number;
  readonly tenor: FastTenor;
  /** ln(forward/strike). */
  readonly moneyness: number;
  /** Value of one contract now. */
  readonly mark: number;
}

/** The terms and the mark of an option. */
export const legOf = ({ kind, strike, size }: FastPosition, tenor: FastTenor): FastLeg => {
  const { forward, discount, root } = tenor;
  const isCall = kind === Kind.Call;
  const volatility = volatilityOf(tenor, strike);
  const distance = logRatio(Math.max(forward, strike), Math.min(forward, strike), Math.abs(forward - strike));
  const outside = timeValue(Math.min(forward, strike), distance, volatility * root);
  const paid = isCall ? forward - strike : strike - forward;
  return {
    size,
    strike,
    isCall,
    volatility,
    tenor,
    moneyness: forward >= strike ? distance : -distance,
    mark: discount * (outside + Math.max(paid, 0)),
  };
};

/** The volatility at which a leg is valued: the initial margin counts with the spread. */
export const baseOf = ({ size, volatility, tenor }: FastLeg, isInitial: boolean): number => {
  if (!isInitial) return volatility;
  return size < 0 ? volatility + tenor.halfSpread : Math.max(volatility - tenor.halfSpread, 0);
};

/**
 * Value of an option out of the money, without discount.
 * @param low Lesser one of forward and strike
 * @param distance |ln(forward/strike)|
 * @param deviation σ√T
 */
const timeValue = (low: number, distance: number, deviation: number): number => {
  if (!(deviation > 0)) return 0;
  const x = distance / deviation;
  const h = 0.5 * deviation;
  const inside = x - h;
  const near = Math.abs(inside);
  if (!(near < FAR)) return inside < 0 ? low : 0;
  mills.near = near;
  mills.far = x + h;
  compareMills();
  const e = low * DENSITY_AT_ZERO * Math.exp(-0.5 * inside * inside);
  return inside >= 0 ? e * deviation * mills.slope : low - e * (mills.near + mills.far);
};

/** Writes the values of one contract in the scenarios. */
export const fillValues = (
  { strike, isCall, moneyness, tenor }: FastLeg,
  base: number,
  { shifts, logarithms }: FastShifts,
  values: Float64Array,
): void => {
  const { forward, discount, root, rootOfDayLess, down, up } = tenor;
  const low = limited(base * down) * rootOfDayLess;
  const unmoved = limited(base) * root;
  const high = limited(base * up) * root;
  for (let i = 0; i < 9; i++) {
    const moved = forward * (1 + shifts[i]!);
    const distance = Math.abs(moneyness + logarithms[i]!);
    const least = moved < strike ? moved : strike;
    const paid = isCall ? moved - strike : strike - moved;
    const intrinsic = paid > 0 ? paid : 0;
    if (i < 7) {
      values[3 * i] = discount * (intrinsic + timeValue(least, distance, low));
      values[3 * i + 1] = discount * (intrinsic + timeValue(least, distance, unmoved));
      values[3 * i + 2] = discount * (intrinsic + timeValue(least, distance, high));
    } else {
      values[FIRST_TAIL + i - 7] = discount * (intrinsic + timeValue(least, distance, high));
    }
  }
};
