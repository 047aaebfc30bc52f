/**
 * The books that are left when the first expiries are gone, put together from the last expiry on, and the greatest loss of
 * each.
 */
import { WAD, magnitude, mulFloor, mulUp, toWadFloor } from "../pricing/fixedPoint.js";
import type { Position, RiskModel } from "./parameters.js";
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
  /** How much the expiry counts as near, and, where it does, the strikes of its options. */
  nearness: bigint;
  /** How much of that counts where volatility rises: what has more than a day or two to run is read on the chord there. */
  ending: bigint;
  strikes: bigint[];
  /** Its options, in the order in which they are held. */
  legs: ValuedLeg[];
}

/** An option position with its values at a width; wad for one contract. */
export interface ValuedLeg {
  position: Position;
  mark: bigint;
  /** What it would pay at the forward, discounted. */
  paid: bigint;
  /** In the scenarios. */
  values: readonly bigint[];
  /** At a node, a spot shift; only where its expiry is near. */
  valueAt: ((node: bigint) => bigint) | undefined;
}

/** Down, unmoved, up. */
export type Volatility = 0 | 1 | 2;

/**
 * Where a book loses: in a scenario, in a valley between the shifts or at a node, `index` counting those of its kind. A valley lies
 * `step` (wad, −1 to 1) of a shift's distance beside the shift of its index.
 */
export type Place =
  | { readonly kind: "scenario"; readonly index: number }
  | { readonly kind: "valley"; readonly index: number; readonly step: bigint }
  | { readonly kind: "node"; readonly index: number; readonly volatility: Volatility };

/** The greatest loss of a book and where it lies. */
export interface Worst {
  /** As it counts, wad, at least 0. */
  readonly loss: bigint;
  /** Undefined where nothing loses. */
  readonly place: Place | undefined;
  /** Of the spot, wad. */
  readonly shift: bigint;
  /** Whether the options lose there as much as they ever can. */
  readonly isBounded: boolean;
}

/** Of a book that loses nowhere. */
export const NO_LOSS: Worst = { loss: 0n, place: undefined, shift: 0n, isBounded: false };

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
  legs: [],
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
    const total = slice.legs.reduce((sum, { position, valueAt }) => sum + position.size * valueAt!(at.node), 0n);
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

interface Valley {
  place: Place;
  shift: bigint;
  /** Value of the options there, 1e-36. */
  total: bigint;
}

/**
 * Where the book's worth has a least value between the shifts of the grid, with volatility down: by the parabola through a shift
 * and its neighbours.
 */
const valleysOf = ({ totals, shifts, exposure }: Book): Valley[] => {
  const worth = Array.from(
    { length: GRID_SHIFTS },
    (_, j) => toWadFloor(totals[3 * j]!) + mulFloor(exposure, shifts[j]!),
  );
  const valleys: Valley[] = [];
  for (let j = 1; j < GRID_SHIFTS - 1; j++) {
    const rise = worth[j + 1]! - worth[j - 1]!;
    const bend = 2n * (worth[j + 1]! - 2n * worth[j]! + worth[j - 1]!);
    if (bend <= magnitude(rise)) continue;
    const step = (-rise * WAD) / bend;
    const shift = shifts[j]! + ((shifts[j + 1]! - shifts[j]!) * step) / WAD;
    const least = worth[j]! + (rise * step) / (4n * WAD);
    valleys.push({
      place: { kind: "valley", index: j, step },
      shift,
      total: (least - mulFloor(exposure, shift)) * WAD,
    });
  }
  return valleys;
};

/** Greatest loss over the scenarios, of which the tails count in part, the valleys and the nodes. */
export const worstLoss = (book: Book): Worst => {
  const value = toWadFloor(book.worth);
  const bound = boundOf(book);
  let worst = NO_LOSS;
  const consider = (total: bigint, shift: bigint, weight: bigint, placeOf: () => Place): void => {
    const lost = value - toWadFloor(total);
    const isBounded = bound !== undefined && lost > bound;
    const loss = (isBounded ? bound : lost) - mulFloor(book.exposure, shift);
    if (loss <= 0n) return;
    const counted = weight === WAD ? loss : mulUp(loss, weight);
    if (counted > worst.loss) worst = { loss: counted, place: placeOf(), shift, isBounded };
  };
  for (let i = 0; i < SCENARIOS; i++) {
    const weight = i < FIRST_TAIL ? WAD : book.model.tailWeight;
    consider(book.totals[i]!, book.shifts[spotOf(i)]!, weight, () => ({ kind: "scenario", index: i }));
  }
  for (const { place, shift, total } of valleysOf(book)) consider(total, shift, WAD, () => place);
  for (const [index, { node, near, ending, chord }] of book.nodes.entries()) {
    const [down, up] = [chord(book.down) + near, chord(book.up) + ending];
    const [total, volatility] = down <= up ? ([down, 0] as const) : ([up, 2] as const);
    consider(total, node, WAD, () => ({ kind: "node", index, volatility }));
  }
  return worst;
};
