/** A portfolio as the formula takes it: by market, and within one by expiry from the last to the first. */
import { Kind, expiryOf, isOption, kindOf, marketOf } from "../instruments/index.js";
import { UnsupportedInstrument } from "./errors.js";
import { groupBy } from "./groupBy.js";
import type { Portfolio, Position } from "./parameters.js";
import { type PayoffGroup, payoffGroups } from "./payoffBound.js";

/** What an account holds of one market and expiry. */
export interface HeldExpiry {
  /** Unix seconds. */
  expiry: number;
  options: readonly Position[];
  /** Σ size of the futures, wad. */
  futures: bigint;
  /** Least payoff of the options; undefined without any. */
  group: PayoffGroup | undefined;
}

/** What an account holds in one market, without positions of size 0. */
export interface Holding {
  options: readonly Position[];
  /** Futures and perpetuals. */
  linear: readonly Position[];
  /** Those of options and futures, the last first. */
  expiries: readonly HeldExpiry[];
  /** Σ size of the perpetuals, wad. */
  perpetuals: bigint;
  /** Wad units of the market's token. */
  collateral: bigint;
}

const isKind = (kind: Kind) => (position: Position) => kindOf(position.instrument) === kind;
const sumOf = (positions: readonly Position[]): bigint => positions.reduce((sum, { size }) => sum + size, 0n);

/**
 * The positions of a portfolio by market, with the groups of their options.
 * @throws {@link UnsupportedInstrument}
 */
export const holdingsOf = (portfolio: Portfolio): { byMarket: Map<number, Holding>; groups: PayoffGroup[] } => {
  const held = portfolio.positions.filter(({ size }) => size !== 0n);
  for (const { instrument } of held) {
    const kind = kindOf(instrument);
    const expires = expiryOf(instrument) !== 0;
    if (kind > Kind.Perpetual || expires === (kind === Kind.Perpetual)) throw new UnsupportedInstrument(instrument);
  }
  const groups = payoffGroups(held);
  const groupsOf = groupBy(groups, ({ market }) => market);
  const positionsOf = groupBy(held, ({ instrument }) => marketOf(instrument));
  const byMarket = new Map<number, Holding>();
  for (const market of new Set([...positionsOf.keys(), ...Object.keys(portfolio.collateral).map(Number)])) {
    const collateral = portfolio.collateral[market] ?? 0n;
    byMarket.set(market, holdingOf(positionsOf.get(market) ?? [], groupsOf.get(market) ?? [], collateral));
  }
  return { byMarket, groups };
};

const holdingOf = (positions: readonly Position[], groups: readonly PayoffGroup[], collateral: bigint): Holding => {
  const options = positions.filter(({ instrument }) => isOption(instrument));
  const linear = positions.filter(({ instrument }) => !isOption(instrument));
  const dated = positions.filter(({ instrument }) => kindOf(instrument) !== Kind.Perpetual);
  const byExpiry = groupBy(dated, ({ instrument }) => expiryOf(instrument));
  const expiries = [...byExpiry].map(([expiry, legs]) => ({
    expiry,
    options: legs.filter(({ instrument }) => isOption(instrument)),
    futures: sumOf(legs.filter(isKind(Kind.Future))),
    group: groups.find((group) => group.expiry === expiry),
  }));
  return {
    options,
    linear,
    expiries: expiries.sort((a, b) => b.expiry - a.expiry),
    perpetuals: sumOf(linear.filter(isKind(Kind.Perpetual))),
    collateral,
  };
};
