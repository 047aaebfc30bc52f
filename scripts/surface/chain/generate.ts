/** Chains without a file: smiles with a skew and a term structure, quoted with spreads, noise, gaps and stale prices. */
import { black76 } from "../../../sdk/src/pricing/index.ts";
import { type Random, randomOf } from "../../start/prices/random.ts";
import type { ChainExpiry, MarkedQuote, Snapshot } from "./snapshot.ts";

const DAY = 86_400;
const YEAR = 365 * DAY;
/** Days from the first expiry to each. */
const EXPIRIES = [0, 1, 2, 3, 7, 14, 28, 56, 91, 182, 273];
const RATE = 0.03;
const REACH = 3.5;
const STRIKES = 25;

/** What a generated chain is made of. */
export interface Shape {
  readonly coin: string;
  readonly spot: number;
  /** Volatility at the money: of a day, and of a year. */
  readonly near: number;
  readonly far: number;
  readonly skew: number;
}

const SHAPES: readonly Shape[] = [
  { coin: "ETH", spot: 2500, near: 0.9, far: 0.7, skew: -0.25 },
  { coin: "BTC", spot: 80_000, near: 0.42, far: 0.5, skew: -0.15 },
];

/** Snapshots of both coins; the first at `time`, each eight hours and a bit after the one before. */
export const generateChains = (seed: number, time: number, count = 3): Snapshot[] =>
  SHAPES.flatMap((shape) =>
    Array.from({ length: count }, (_, i) => {
      const random = randomOf(seed, `${shape.coin} ${i}`);
      const level = 1 + 0.15 * random.normal();
      const moved = { ...shape, spot: shape.spot * (1 + 0.05 * random.normal()) };
      return snapshotOf({ ...moved, near: shape.near * level ** 2, far: shape.far * level }, time + i * 29_000, random);
    }),
  );

const snapshotOf = (shape: Shape, time: number, random: Random): Snapshot => {
  // The next 08:00 UTC that is at least an hour away.
  const first = Math.ceil((time + 3600 - 8 * 3600) / DAY) * DAY + 8 * 3600;
  const expiries = EXPIRIES.map((days) => expiryOf(shape, { time, expiry: first + days * DAY, random }));
  return { coin: shape.coin, time, spot: shape.spot, expiries };
};

interface Slot {
  readonly time: number;
  readonly expiry: number;
  readonly random: Random;
}

const expiryOf = (shape: Shape, { time, expiry, random }: Slot): ChainExpiry => {
  const years = (expiry - time) / YEAR;
  const forward = shape.spot * Math.exp(RATE * years);
  const atTheMoney = shape.far + (shape.near - shape.far) * Math.exp(-years * 12);
  const deviation = atTheMoney * Math.sqrt(years);
  const quotes = Array.from({ length: STRIKES }, (_, i) => {
    const x = REACH * ((2 * i) / (STRIKES - 1) - 1);
    return { x, strike: forward * Math.exp(x * deviation) };
  }).flatMap(({ x, strike }) => {
    const volatility = atTheMoney * Math.sqrt(1 + shape.skew * x * 0.5 + 0.08 * x * x);
    return [true, false].map((isCall) => quoteOf({ forward, strike, isCall, volatility }, expiry - time, random));
  });
  return { time, expiry, spot: shape.spot, forward, quotes };
};

interface Option {
  readonly forward: number;
  readonly strike: number;
  readonly isCall: boolean;
  readonly volatility: number;
}

/** A tick is a ten-thousandth of a coin; half a percent of rows are stale, one in ten has no bid, one in 25 no ask. */
const quoteOf = ({ forward, strike, isCall, volatility }: Option, tenor: number, random: Random): MarkedQuote => {
  const { call, put, vega } = black76.greeksFast(forward, strike, tenor, volatility, 1);
  const tick = forward * 1e-4;
  const stale = random.next() < 0.005 ? random.between(0.7, 1.5) : 1;
  const middle = (isCall ? call : put) * stale + 0.003 * vega * random.normal();
  const half = 0.006 * vega + tick;
  const bid = Math.floor((middle - half) / tick) * tick;
  const ask = Math.ceil((middle + half) / tick) * tick;
  const [hasBid, hasAsk] = [random.next() > 0.1 && bid > 0, random.next() > 0.04];
  return {
    strike,
    isCall,
    bid: hasBid ? bid : undefined,
    ask: hasAsk ? Math.max(ask, tick) : undefined,
    mark: volatility,
  };
};
