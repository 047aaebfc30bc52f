/**
 * The books that are left when the first expiries are gone, put together from the last expiry on, and the greatest loss of
 * each.
 */
import { WAD, magnitude, mulFloor, mulUp, toWadFloor } from "../pricing/fixedPoint.js";
import type { RiskModel } from "./parameters.js";
import { FIRST_TAIL, GRID_SHIFTS, SCENARIOS, spotOf } from "./scenarioGrid.js";
import { chordAt } from "./strikeNodes.js";
import { DAY, type Tenor } from "./tenor.js";

/** From two days to one before an expiry it comes to count as gone. */
const LEAVING = 2n * DAY;

/** How much an expiry counts as gone, wad: 0 to 1; for the initial margin at once. Time in seconds. */
export const leavingOf = (timeToExpiry: bigint, isInitial: boolean): bigint => {
  if (timeToExpiry >= LEAVING) return 0n;
  const share = ((LEAVING - timeToExpiry) * WAD) / DAY;
  return isInitial || share > WAD ? WAD : share;
};

/** What an expiry loses if it leaves at a spot that has not moved, by as much as it counts as gone; wad, at least 0. */
export const goneOf = ({ tenor, worth, paid }: Slice, isInitial: boolean): bigint => {
  const lost = toWadFloor(worth) - toWadFloor(paid);
  return lost > 0n ? mulUp(lost, leavingOf(tenor.timeToExpiry, isInitial)) : 0n;
};

/** One expiry of a book at a width. Sums of size · value are in 1e-36, the rest in wad. */
export interface Slice {
  tenor: Tenor;
  /** Of the options, now, if they expired at the forward, and in the scenarios. */
  worth: bigint;
  paid: bigint;
  totals: bigint[];
  /** Discounted least payoff, meaningless when unbounded. */
  least: bigint;
  unbounded: boolean;
  /** X[e]. */
  exposure: bigint;
  /** Contingencies of the short options. */
  short: bigint;
  /** How much the expiry counts as near, and, where it does, the strikes and values of its options at a node. */
  nearness: bigint;
  /** How much of that counts where volatility rises: what has more than a day or two to run is read on the chord there. */
  ending: bigint;
  strikes: bigint[];
  near: { size: bigint; valueAt: (node: bigint) => bigint }[];
}

/** A book that grows by expiries. */
export interface Book extends Pick<Slice, "worth" | "totals" | "least" | "unbounded" | "exposure"> {
  shifts: readonly bigint[];
  model: RiskModel;
  /** Values at the shifts of the grid, with volatility down and up, of what is not near, 1e-36. */
  down: bigint[];
  up: bigint[];
  /** Spot shifts besides the grid, wad, with the value of what is near and of what ends, 1e-36, and how to read a row there. */
  nodes: { node: bigint; near: bigint; ending: bigint; chord: (row: readonly bigint[]) => bigint }[];
}

/** An expiry without options. */
export const sliceOf = (tenor: Tenor, exposure: bigint): Slice => ({
  tenor,
  worth: 0n,
  paid: 0n,
  totals: new Array<bigint>(SCENARIOS).fill(0n),
  least: 0n,
  unbounded: false,
  exposure,
  short: 0n,
  nearness: 0n,
  ending: 0n,
  strikes: [],
  near: [],
});

/** A book of what never expires. */
export const bookOf = (
  exposure: bigint,
  nodes: readonly bigint[],
  shifts: readonly bigint[],
  model: RiskModel,
): Book => ({
  worth: 0n,
  totals: new Array<bigint>(SCENARIOS).fill(0n),
  least: 0n,
  unbounded: false,
  exposure,
  shifts,
  model,
  down: new Array<bigint>(GRID_SHIFTS).fill(0n),
  up: new Array<bigint>(GRID_SHIFTS).fill(0n),
  nodes: nodes.map((node) => ({ node, near: 0n, ending: 0n, chord: chordAt(node, shifts) })),
});

