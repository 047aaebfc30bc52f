/**
 * The least that options can pay: the twin of `contracts/risk/PayoffBound.sol`. The payoff of one market and expiry is
 * piecewise linear in the price, so its least value is at 0, at a strike, or falls without end behind the last one.
 */
import { expiryOf, isCall, isOption, strikeOf } from "../instruments/index.js";
import { toWadFloor } from "../pricing/fixedPoint.js";
import type { Position } from "./parameters.js";

/** The options of one market and expiry, and the least that they pay together. */
export interface PayoffGroup {
  market: number;
  /** Unix seconds. */
  expiry: number;
  /** Least payoff over all settlement prices, rounded down once, wad. Meaningless when unbounded. */
  least: bigint;
  /** Whether a net short call makes the payoff fall without end. */
  unbounded: boolean;
}

/** A group is market 24 | expiry 40, so that expiries of different markets can be put in order. */
const EXPIRY_MASK = (1n << 40n) - 1n;

interface Leg {
  size: bigint;
  strike: bigint;
  call: boolean;
}

/** The payoff as the price rises, in 1e-36: only at 0 and at the strikes can it be least. */
const leastPayoff = (legs: readonly Leg[]): { least: bigint; unbounded: boolean } => {
  let value = 0n;
  let slope = 0n;
  for (const { size, strike, call } of legs) {
    if (call) continue;
    value += size * strike;
    slope -= size;
  }
  let least = value;
  let price = 0n;
  for (const { size, strike } of [...legs].sort((a, b) => (a.strike < b.strike ? -1 : a.strike > b.strike ? 1 : 0))) {
    value += slope * (strike - price);
    price = strike;
    if (value < least) least = value;
    slope += size;
  }
  return { least: toWadFloor(least), unbounded: slope < 0n };
};

/** The options by market and expiry, in order of first appearance, with their least payoffs. */
export const payoffGroups = (positions: readonly Position[]): PayoffGroup[] => {
  const legsOf = new Map<bigint, Leg[]>();
  for (const { instrument, size } of positions) {
    if (size === 0n || !isOption(instrument)) continue;
    const group = ((instrument >> 104n) << 40n) | BigInt(expiryOf(instrument));
    const leg = { size, strike: strikeOf(instrument), call: isCall(instrument) };
    const legs = legsOf.get(group);
    if (legs === undefined) legsOf.set(group, [leg]);
    else legs.push(leg);
  }
  return [...legsOf].map(([group, legs]) => {
    const { least, unbounded } = leastPayoff(legs);
    return { market: Number(group >> 40n), expiry: Number(group & EXPIRY_MASK), least, unbounded };
  });
};

/** The least payoffs of each expiry, over all markets, in order of time. */
const leastByExpiry = (groups: readonly PayoffGroup[]): { least: bigint; unbounded: boolean }[] => {
  const sums = new Map<number, { least: bigint; unbounded: boolean }>();
  for (const { expiry, least, unbounded } of groups) {
    const sum = sums.get(expiry) ?? { least: 0n, unbounded: false };
    sum.unbounded ||= unbounded;
    sum.least = sum.unbounded ? 0n : sum.least + least;
    sums.set(expiry, sum);
  }
  return [...sums].sort(([a], [b]) => a - b).map(([, sum]) => sum);
};

/** `neverOwes` for positions whose groups are known. @internal */
export const groupsNeverOwe = (
  cash: bigint,
  positions: readonly Position[],
  groups: () => readonly PayoffGroup[],
): boolean => {
  if (cash < 0n || positions.some(({ instrument, size }) => size !== 0n && !isOption(instrument))) return false;
  if (positions.every(({ size }) => size >= 0n)) return true;
  let left = cash;
  return leastByExpiry(groups()).every(({ least, unbounded }) => {
    left += least;
    return !unbounded && left >= 0n;
  });
};

/**
 * Whether positions with `cash` (wad) can never owe: they are options, cash is not negative and, expiry by expiry in
 * order of time, cash plus the least payoffs so far is not negative. Such a portfolio needs no margin and no price.
 */
export const neverOwes = (cash: bigint, positions: readonly Position[]): boolean =>
  groupsNeverOwe(cash, positions, () => payoffGroups(positions));

/** Most that can be taken from `cash` so that {@link neverOwes} still holds, given that it holds. Wad. */
export const slack = (cash: bigint, positions: readonly Position[]): bigint => {
  let least = cash;
  let left = cash;
  for (const expiry of leastByExpiry(payoffGroups(positions))) {
    left += expiry.least;
    if (left < least) least = left;
  }
  return least;
};
