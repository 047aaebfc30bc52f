import {
  type SmilePoint,
  type SmileQuote,
  anySmileQuote,
  quotedPoint,
  quotedSmile,
  quotedSmileQuote,
  wildPoint,
  wildSmile,
} from "../../test/support/pricing/volatilityCases.ts";
import {
  DAY,
  MAX_INT256,
  MAX_PRICE,
  MAX_TIME,
  MAX_UINT256,
  MIN_INT256,
  WAD,
  YEAR,
  drawn,
  varied,
  wad,
} from "./figures.ts";
import type { Columns, Value, VectorFile } from "./table.ts";

const QUOTED = 120;
const WILD = 140;

const MAX_FIGURE = (1n << 96n) - 1n;
const MAX_CENTRE = 1n << 95n;

type Params = SmilePoint["params"];
type Row = readonly bigint[];
const [A, B, RHO, M, SIGMA, LOG_MONEYNESS] = [0, 1, 2, 3, 4, 5];
const [FORWARD, STRIKE, TIME] = [5, 6, 7];

const figures = ({ a, b, rho, m, sigma }: Params): bigint[] => [a, b, rho, m, sigma];
const pointOf = ({ params, logMoneyness }: SmilePoint): Value[] => [...figures(params), logMoneyness];
const quoteOf = (q: SmileQuote): Value[] => [...figures(q.params), q.forward, q.strike, q.timeToExpiry];

/** A smile of about 80% for a month, and where it is read. */
const smile: Row = [wad("0.03"), wad("0.1"), wad("-0.3"), wad("0.05"), wad("0.2")];
const point: Row = [...smile, wad("0.1")];
const quote: Row = [...smile, 2000n * WAD, 2200n * WAD, 30n * DAY];

const points = [
  ...varied(
    point,
    [],
    [[LOG_MONEYNESS, 0n]],
    // At the centre; without curvature it is a kink.
    [[LOG_MONEYNESS, wad("0.05")]],
    [
      [LOG_MONEYNESS, wad("0.05")],
      [SIGMA, 0n],
    ],
    [
      [LOG_MONEYNESS, wad("0.05") + 1n],
      [SIGMA, 0n],
    ],
    [
      [LOG_MONEYNESS, wad("0.05") - 1n],
      [SIGMA, 1n],
    ],
    [[SIGMA, 0n]],
    [[SIGMA, 1n]],
    [[SIGMA, MAX_FIGURE]],
    // |k − m| = σ, where the root is furthest off.
    ...["0.25", "-0.15"].map((k) => [[B, 10n ** 24n] as const, [LOG_MONEYNESS, wad(k)] as const]),
    [[B, 0n]],
    [[B, 1n]],
    [[B, MAX_FIGURE]],
    [[RHO, WAD]],
    [[RHO, -WAD]],
    [[RHO, 0n]],
    [
      [RHO, -WAD],
      [SIGMA, 0n],
      [A, 0n],
    ],
    [
      [M, -MAX_CENTRE],
      [B, 1n],
    ],
    [
      [M, MAX_CENTRE - 1n],
      [B, 1n],
    ],
    [
      [M, 0n],
      [LOG_MONEYNESS, MAX_FIGURE],
      [B, 1n],
    ],
    [
      [M, 0n],
      [LOG_MONEYNESS, -MAX_FIGURE],
      [B, 1n],
    ],
    // A variance of 0, of its bound, and of what a alone gives.
    [
      [A, 0n],
      [B, 0n],
    ],
    [
      [A, MAX_FIGURE],
      [B, 0n],
    ],
  ),
  ...varied(
    point.map(() => 0n),
    [],
    [[A, 1n]],
    [[LOG_MONEYNESS, 1n]],
  ),
];

const refusedPoints = varied(
  point,
  [[B, MAX_FIGURE + 1n]],
  [[B, MAX_UINT256]],
  [[RHO, WAD + 1n]],
  [[RHO, -WAD - 1n]],
  [[RHO, MIN_INT256]],
  [[M, MAX_CENTRE]],
  [[M, -MAX_CENTRE - 1n]],
  [[M, MIN_INT256]],
  [[SIGMA, MAX_FIGURE + 1n]],
  [[SIGMA, MAX_UINT256]],
  [
    [M, 0n],
    [LOG_MONEYNESS, MAX_FIGURE + 1n],
  ],
  [
    [M, 0n],
    [LOG_MONEYNESS, -MAX_FIGURE - 1n],
  ],
  [[LOG_MONEYNESS, MIN_INT256]],
  [
    [M, 1n],
    [LOG_MONEYNESS, MIN_INT256],
  ],
  [
    [M, -1n],
    [LOG_MONEYNESS, MAX_INT256],
  ],
  [
    [A, -1n],
    [B, 0n],
  ],
  [
    [A, MAX_FIGURE + 1n],
    [B, 0n],
  ],
  [[A, MIN_INT256]],
  [[A, MAX_INT256]],
  // All at once.
  [
    [B, MAX_FIGURE + 1n],
    [RHO, WAD + 1n],
    [M, MAX_CENTRE],
    [SIGMA, MAX_FIGURE + 1n],
    [LOG_MONEYNESS, MIN_INT256],
  ],
);

