/** The kinds of books that are searched. A book is decoded from genes within [0, 1), so that one search serves all. */
import { Kind } from "../../sdk/src/instruments/index.ts";
import type { Book, Leg } from "./book.ts";
import { SPOT, type World } from "./world.ts";

export interface Family {
  readonly name: string;
  readonly genes: number;
  /** @param near Hours to the expiries that the first leg may have */
  readonly decode: (genes: readonly number[], world: World, near: readonly number[]) => Book;
}

type Genes = readonly number[];

const pick = <T>(items: readonly T[], gene: number): T => items[Math.floor(gene * items.length)]!;
const signOf = (gene: number): number => (gene < 0.5 ? -1 : 1);
const kindOf = (gene: number): Kind => (gene < 0.5 ? Kind.Call : Kind.Put);

/** A strike around the spot, within two widths more often than not. */
const strikeAt = (world: World, gene: number): number => {
  const reach = 1.6 * world.conditions.width;
  const inside = world.strikes.filter((strike) => Math.abs(Math.log(strike / SPOT)) < reach);
  return pick(inside, gene);
};

/** So many strikes further up, at the end of the grid the last one. */
const stepped = (world: World, strike: number, steps: number): number => {
  const i = world.strikes.indexOf(strike) + steps;
  return world.strikes[Math.min(Math.max(i, 0), world.strikes.length - 1)]!;
};

const stepsOf = (gene: number, most: number): number => 1 + Math.floor(gene * gene * most);

const vertical = (genes: Genes, world: World, near: readonly number[]): Book => {
  const [expiry, kind, low, width, sign] = genes as [number, number, number, number, number];
  const terms = { kind: kindOf(kind), hours: pick(near, expiry) };
  const strike = strikeAt(world, low);
  return [
    { ...terms, strike, size: signOf(sign) },
    { ...terms, strike: stepped(world, strike, stepsOf(width, 40)), size: -signOf(sign) },
  ];
};

const ratio = (genes: Genes, world: World, near: readonly number[]): Book => {
  const [first, second] = vertical(genes, world, near) as [Leg, Leg];
  return [first, { ...second, size: second.size * (0.25 + 3.75 * genes[5]!) }];
};

const butterfly = (genes: Genes, world: World, near: readonly number[]): Book => {
  const [expiry, kind, low, left, sign, right, skew] = genes as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const terms = { kind: kindOf(kind), hours: pick(near, expiry) };
  const strike = strikeAt(world, low);
  const middle = stepped(world, strike, stepsOf(left, 30));
  const high = stepped(world, middle, stepsOf(right, 30));
  const [a, b] = [high - middle, middle - strike];
  // Even wings pay nothing outside; a gene tilts them.
  const tilt = skew < 0.5 ? 1 : 0.6 + 0.8 * (skew - 0.5) * 2;
  const size = signOf(sign);
  return [
    { ...terms, strike, size: size * a },
    { ...terms, strike: middle, size: -size * (a + b) },
    { ...terms, strike: high, size: size * b * tilt },
  ];
};

const straddle = (genes: Genes, world: World, near: readonly number[]): Book => {
  const [expiry, put, call, share, sign] = genes as [number, number, number, number, number];
  const hours = pick(near, expiry);
  return [
    { kind: Kind.Put, hours, strike: strikeAt(world, put), size: signOf(sign) },
    { kind: Kind.Call, hours, strike: strikeAt(world, call), size: signOf(sign) * (0.3 + 1.4 * share) },
  ];
};

const condor = (genes: Genes, world: World, near: readonly number[]): Book => {
  const [expiry, low, a, b, c, sign, iron, tilt] = genes as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const hours = pick(near, expiry);
  const strikes = [strikeAt(world, low)];
  for (const step of [a, b, c]) strikes.push(stepped(world, strikes.at(-1)!, stepsOf(step, 20)));
  const kinds =
    iron < 0.5 ? [Kind.Put, Kind.Put, Kind.Call, Kind.Call] : new Array<Kind>(4).fill(kindOf(iron * 4 - 2.5));
  const [lower, upper] = [strikes[1]! - strikes[0]!, strikes[3]! - strikes[2]!];
  const [left, right] = tilt < 0.5 ? [upper, lower] : [1, 1];
  const size = signOf(sign);
  return [-left, left, right, -right].map((ratio, i) => ({
    kind: kinds[i]!,
    hours,
    strike: strikes[i]!,
    size: size * ratio,
  }));
};

