/** A book of the search: its margin, and the most that it loses inside the width within a day. */
import type { FastPosition } from "../../sdk/src/risk/index.ts";
import { type Contract, SPOT, type World } from "./world.ts";

export interface Leg extends Contract {
  /** Contracts, positive for long. */
  readonly size: number;
}

export type Book = readonly Leg[];

/** What a book loses beside what it was asked for. */
export interface Finding {
  readonly book: Book;
  /** Loss / maintenance margin. */
  readonly ratio: number;
  readonly loss: number;
  readonly margin: number;
  /** Index of the state of the loss. */
  readonly state: number;
}

/** A loss below this share of the notional is no hole: opening the legs costs 0.03% of it in fees, each way. */
const DUST = 1e-3;

const positionOf = (world: World, { kind, hours, strike, size }: Leg): FastPosition => ({
  market: 1,
  kind,
  expiry: world.expiryOf(hours),
  strike,
  size,
  entryNotional: strike === 0 ? size * SPOT : 0,
});

/** Legs of the same contract put together, and what cancels left out. */
export const netted = (book: Book): Book => {
  const sums: Leg[] = [];
  for (const leg of book) {
    const i = sums.findIndex((s) => s.kind === leg.kind && s.hours === leg.hours && s.strike === leg.strike);
    if (i < 0) sums.push(leg);
    else sums[i] = { ...leg, size: leg.size + sums[i]!.size };
  }
  return sums.filter(({ size }) => Math.abs(size) > 1e-9);
};

/** Maintenance margin without cash; 0 when the book can never owe. */
export const marginOf = (world: World, book: Book): number =>
  world.evaluator.evaluate({ cash: 0, collateral: {}, positions: book.map((leg) => positionOf(world, leg)) })
    .maintenance;

/** The width of a book: narrower where more of it follows the spot than not. */
export const widthOf = ({ conditions: { width, linearWidth } }: World, book: Book): number => {
  const isOption = ({ strike }: Leg): boolean => strike > 0;
  const options = book.filter(isOption).reduce((sum, { size }) => sum + Math.abs(size), 0);
  const linear = Math.abs(book.filter((leg) => !isOption(leg)).reduce((sum, { size }) => sum + size, 0));
  return linearWidth + (width - linearWidth) * Math.min(1, (2 * options) / (options + linear));
};

/** The most that a book loses in any state of the world inside its width, and the state. */
export const worstLoss = (world: World, book: Book): { loss: number; state: number } => {
  const reach = widthOf(world, book) * (1 + 1e-9);
  const total = new Float64Array(world.states.length);
  for (const leg of book) {
    const gains = world.gainsOf(leg);
    for (let i = 0; i < total.length; i++) total[i]! += leg.size * gains[i]!;
  }
  let state = -1;
  let least = 0;
  for (let i = 0; i < total.length; i++) {
    if (world.moves[i]! > reach || total[i]! >= least) continue;
    state = i;
    least = total[i]!;
  }
  return { loss: -least, state };
};

/** The loss of a book against its margin; undefined when it can never owe or when both are dust. */
export const assess = (world: World, legs: Book): Finding | undefined => {
  const book = netted(legs);
  if (book.length === 0) return undefined;
  const margin = marginOf(world, book);
  if (margin === 0) return undefined;
  const { loss, state } = worstLoss(world, book);
  const notional = book.reduce((sum, { size }) => sum + Math.abs(size), 0) * SPOT;
  if (loss < DUST * notional) return undefined;
  return { book, ratio: loss / margin, loss, margin, state };
};
