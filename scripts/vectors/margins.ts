import { Kind, expiryOf, kindOf, marketOf, pack, strikeOf } from "../../sdk/src/instruments/index.js";
import { type MarketState, type Position, evaluate } from "../../sdk/src/risk/index.js";
import type { Random } from "../../test/support/pricing/samples.ts";
import { DEFAULT_MODEL, type RiskCase, anyCase, anyModel } from "../../test/support/risk/portfolios.ts";
import { realisticBook, realisticMarket, realisticSmile } from "../../test/support/risk/realistic.ts";
import { SEED, WAD, drawn } from "./figures.ts";

const COUNT = 75;
const MAX_LEGS = 12n;

/** Kinds as they are written, in the order of their numbers. */
export const KINDS = ["call", "put", "future", "perpetual"] as const;

const HEADER = {
  title: "Margins of portfolios",
  source: "The results of `evaluate` of `@ballast/sdk/risk`; regenerate with `npm run vectors`.",
  format: {
    numbers: "Every amount is a decimal string. Ids of markets and times are JSON's numbers, or keys of an object.",
    case: "set: where the inputs come from. in: portfolio, markets by id, model. out: the result.",
    portfolio:
      "cash; collateral by market; positions in any order, also several of one instrument. Where entryNotional or fundingIndex is absent it is 0.",
    markets:
      "As docs/risk.md names it; `surface` and `settlement` are by expiry. A known settlement price is an average over 3,600 s.",
  },
  sets: {
    quoted: `seeded; up to ${MAX_LEGS} legs of one market with the default model, at prices, sizes and volatilities that are traded`,
    near: "seeded; legs around the price that expire within minutes to two weeks, with the default model or any",
    any: `seeded; up to ${MAX_LEGS} legs of any kind in up to 4 markets, expired, near and far, inside the bounds of oracles and parameters`,
  },
  units: {
    wad: "Every amount: an integer that stands for itself / 10^18. USDC, USDC per contract, contracts, tokens, or a ratio.",
    time: "Seconds; a year has 365 days, 31,536,000 seconds.",
  },
  outputs: {
    equity: "wad USDC",
    maintenance: "wad USDC",
    initial: "wad USDC",
    health: "wad, rounded down; 2^255 − 1 where no margin is needed",
    byMarket: "both margins of each market that was given, before the least initial margin of an account",
  },
  seed: `0x${SEED.toString(16)}`,
};

/** A book that is traded, and of its market no more than it needs. */
const quotedCase = (random: Random): RiskCase => {
  const all = realisticMarket(random, 1_700_000_000 + Number(random.bits(27)));
  const portfolio = realisticBook(random, { 1: all }, Number(random.between(1n, MAX_LEGS)));
  const held = new Set(portfolio.positions.map(({ instrument }) => `${expiryOf(instrument)}`));
  const only = <T>(byExpiry: Readonly<Record<number, T>>): Record<number, T> =>
    Object.fromEntries(Object.entries(byExpiry).filter(([expiry]) => held.has(expiry)));
  const market = { ...all, surface: only(all.surface), settlement: only(all.settlement ?? {}) };
  return { portfolio, markets: { 1: market }, model: DEFAULT_MODEL };
};

/** A settlement hour that has begun, or days that are left. */
const anySeconds = (random: Random): number =>
  Number(
    random.pick([random.between(60n, 3599n), random.between(3600n, 400_000n), random.between(86_400n, 1_400_000n)]),
  );

/** One market whose expiries are close, with strikes around its price, sold and bought. */
const nearCase = (random: Random): RiskCase => {
  const time = 1_700_000_000 + Number(random.bits(27));
  const all = realisticMarket(random, time);
  const expiries = [1, 2, 3].map(() => time + anySeconds(random));
  const step = all.price / 40n / 10n ** 16n;
  const positionAt = (kind: Kind, expiry: number, steps: bigint, size: bigint): Position => {
    const strike = kind === Kind.Future ? 0n : (40n + steps) * step * 10n ** 16n;
    return { instrument: pack({ market: 1, kind, expiry, strike }), size };
  };
  const positions: Position[] = [];
  const legs = Number(random.between(1n, MAX_LEGS / 2n));
  for (let i = 0; i < legs; i++) {
    const [kind, size] = [random.pick([Kind.Call, Kind.Put]), random.between(-20n, 20n) * WAD + random.bits(50)];
    const [steps, expiry] = [random.between(-6n, 6n), random.pick(expiries)];
    positions.push(positionAt(kind, expiry, steps, size));
    const other = random.pick([expiry, random.pick(expiries)]);
    positions.push(positionAt(kind, other, steps + random.between(-3n, 3n), -size));
  }
  if (random.pick([true, false])) {
    positions.push(positionAt(Kind.Future, random.pick(expiries), 0n, random.between(-200n * WAD, 200n * WAD)));
  }
  const surface = Object.fromEntries(expiries.map((expiry) => [expiry, realisticSmile(random, expiry - time)]));
  const settlement = Object.fromEntries(
    expiries
      .filter((expiry) => expiry - time < 3600)
      .map((expiry) => {
        const average = (all.price * random.between(97n, 103n)) / 100n;
        return [expiry, { average, elapsed: 3600 - (expiry - time) }];
      }),
  );
  return {
    portfolio: { cash: -WAD, collateral: {}, positions },
    markets: { 1: { ...all, surface, settlement } },
    model: random.pick([DEFAULT_MODEL, anyModel(random)]),
  };
};

/** Any case of few legs. */
const smallCase = (random: Random): RiskCase => {
  const risk = anyCase(random);
  return risk.portfolio.positions.length <= MAX_LEGS ? risk : smallCase(random);
};

/** One line: the inputs in the words of docs/risk.md, and what the SDK makes of them. */
export const lineOf = (set: string, { portfolio, markets, model }: RiskCase): string =>
  JSON.stringify(
    {
      set,
      in: {
        portfolio: { ...portfolio, positions: portfolio.positions.map(positionOf) },
        markets: Object.fromEntries(Object.entries(markets).map(([id, state]) => [id, stateOf(state)])),
        model,
      },
      out: evaluate(portfolio, markets, model),
    },
    (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
  );

const positionOf = ({ instrument, ...rest }: Position) => ({
  market: marketOf(instrument),
  kind: KINDS[kindOf(instrument)],
  expiry: expiryOf(instrument),
  strike: strikeOf(instrument),
  ...rest,
});

const stateOf = ({ settlement = {}, ...state }: MarketState) => ({
  ...state,
  settlement: Object.fromEntries(
    Object.entries(settlement).map(([expiry, known]) => [
      expiry,
      "price" in known ? { average: known.price, elapsed: 3600 } : known,
    ]),
  ),
});

/** The text of `margins.json`: an indented header, then one case per line. */
export const marginsText = (): string => {
  const header = JSON.stringify(HEADER, null, 2).replaceAll("\n", "\n  ");
  const lines = [
    ...drawn(COUNT, quotedCase).map((risk) => lineOf("quoted", risk)),
    ...drawn(COUNT, nearCase).map((risk) => lineOf("near", risk)),
    ...drawn(COUNT, smallCase).map((risk) => lineOf("any", risk)),
  ];
  return `{\n  "header": ${header},\n  "cases": [\n${lines.join(",\n")}\n  ]\n}\n`;
};
