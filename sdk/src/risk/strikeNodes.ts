/**
 * Close to expiry an option's value bends at its strike, between the shifts of the grid: so the book is also looked at
 * where the spot meets a strike.
 */
import { WAD, magnitude } from "../pricing/fixedPoint.js";
import { GRID_SHIFTS, scaledShift } from "./scenarioGrid.js";
import { DAY, type Option, type Tenor, fallen, rootYears, volatilityOf } from "./tenor.js";

/** An expiry is near at so many seconds to it: at the latest, and at the earliest, where the width is great. */
const NEAR = 3n * DAY;
const EARLIEST = 14n * DAY;
/** The width at which that is so where volatility is what it is made of, wad. */
const CALM_WIDTH = (13n * WAD) / 100n;
/** 4.3·√(1 day in years), wad: the width that a volatility implies, per unit of it. */
const WIDTH_PER_VOLATILITY = 225072286713791900n;
/** Where the normal model's time value ends, in deviations, tenths. */
const REACH_TENTHS = 31n;
/** Time value at the money, φ(0)/3.1, wad. */
const PEAK = 128691059000000000n;

/** A width, and whether it is that of the initial margin, which looks at an expiry as soon as it is near. */
export interface NodeChoice {
  width: bigint;
  isInitial: boolean;
}

/** How much an expiry with options counts as near, wad: 0 to 1. */
export const nearnessOf = (tenor: Tenor, { width, isInitial }: NodeChoice): bigint => {
  const { timeToExpiry } = tenor;
  if (timeToExpiry === 0n || timeToExpiry >= EARLIEST) return 0n;
  const limit = limitOf(tenor, width);
  if (isInitial) return limit > timeToExpiry ? WAD : 0n;
  return within(((limit - timeToExpiry) * WAD) / DAY);
};

/**
 * Seconds to expiry at which the shifts of the grid begin to be too far apart for the deviation that is left: as the square of the
 * width over that which the expiry's own volatility implies, and as the width over what the contingencies cover.
 */
const limitOf = (tenor: Tenor, width: bigint): bigint => {
  if (tenor.timeToExpiry <= 2n * DAY) return NEAR;
  const implied = (volatilityOf(tenor, tenor.forward) * WIDTH_PER_VOLATILITY) / WAD;
  if (implied === 0n) return EARLIEST;
  const ratio = (width * WAD) / implied;
  const limit = (NEAR * ((((ratio * ratio) / WAD) * width) / CALM_WIDTH)) / WAD;
  return limit < NEAR ? NEAR : limit < EARLIEST ? limit : EARLIEST;
};

const within = (share: bigint): bigint => (share < 0n ? 0n : share < WAD ? share : WAD);

/** The strikes of an expiry that is near. */
export interface NearStrikes {
  tenor: Tenor;
  strikes: readonly bigint[];
}

/** Spot shifts at which a book is looked at besides the grid, wad, each once; none without a near expiry. */
export const nodesOf = (near: readonly NearStrikes[], shifts: readonly bigint[]): bigint[] => {
  if (near.length === 0) return [];
  const [least, greatest] = [shifts[0]!, shifts[GRID_SHIFTS - 1]!];
  const nodes = new Set([least, greatest]);
  for (const { tenor, strikes } of near) {
    if (tenor.share === 0n) continue;
    for (const strike of strikes) {
      const node = shiftTo(strike, tenor);
      if (least < node && node < greatest) nodes.add(node);
    }
  }
  return [...nodes];
};

/** The spot shift at which the forward meets a strike, wad. */
export const shiftTo = (strike: bigint, { forward, share }: Tenor): bigint => {
  const shift = (strike * WAD) / forward - WAD;
  return share < WAD ? (shift * WAD) / share : shift;
};

/**
 * A function of the node: value of one contract of a near expiry there, wad, with a day less to run and volatility down.
 * Its time value is that of the normal model, by a polynomial within 0.6% of the peak.
 * @param volatility At which the option is valued, wad
 */
export const nearValueOf = (option: Option, volatility: bigint): ((node: bigint) => bigint) => {
  const { isCall, strike, tenor } = option;
  const root = tenor.timeToExpiry > DAY ? rootYears(tenor.timeToExpiry - DAY) : 0n;
  const reach = (REACH_TENTHS * ((fallen(tenor, volatility) * root) / WAD)) / 10n;
  return (node) => {
    const forward = (tenor.forward * (WAD + scaledShift(node, tenor.share))) / WAD;
    const half = (reach * (forward + strike)) / (2n * WAD);
    const paid = isCall ? forward - strike : strike - forward;
    const intrinsic = paid > 0n ? paid : 0n;
    return ((intrinsic + timeValue(half, half - magnitude(paid))) * tenor.discount) / WAD;
  };
};

/** The time value that is left `inside` (wad) the ends of a price range of half width `half`. */
const timeValue = (half: bigint, inside: bigint): bigint => {
  if (inside <= 0n) return 0n;
  const y = (inside * WAD) / half;
  return (((inside * PEAK) / WAD) * ((y * ((y * y) / WAD)) / WAD)) / WAD;
};

/** A function that reads seven figures, one for each shift of the grid, between the shifts. */
export const chordAt = (node: bigint, shifts: readonly bigint[]): ((row: readonly bigint[]) => bigint) => {
  let j = GRID_SHIFTS - 2;
  while (j > 0 && shifts[j]! > node) j -= 1;
  const [from, to] = [shifts[j]!, shifts[j + 1]!];
  const share = from === to ? 0n : ((node - from) * WAD) / (to - from);
  return (row) => row[j]! + ((row[j + 1]! - row[j]!) / WAD) * share;
};