/** An expiry after the first one. */
const laterThan = (world: World, hours: number, gene: number): number => {
  const later = world.expiries.filter((other) => other > hours);
  return later.length === 0 ? hours : pick(later, gene);
};

const calendar = (genes: Genes, world: World, near: readonly number[]): Book => {
  const [expiry, later, strike, other, sign, kind, share] = genes as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const hours = pick(near, expiry);
  const first = strikeAt(world, strike);
  const second = other < 0.4 ? first : strikeAt(world, (other - 0.4) / 0.6);
  const size = signOf(sign);
  return [
    { kind: kindOf(kind), hours, strike: first, size },
    { kind: kindOf(kind), hours: laterThan(world, hours, later), strike: second, size: -size * (0.4 + 1.2 * share) },
  ];
};

/** Two calendars, or a butterfly in time: up to four legs in two expiries. */
const doubleCalendar = (genes: Genes, world: World, near: readonly number[]): Book => {
  const first = calendar(genes.slice(0, 7), world, near);
  const second = calendar([genes[0]!, genes[1]!, ...genes.slice(7, 12)], world, near);
  return [...first, ...second];
};

/** What moves with the spot: a perpetual, or a future of the first leg's expiry or of a later one. */
const linear = (world: World, hours: number, [which, later, amount]: readonly [number, number, number]): Leg => {
  const kind = which < 0.5 ? Kind.Perpetual : Kind.Future;
  const expiry = which < 0.5 ? Infinity : which < 0.75 ? hours : laterThan(world, hours, later);
  return { kind, hours: expiry, strike: 0, size: amount };
};

/** Scales options to at most one contract a leg, so that a hedge of so many contracts fits. */
const scaled = (book: Book): Book => {
  const most = Math.max(...book.map(({ size }) => Math.abs(size)));
  return book.map((leg) => ({ ...leg, size: leg.size / most }));
};

const hedged = (of: Family): Family => ({
  name: `${of.name}, hedged`,
  genes: of.genes + 3,
  decode: (genes, world, near) => {
    const options = scaled(of.decode(genes.slice(0, of.genes), world, near));
    const [which, later, amount] = genes.slice(of.genes) as [number, number, number];
    return [...options, linear(world, options[0]!.hours, [which, later, 3 * (2 * amount - 1)])];
  },
});

const LEGS = 8;
/** One to eight legs of anything. */
const any = (genes: Genes, world: World, near: readonly number[]): Book => {
  const count = 1 + Math.floor(genes[0]! * LEGS);
  return Array.from({ length: count }, (_, i) => {
    const [kind, expiry, strike, size] = genes.slice(1 + 4 * i, 5 + 4 * i) as [number, number, number, number];
    const hours =
      expiry < 0.6 || i === 0
        ? pick(near, expiry / (i === 0 ? 1 : 0.6))
        : laterThan(world, near[0]!, (expiry - 0.6) / 0.4);
    const ratio = (size < 0.5 ? -1 : 1) * Math.max(1, Math.round(Math.abs(2 * size - 1) * 6));
    if (kind > 0.9) return linear(world, hours, [(kind - 0.9) * 10, expiry, ratio]);
    return { kind: kindOf(kind / 0.9), hours, strike: strikeAt(world, strike), size: ratio };
  });
};

const VERTICAL: Family = { name: "spread", genes: 5, decode: vertical };
const BUTTERFLY: Family = { name: "butterfly", genes: 7, decode: butterfly };
const STRADDLE: Family = { name: "straddle", genes: 5, decode: straddle };
const CALENDAR: Family = { name: "calendar", genes: 7, decode: calendar };

export const FAMILIES: readonly Family[] = [
  VERTICAL,
  { name: "ratio", genes: 6, decode: ratio },
  BUTTERFLY,
  STRADDLE,
  { name: "condor", genes: 8, decode: condor },
  CALENDAR,
  { name: "double calendar", genes: 12, decode: doubleCalendar },
  hedged(VERTICAL),
  hedged(BUTTERFLY),
  hedged(STRADDLE),
  hedged(CALENDAR),
  { name: "any 1-8 legs", genes: 1 + 4 * LEGS, decode: any },
];
