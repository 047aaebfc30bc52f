/** Random markets and books of the size and kind that are traded, for the formula on numbers. */
import {
  Kind,
  type Instrument,
  expiryOf,
  listedExpiries,
  nearestStrike,
  pack,
  strikeOf,
} from "../../../sdk/src/instruments/index.js";
import type { MarketState, Portfolio, Position, SettlementState, Smile } from "../../../sdk/src/risk/index.js";
import { type Random, WAD } from "../pricing/samples.js";

const YEAR = 31_536_000n;
const percent = (n: bigint): bigint => (n * WAD) / 100n;
const share = (random: Random, from: bigint, to: bigint): bigint => random.between(percent(from), percent(to));

/** A smile with a volatility of 20 to 150% at the money, over so many seconds. */
export const realisticSmile = (random: Random, seconds: number): Smile => {
  const volatility = share(random, 20n, 150n);
  const variance = (volatility * volatility * BigInt(Math.max(seconds, 1))) / (WAD * YEAR);
  return {
    a: (variance * 7n) / 10n,
    b: (variance * random.between(3n, 15n)) / 10n,
    rho: share(random, -70n, 40n),
    m: share(random, -5n, 5n),
    sigma: share(random, 10n, 40n),
    carry: random.pick([0n, share(random, -5n, 15n)]),
    halfSpread: share(random, 0n, 5n),
  };
};

const settlementOf = (random: Random, price: bigint, left: number): SettlementState => {
  const near = (price * share(random, 97n, 103n)) / WAD;
  return left > 0 ? { average: near, elapsed: 3600 - left } : { price: near };
};

/** A market of ether, bitcoin or something cheaper, and the expiries that it knows: listed, in the settlement hour, past. */
export const realisticMarket = (random: Random, time: number): MarketState => {
  const price = (random.pick([2500n, 100_000n, 15n]) * WAD * random.between(50n, 200n)) / 100n + random.bits(50);
  const width = share(random, 13n, 35n);
  const later = random.pick([0n, share(random, 0n, 3n)]);
  const expiries = [
    ...listedExpiries(time),
    time - 7200,
    time + 1800,
    time + 7200,
    time + Number(random.between(3600n, 700_000n)),
  ];
  return {
    price,
    halfWidth: random.pick([0n, 0n, (price * share(random, 0n, 5n)) / WAD]),
    rate: random.pick([0n, share(random, 0n, 8n)]),
    initialWidth: width + later,
    maintenanceWidth: width,
    linearInitialWidth: (width * 6n) / 10n + later,
    linearMaintenanceWidth: (width * 6n) / 10n,
    crowding: random.pick([WAD, share(random, 100n, 300n)]),
    collateralFactor: share(random, 70n, 100n),
    fundingIndex: (price * share(random, -5n, 5n)) / WAD,
    time,
    surface: Object.fromEntries(expiries.map((expiry) => [expiry, realisticSmile(random, expiry - time)])),
    settlement: Object.fromEntries(
      expiries
        .filter((expiry) => expiry - time < 3600)
        .map((expiry) => [expiry, settlementOf(random, price, expiry - time)]),
    ),
  };
};

/** Contracts in hundredths, so that legs cancel exactly. */
const anySize = (random: Random): bigint => (random.pick([1n, -1n]) * random.between(1n, 2000n) * WAD) / 100n;

const optionOf = (random: Random, market: number, { price }: MarketState, expiry: number): Instrument => {
  const strike = nearestStrike((price * random.pick([share(random, 85n, 115n), share(random, 60n, 160n)])) / WAD);
  return pack({ market, kind: random.pick([Kind.Call, Kind.Put]), expiry, strike });
};

const linearOf = (random: Random, market: number, state: MarketState, expiry: number): Position => {
  const kind = random.pick([Kind.Future, Kind.Perpetual]);
  const isFuture = kind === Kind.Future;
  const size = anySize(random);
  const entry = (state.price * share(random, 90n, 110n)) / WAD;
  return {
    instrument: pack({ market, kind, expiry: isFuture ? expiry : 0, strike: 0n }),
    size,
    entryNotional: (size * entry) / WAD,
    fundingIndex: isFuture ? 0n : (state.price * share(random, -5n, 5n)) / WAD,
  };
};

/** A book of so many legs: options in a few expiries, half of them with another strike sold against what is bought. */
export const realisticBook = (
  random: Random,
  markets: Readonly<Record<number, MarketState>>,
  legs: number,
): Portfolio => {
  const positions: Position[] = [];
  const collateral: Record<number, bigint> = {};
  const hasLinear = random.pick([true, false]);
  const expiries = new Map<number, number[]>();
  for (const [id, { surface }] of Object.entries(markets)) {
    const all = Object.keys(surface).map(Number);
    expiries.set(Number(id), [random.pick(all), random.pick(all), random.pick(all)]);
    if (random.pick([true, false, false])) collateral[Number(id)] = random.between(1n, 2000n) * (WAD / 100n);
  }
  while (positions.length < legs) {
    const id = Number(random.pick(Object.keys(markets)));
    const expiry = random.pick(expiries.get(id)!);
    const state = markets[id]!;
    if (hasLinear && random.between(0n, 3n) === 0n) {
      positions.push(linearOf(random, id, state, expiry));
      continue;
    }
    const size = anySize(random);
    positions.push({ instrument: optionOf(random, id, state, expiry), size });
    if (positions.length < legs && random.pick([true, false])) {
      positions.push({ instrument: optionOf(random, id, state, expiry), size: -size });
    }
  }
  return { cash: random.pick([0n, -1n, 1n, 40n]) * random.between(1n, 500_000n) * (WAD / 10n), collateral, positions };
};

/** What a book is worth in dollars without regard to signs: prices or strikes, whichever is greater, times sizes. */
export const notionalOf = (
  { cash, collateral, positions }: Portfolio,
  markets: Readonly<Record<number, MarketState>>,
): number => {
  const number = (x: bigint): number => Math.abs(Number(x)) / 1e18;
  let sum = number(cash);
  for (const [id, amount] of Object.entries(collateral)) sum += number(amount) * number(markets[Number(id)]!.price);
  for (const { instrument, size } of positions) {
    const price = number(markets[Number(instrument >> 104n)]!.price);
    sum += number(size) * Math.max(price, expiryOf(instrument) === 0 ? 0 : number(strikeOf(instrument)));
  }
  return sum;
};