/** Adds an expiry to the book. */
export const addSlice = (book: Book, slice: Slice): void => {
  book.worth += slice.worth;
  book.least += slice.least;
  book.unbounded ||= slice.unbounded;
  book.exposure += slice.exposure;
  for (let i = 0; i < SCENARIOS; i++) book.totals[i]! += slice.totals[i]!;
  for (let j = 0; j < GRID_SHIFTS; j++) {
    book.down[j]! += farPart(slice.totals[3 * j]!, slice.nearness);
    book.up[j]! += farPart(slice.totals[3 * j + 2]!, slice.ending);
  }
  if (slice.nearness === 0n) return;
  for (const at of book.nodes) {
    const total = slice.near.reduce((sum, { size, valueAt }) => sum + size * valueAt(at.node), 0n);
    at.near += (total / WAD) * slice.nearness;
    at.ending += (total / WAD) * slice.ending;
  }
};

const farPart = (total: bigint, nearness: bigint): bigint =>
  nearness === 0n ? total : (total / WAD) * (WAD - nearness);

/** Worth now less the discounted least payoffs, wad: no scenario takes more off the options. Undefined: no bound. */
export const boundOf = ({ worth, least, unbounded }: Book): bigint | undefined => {
  if (unbounded) return undefined;
  const bound = toWadFloor(worth) - least;
  return bound > 0n ? bound : 0n;
};

/**
 * Where the book's worth has a least value between the shifts of the grid, with volatility down: by the parabola through a shift
 * and its neighbours. A spot shift, wad, and the value of the options there, 1e-36.
 */
const valleysOf = ({ totals, shifts, exposure }: Book): { shift: bigint; total: bigint }[] => {
  const worth = Array.from(
    { length: GRID_SHIFTS },
    (_, j) => toWadFloor(totals[3 * j]!) + mulFloor(exposure, shifts[j]!),
  );
  const valleys: { shift: bigint; total: bigint }[] = [];
  for (let j = 1; j < GRID_SHIFTS - 1; j++) {
    const rise = worth[j + 1]! - worth[j - 1]!;
    const bend = 2n * (worth[j + 1]! - 2n * worth[j]! + worth[j - 1]!);
    if (bend <= magnitude(rise)) continue;
    const step = (-rise * WAD) / bend;
    const shift = shifts[j]! + ((shifts[j + 1]! - shifts[j]!) * step) / WAD;
    const least = worth[j]! + (rise * step) / (4n * WAD);
    valleys.push({ shift, total: (least - mulFloor(exposure, shift)) * WAD });
  }
  return valleys;
};

/** Greatest loss over the scenarios, of which the tails count in part, the valleys and the nodes; wad, at least 0. */
export const worstLoss = (book: Book): bigint => {
  const value = toWadFloor(book.worth);
  const bound = boundOf(book);
  const lossOf = (total: bigint, shift: bigint): bigint => {
    const lost = value - toWadFloor(total);
    return (bound !== undefined && lost > bound ? bound : lost) - mulFloor(book.exposure, shift);
  };
  let worst = 0n;
  for (let i = 0; i < SCENARIOS; i++) {
    const loss = lossOf(book.totals[i]!, book.shifts[spotOf(i)]!);
    if (loss <= 0n) continue;
    const counted = i < FIRST_TAIL ? loss : mulUp(loss, book.model.tailWeight);
    if (counted > worst) worst = counted;
  }
  for (const { shift, total } of valleysOf(book)) {
    const loss = lossOf(total, shift);
    if (loss > worst) worst = loss;
  }
  for (const { node, near, ending, chord } of book.nodes) {
    const [down, up] = [chord(book.down) + near, chord(book.up) + ending];
    const loss = lossOf(down < up ? down : up, node);
    if (loss > worst) worst = loss;
  }
  return worst;
};
