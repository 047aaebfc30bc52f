/** What one market and expiry share, and the spot shifts of a width, as in `../tenor.ts` and `../scenarioGrid.ts`. */
import { YEAR } from "../../pricing/fast/black76.js";
import { volatilityFast } from "../../pricing/fast/index.js";
import { ExpiryMissing } from "../errors.js";
import type { FastMarketState, FastRiskModel, FastSmile } from "./parameters.js";

const DAY = 86_400;
const WINDOW = 3600;
const MAX_VOLATILITY = 10;
const MIN_SHIFT = -0.95;
const MAX_SHIFT = 2.5;
/** 4.3·√(1 day in years). */
const WIDTH_PER_VOLATILITY = 0.2250722867137919;

/** See `../tenor.ts`; times in seconds. */
export interface FastTenor {
  readonly expiry: number;
  readonly timeToExpiry: number;
  readonly discount: number;
  readonly forward: number;
  readonly share: number;
  readonly remaining: number;
  readonly up: number;
  readonly down: number;
  readonly smile: FastSmile | undefined;
  readonly halfSpread: number;
  /** √T, and that of a day less, years. */
  readonly root: number;
  readonly rootOfDayLess: number;
  /** The width that the expiry's own volatility implies. */
  readonly impliedWidth: number;
}

/** What one expiry shares. Throws {@link ExpiryMissing}. */
export const tenorOf = (expiry: number, market: FastMarketState, model: FastRiskModel): FastTenor => {
  const timeToExpiry = Math.max(expiry - market.time, 0);
  const smile = market.surface[expiry];
  const { average, elapsed } = market.settlement?.[expiry] ?? { average: 0, elapsed: 0 };
  if (smile === undefined && (timeToExpiry > 0 || elapsed === 0)) throw new ExpiryMissing(expiry);
  const remaining = 1 - elapsed / WINDOW;
  const ahead = market.price * Math.exp(((smile?.carry ?? 0) * timeToExpiry) / YEAR);
  const forward = (elapsed * average + (WINDOW - elapsed) * ahead) / WINDOW;
  const power = timeToExpiry <= 30 * DAY ? model.shortTenorPower : model.longTenorPower;
  const q = ((30 * DAY) / Math.max(timeToExpiry, DAY)) ** power;
  const atTheMoney =
    smile === undefined || timeToExpiry === 0 ? 0 : volatilityFast(smile, forward, forward, timeToExpiry);
  return {
    expiry,
    timeToExpiry,
    discount: Math.exp((-market.rate * timeToExpiry) / YEAR),
    forward,
    share: elapsed === 0 ? 1 : (remaining * ahead) / forward,
    remaining,
    up: 1 + model.volatilityUp * q,
    down: Math.max(1 - model.volatilityDown * q, model.volatilityDownFloor),
    smile,
    halfSpread: smile?.halfSpread ?? 0,
    root: Math.sqrt(timeToExpiry / YEAR),
    rootOfDayLess: Math.sqrt(Math.max(timeToExpiry - DAY, 0) / YEAR),
    impliedWidth: limited(atTheMoney * remaining) * WIDTH_PER_VOLATILITY,
  };
};

/** The volatility of a strike. */
export const volatilityOf = ({ smile, forward, timeToExpiry, remaining }: FastTenor, strike: number): number =>
  smile === undefined || timeToExpiry === 0
    ? 0
    : limited(volatilityFast(smile, forward, strike, timeToExpiry) * remaining);

export const limited = (volatility: number): number => Math.min(volatility, MAX_VOLATILITY);

/** How much an expiry with options counts as near at a width. */
export const nearnessOf = ({ timeToExpiry, impliedWidth }: FastTenor, width: number, isInitial: boolean): number => {
  if (timeToExpiry === 0 || timeToExpiry >= 14 * DAY) return 0;
  const ratio = width / impliedWidth;
  const grown = Math.min(Math.floor((3 * DAY * ratio * ratio * width) / 0.13), 14 * DAY);
  // Whole seconds, as on chain.
  const limit = timeToExpiry <= 2 * DAY ? 3 * DAY : impliedWidth === 0 ? 14 * DAY : Math.max(3 * DAY, grown);
  if (isInitial) return limit > timeToExpiry ? 1 : 0;
  return within((limit - timeToExpiry) / DAY);
};

/** How much the last expiry counts as gone. */
export const leavingOf = ({ timeToExpiry }: FastTenor, isInitial: boolean): number => {
  if (timeToExpiry >= 2 * DAY) return 0;
  return isInitial ? 1 : within((2 * DAY - timeToExpiry) / DAY);
};

const within = (share: number): number => Math.min(Math.max(share, 0), 1);

export const clamp = (shift: number): number => Math.min(Math.max(shift, MIN_SHIFT), MAX_SHIFT);

/** Nine shifts with the logarithms of 1 + shift: seven of the grid, two tails. */
export interface FastShifts {
  readonly width: number;
  readonly shifts: Float64Array;
  readonly logarithms: Float64Array;
}

/** The spot shifts of a width. */
export const shiftsOf = (width: number, { tailShift }: FastRiskModel): FastShifts => {
  const shifts = new Float64Array(9);
  for (let j = 0; j < 7; j++) shifts[j] = clamp((width * (j - 3)) / 3);
  shifts[7] = clamp(-width * tailShift);
  shifts[8] = clamp(width * tailShift);
  return { width, shifts, logarithms: shifts.map(Math.log1p) };
};

/** The shifts of a forward that the spot moves by a share. */
export const scaled = ({ width, shifts }: FastShifts, share: number): FastShifts => {
  const moved = shifts.map((shift) => clamp(shift * share));
  return { width, shifts: moved, logarithms: moved.map(Math.log1p) };
};
