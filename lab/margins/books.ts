/** The books whose margins are compared, at a spot of 2,000, a volatility of 60% everywhere and a rate of 0. */
import { Kind } from "../../sdk/src/instruments/index.ts";
import { black76 } from "../../sdk/src/pricing/index.ts";

export const SPOT = 2000;
export const VOLATILITY = 0.6;
/** Contracts of a leg: enough for a fixed cost per leg to be little. All results are for one contract. */
export const CONTRACTS = 10;

const DAY = 86_400;

/** A leg of a book of one contract. */
export interface Leg {
  readonly kind: Kind;
  /** To expiry; 0 for a perpetual. */
  readonly days: number;
  /** 0 for a future and a perpetual. */
  readonly strike: number;
  /** Positive for long. */
  readonly size: number;
}

export interface Book {
  readonly name: string;
  readonly legs: readonly Leg[];
  /** Wrapped ether beside the legs. */
  readonly ether: number;
}

/** Value and delta of one contract; the carry is 0, so every forward is the spot. */
export const valueOf = ({ kind, days, strike }: Omit<Leg, "size">, spot = SPOT, volatility = VOLATILITY): number => {
  if (strike === 0) return spot;
  const { call, put } = black76.priceFast(spot, strike, days * DAY, volatility, 1);
  return kind === Kind.Call ? call : put;
};

const call = (strike: number, days: number, size: number): Leg => ({ kind: Kind.Call, days, strike, size });
const put = (strike: number, days: number, size: number): Leg => ({ kind: Kind.Put, days, strike, size });
const perpetual = (size: number): Leg => ({ kind: Kind.Perpetual, days: 0, strike: 0, size });
const future = (days: number, size: number): Leg => ({ kind: Kind.Future, days, strike: 0, size });

/** Delta of a call, by the slope of its value. */
const deltaOf = (strike: number, days: number): number => {
  const step = SPOT * 1e-4;
  const leg = { kind: Kind.Call, days, strike };
  return (valueOf(leg, SPOT + step) - valueOf(leg, SPOT - step)) / (2 * step);
};

const condor = (inner: readonly [number, number], width: number): Leg[] => [
  put(inner[0] - width, 30, 1),
  put(inner[0], 30, -1),
  call(inner[1], 30, -1),
  call(inner[1] + width, 30, 1),
];

const book = (name: string, legs: readonly Leg[], ether = 0): Book => ({ name, legs, ether });

/** Strikes of 50 apart above the spot are off the grid on which the exchange lists; no margin depends on that. */
export const BOOKS: readonly Book[] = [
  book("short call 2,000, 1 day", [call(2000, 1, -1)]),
  book("short call 2,000, 30 days", [call(2000, 30, -1)]),
  book("short call 2,400, 1 day", [call(2400, 1, -1)]),
  book("short call 2,400, 30 days", [call(2400, 30, -1)]),
  book("short put 2,000, 1 day", [put(2000, 1, -1)]),
  book("short put 2,000, 30 days", [put(2000, 30, -1)]),
  book("short put 1,600, 1 day", [put(1600, 1, -1)]),
  book("short put 1,600, 30 days", [put(1600, 30, -1)]),
  book("short straddle 2,000, 30 days", [call(2000, 30, -1), put(2000, 30, -1)]),
  book("iron condor, 50 wide, 30 days", condor([1850, 2150], 50)),
  book("iron condor, 150 wide, 30 days", condor([1850, 2150], 150)),
  book("box 1,900/2,100, 30 days", [call(1900, 30, 1), call(2100, 30, -1), put(1900, 30, -1), put(2100, 30, 1)]),
  book("calendar, short 7 days, long 30", [call(2000, 7, -1), call(2000, 30, 1)]),
  book("calendar, long 7 days, short 30", [call(2000, 7, 1), call(2000, 30, -1)]),
  book("covered call 2,200, ether", [call(2200, 30, -1)], 1),
  book("covered call 2,200, perpetual", [call(2200, 30, -1), perpetual(1)]),
  book("short call 2,000, delta hedged", [call(2000, 30, -1), perpetual(deltaOf(2000, 30))]),
  book("long call 2,000, delta hedged", [call(2000, 30, 1), perpetual(-deltaOf(2000, 30))]),
  book("long perpetual", [perpetual(1)]),
  book("short perpetual", [perpetual(-1)]),
  book("long future, 30 days", [future(30, 1)]),
];