const quotes = [
  ...varied(
    quote,
    [],
    [[STRIKE, 2000n * WAD]],
    [[STRIKE, 2000n * WAD - 1n]],
    [[STRIKE, 2000n * WAD + 1n]],
    [[TIME, 1n]],
    [[TIME, MAX_TIME]],
    [[TIME, YEAR]],
    // Beyond four standard deviations to both sides, where the smile is flat.
    [[STRIKE, 4000n * WAD]],
    [[STRIKE, 8000n * WAD]],
    [[STRIKE, 1000n * WAD]],
    [[STRIKE, 500n * WAD]],
    [[STRIKE, 1n]],
    [[STRIKE, MAX_PRICE]],
    [[FORWARD, 1n]],
    [[FORWARD, MAX_PRICE]],
    [
      [FORWARD, MAX_PRICE],
      [STRIKE, MAX_PRICE],
    ],
    [
      [FORWARD, 1n],
      [STRIKE, 1n],
    ],
    [
      [FORWARD, 1n],
      [STRIKE, MAX_PRICE],
      [A, 600n * WAD],
    ],
    [
      [FORWARD, MAX_PRICE],
      [STRIKE, 1n],
      [A, 600n * WAD],
    ],
    // The greatest volatility there is.
    [
      [A, MAX_FIGURE],
      [B, 0n],
      [TIME, 1n],
    ],
  ),
  // No variance at all: the smile is flat at once.
  [0n, 0n, 0n, 0n, 0n, 2000n * WAD, 2200n * WAD, YEAR],
];

const refusedQuotes = varied(
  quote,
  [[FORWARD, 0n]],
  [[STRIKE, 0n]],
  [[TIME, 0n]],
  [[FORWARD, MAX_PRICE + 1n]],
  [[FORWARD, MAX_UINT256]],
  [[STRIKE, MAX_PRICE + 1n]],
  [[TIME, MAX_TIME + 1n]],
  [
    [FORWARD, MAX_PRICE + 1n],
    [STRIKE, MAX_PRICE + 1n],
    [TIME, MAX_TIME + 1n],
  ],
  [
    [FORWARD, 0n],
    [STRIKE, 0n],
    [TIME, 0n],
  ],
  [
    [FORWARD, 0n],
    [RHO, 2n * WAD],
  ],
  [[RHO, 2n * WAD]],
  [[A, -WAD]],
);

const params: Columns = {
  a: "int256, wad, any value that leaves w within its range",
  b: "wad, at most 2^96 − 1",
  rho: "wad, within [−1, 1]",
  m: "int256, wad, within [−2^95, 2^95 − 1]",
  sigma: "wad, at most 2^96 − 1",
};

export const svi: VectorFile = {
  name: "svi",
  title: "The raw SVI smile",
  conventions: {
    formula: "w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)), k = ln(strike/forward); volatility = √(w(k)/(T/year)).",
    rounding:
      "w rounds down, up to the error of the root: below 1 unit + 1.6e-19·b·√((k − m)² + σ²). The volatility is within 2 units of the root of that.",
    wings:
      "volatility() reads the smile at k brought to within ±4√w(0); totalVariance() reads it wherever it is asked to.",
    refusal:
      "totalVariance() checks b, rho, m, sigma, |k − m| ≤ 2^96 − 1, then 0 ≤ w ≤ 2^96 − 1. volatility() first checks the bounds of forward, strike and time, then that none is 0.",
  },
  tables: {
    totalVariance: {
      of: "Svi.totalVariance",
      about: "The total variance w(k).",
      inputs: { ...params, logMoneyness: "k, int256, wad; |k − m| at most 2^96 − 1" },
      outputs: { totalVariance: "wad, at most 2^96 − 1" },
      harness: "SviHarness",
      method: "totalVariance",
      argumentsOf: (input) => [input.slice(0, 5), input[5]],
      outputsOf: (result) => result,
      sets: {
        quoted: drawn(QUOTED, (random) => pointOf(quotedPoint(random))),
        wild: drawn(WILD, (random) => pointOf(wildPoint(random))),
        edge: points,
        refused: refusedPoints,
      },
    },
    volatility: {
      of: "Svi.volatility",
      about: "The volatility of an option.",
      inputs: {
        ...params,
        forward: "wad, 1 to 2^120 − 1",
        strike: "wad, 1 to 2^120 − 1",
        timeToExpiry: "T, seconds, 1 to 2^32 − 1",
      },
      outputs: { volatility: "wad (1e18 = 100%)" },
      harness: "SviHarness",
      method: "volatility",
      argumentsOf: (input) => [input.slice(0, 5), ...input.slice(5)],
      outputsOf: (result) => result,
      sets: {
        quoted: drawn(QUOTED, (random) => quoteOf(quotedSmileQuote(random))),
        wild: drawn(WILD, (random) =>
          quoteOf(anySmileQuote(random, random.pick([quotedSmile, quotedSmile, wildSmile])(random))),
        ),
        edge: quotes,
        refused: refusedQuotes,
      },
    },
  },
};
