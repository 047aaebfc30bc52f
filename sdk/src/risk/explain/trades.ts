/** Single trades that may lower a margin, and the one that lowers it most. */
import {
  type Instrument,
  Kind,
  PriceOffGrid,
  expiryOf,
  isOption,
  marketOf,
  pack,
  perpetualOf,
  strikeOf,
  strikesAround,
} from "../../instruments/index.js";
import { WAD, floorDiv, magnitude } from "../../pricing/fixedPoint.js";
import { type Assessment, type Books, assess } from "../assessment.js";
import { deltaOf } from "../contingencies.js";
import { fastEvaluator, toFastMarkets, toFastModel, toFastPortfolio } from "../fast/index.js";
import type { MarketPart } from "../marketBook.js";
import type { MarketStates, Portfolio, Position } from "../parameters.js";
import { afterTrade } from "./afterTrade.js";
import type { Trade } from "./types.js";

/** Which margin a trade is to lower. */
export type Lowered = "maintenance" | "initial";

/** What trades are looked for in. */
export interface Search {
  readonly portfolio: Portfolio;
  readonly markets: MarketStates;
  readonly books: Books;
  readonly assessment: Assessment;
  readonly lower: Lowered;
  /** Whether an instrument can be traded. */
  readonly isTradable: (instrument: Instrument) => boolean;
}

type Candidate = Pick<Trade, "kind" | "instrument" | "size">;

/** So many of the best are checked exactly; the first one that lowers the margin is taken. */
const CHECKED = 8;
/** Parts of the delta that are hedged, quarters. */
const QUARTERS = [4n, 3n, 2n, 1n];

const half = (size: bigint): bigint => size / 2n;

const closing = ({ instrument, size }: Position): Candidate[] =>
  [-size, -half(size)].map((change) => ({ kind: "close", instrument, size: change }));

/** The strike and those next to it on the grid; the strike alone where the grid ends. */
const strikesAt = (strike: bigint): bigint[] => {
  try {
    return [...new Set([strike, ...strikesAround(strike, 1)])];
  } catch (error) {
    if (error instanceof PriceOffGrid) return [strike];
    throw error;
  }
};

/** Calls and puts at the strike of a held option and next to it, as many as are held and half as many. */
const dealing = ({ instrument, size }: Position): Candidate[] => {
  const terms = { market: marketOf(instrument), expiry: expiryOf(instrument) };
  const candidates: Candidate[] = [];
  for (const strike of strikesAt(strikeOf(instrument))) {
    for (const kind of [Kind.Call, Kind.Put]) {
      const other = pack({ ...terms, kind, strike });
      for (const amount of [magnitude(size), half(magnitude(size))]) {
        candidates.push({ kind: "buy", instrument: other, size: amount });
        candidates.push({ kind: "sell", instrument: other, size: -amount });
      }
    }
  }
  return candidates;
};

/** What follows the spot, against the delta of a market or parts of it. */
const hedging = (market: number, { maintenance: { risk } }: MarketPart, price: bigint): Candidate[] => {
  const { slices, lasting, shifts } = risk.sliced;
  const moved = slices.reduce((sum, { totals, exposure }) => sum + deltaOf(totals, shifts) + exposure, lasting);
  const delta = floorDiv(moved * WAD, price);
  const ahead = slices.filter(({ tenor }) => tenor.timeToExpiry > 0n);
  const futures = ahead.map(({ tenor: { expiry } }) => pack({ market, kind: Kind.Future, expiry, strike: 0n }));
  return [perpetualOf(market), ...futures].flatMap((instrument) =>
    QUARTERS.map((quarters): Candidate => ({ kind: "hedge", instrument, size: (-delta * quarters) / 4n })),
  );
};

/** Each trade once, without those of expiries that have passed. */
const candidatesOf = ({ portfolio, markets, assessment, isTradable }: Search): Candidate[] => {
  const isAhead = ({ instrument }: Candidate): boolean => {
    const expiry = expiryOf(instrument);
    return expiry === 0 || BigInt(expiry) > BigInt(markets[marketOf(instrument)]!.time);
  };
  const held = portfolio.positions.filter(({ size }) => size !== 0n);
  const all = [
    ...held.flatMap(closing),
    ...held.filter(({ instrument }) => isOption(instrument)).flatMap(dealing),
    ...[...assessment.parts].flatMap(([id, part]) => hedging(id, part, markets[id]!.price)),
  ];
  const known = new Map<string, Candidate>();
  for (const candidate of all) {
    const key = `${candidate.instrument} ${candidate.size}`;
    if (candidate.size === 0n || known.has(key) || !isAhead(candidate)) continue;
    if (isTradable(candidate.instrument)) known.set(key, candidate);
  }
  return [...known.values()];
};

/** The nearest wad. */
const wadOf = (figure: number): bigint => BigInt(Math.round(figure * 1e18));

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Candidates with the margins after them, the best first; among equals the one that leaves more cash. */
export const tradesOf = (search: Search): Trade[] => {
  const { portfolio, markets, books, lower } = search;
  const fast = fastEvaluator(toFastMarkets(markets), toFastModel(books.model));
  const trades = candidatesOf(search).map(({ kind, instrument, size }): Trade => {
    const price = books.of(marketOf(instrument)).mark(instrument);
    const after = afterTrade(portfolio, { instrument, size, price }, markets);
    const { maintenance, initial } = fast.evaluate(toFastPortfolio(after.portfolio));
    return { kind, instrument, size, cash: after.cash, maintenance: wadOf(maintenance), initial: wadOf(initial) };
  });
  return trades.sort((a, b) => compare(a[lower], b[lower]) || compare(b.cash, a.cash));
};

/** The first trade that lowers the margin, with the exact margins after it; undefined when none does. */
export const bestOf = (trades: readonly Trade[], search: Search): Trade | undefined => {
  const { portfolio, markets, books, assessment, lower } = search;
  for (const trade of trades.slice(0, CHECKED)) {
    const price = books.of(marketOf(trade.instrument)).mark(trade.instrument);
    const after = afterTrade(portfolio, { ...trade, price }, markets);
    const { maintenance, initial } = assess(after.portfolio, books).margin;
    const lowered = { ...trade, maintenance, initial };
    if (lowered[lower] < assessment.margin[lower]) return lowered;
  }
  return undefined;
};
