import { anyOption, quotedOption } from "../../test/support/pricing/samples.ts";
import { DAY, MAX_PRICE, MAX_RATE, MAX_TIME, MAX_UINT256, WAD, YEAR, drawn, varied, wad } from "./figures.ts";
import { type Columns, type VectorFile, many } from "./table.ts";

const QUOTED = 220;
const ANY = 220;

type Row = readonly bigint[];
const [F, K, T, VOLATILITY, D] = [0, 1, 2, 3, 4];

/** An option at the money, and what each test of an edge changes of it. */
const plain: Row = [2000n * WAD, 2000n * WAD, 30n * DAY, wad("0.8"), WAD];
const above = varied(plain, [[K, 2500n * WAD]])[0]!;
const below = varied(plain, [[K, 1600n * WAD]])[0]!;
const bounds: Row = [MAX_PRICE, MAX_PRICE, MAX_TIME, MAX_RATE, MAX_RATE];
const columns = [F, K, T, VOLATILITY, D];

const strikes = (texts: readonly string[], ...rest: bigint[]): bigint[][] =>
  texts.map((text) => [WAD, wad(text), ...rest]);

/** Every figure at 0, at 1 and at its bound. */
const extremes = [plain, above, below].flatMap((row) =>
  varied(row, ...columns.flatMap((column) => [0n, 1n, bounds[column]!].map((value) => [[column, value] as const]))),
);

/** Several figures at an extreme. */
const corners = [
  ...varied(
    plain,
    [F, K].map((column) => [column, 0n]),
    [F, K, T].map((column) => [column, 0n]),
    [T, VOLATILITY].map((column) => [column, 0n]),
    [T, VOLATILITY].map((column) => [column, 1n]),
    [F, K].map((column) => [column, 1n]),
    [F, K].map((column) => [column, MAX_PRICE]),
    columns.map((column) => [column, 0n]),
    columns.map((column) => [column, 1n]),
    columns.map((column) => [column, bounds[column]!]),
  ),
  // The least and the greatest ratio of forward and strike, each at the least and the greatest deviation.
  ...[
    [1n, MAX_PRICE],
    [MAX_PRICE, 1n],
    [MAX_PRICE, MAX_PRICE - 1n],
    [MAX_PRICE - 1n, MAX_PRICE],
    [1n, 2n],
    [2n, 1n],
  ].flatMap(([forward, strike]) => [
    [forward!, strike!, 1n, 1n, WAD],
    [forward!, strike!, YEAR, WAD, WAD],
    [forward!, strike!, MAX_TIME, MAX_RATE, WAD],
    [forward!, strike!, MAX_TIME, MAX_RATE, MAX_RATE],
  ]),
];

const moneyness = [
  // A unit beside the money.
  ...varied(plain, [[K, 2000n * WAD - 1n]], [[K, 2000n * WAD + 1n]], [[D, wad("0.97")]], [[D, wad("1.03")]]),
  // Deep in and out of the money, for a day and for a year.
  ...["0.01", "0.1", "0.5", "0.8", "1.25", "2", "10", "100"].flatMap((ratio) => [
    [2000n * WAD, 2000n * wad(ratio), DAY, wad("0.8"), WAD],
    [2000n * WAD, 2000n * wad(ratio), YEAR, wad("0.8"), WAD],
  ]),
];

/** With σ = 1 and a year, s is 1: the strikes are e^x for the x that are named. */
const switches = [
  // x = ½: the strike is within s²/2 of the forward, or is not.
  ...strikes(["1.648721270700128146", "1.648721270700128147", "0.606530659712633423"], YEAR, WAD, WAD),
  // x = 12.5, 13.5 and 14.5: beyond 13 standard deviations a tail is 0. A large forward shows it.
  ...["268337.286521", "729416.369847", "1982759.263537"].map((ratio) => [
    10n ** 30n,
    10n ** 12n * wad(ratio),
    YEAR,
    WAD,
    WAD,
  ]),
  // ½s is 13, and just below and above it, where the time value is the whole price.
  ...[-1n, 0n, 1n, 10n ** 12n].map((more) => [10n ** 30n, 10n ** 30n, 4n * YEAR, 13n * WAD + more, WAD]),
  // The logarithm reduces the ratio by powers of two around 256/181.
  ...strikes(["1.414364640883977900", "1.414364640883977901", "2", "0.5", "4"], YEAR, WAD, WAD),
];

const refused = [
  ...varied(
    plain,
    ...columns.flatMap((column) => [
      [[column, bounds[column]! + 1n] as const],
      [[column, MAX_UINT256] as const],
      // This one and all that follow.
      columns.slice(column).map((later) => [later, bounds[later]! + 1n] as const),
    ]),
  ),
  // Also where nothing else would matter.
  ...varied(plain, [
    [F, 0n],
    [K, 0n],
    [T, 0n],
    [VOLATILITY, 0n],
    [D, MAX_RATE + 1n],
  ]),
];

/** Of an option; other files refer to them in the same words. */
export const option: Columns = {
  forward: "F, wad, at most 2^120 − 1",
  strike: "K, wad, at most 2^120 − 1",
  timeToExpiry: "T, seconds, at most 2^32 − 1",
  volatility: "σ, wad (1e18 = 100%), at most 2^64 − 1",
  discount: "D, wad, at most 2^64 − 1",
};

export const black76: VectorFile = {
  name: "black76",
  title: "Black-76 values and greeks of European options on a forward",
  conventions: {
    formula:
      "call = D(F·N(d1) − K·N(d2)), put = D(K·N(−d2) − F·N(−d1)), d1 = ln(F/K)/s + s/2, d2 = d1 − s, s = σ√(T/year).",
    rounding:
      "The option that is out of the money is computed and rounded down. The other one is that plus D·|F − K| rounded down, so call − put = ±(D·|F − K|) to the unit. Greeks round toward zero.",
    edges:
      "With F, K, T or σ at 0 the prices are discounted intrinsic values and gamma, vega and theta 0; delta is D for F > K, D/2 (rounded down) for F = K > 0, else 0. A tail beyond 13 standard deviations is 0.",
    refusal:
      "An argument above its bound reverts; of several the first in the order of the columns. There are no negative inputs: the contract takes uint256.",
  },
  tables: {
    greeks: {
      of: "Black76.greeks; Black76.price gives the same call and put",
      about: "Prices and greeks.",
      inputs: option,
      outputs: {
        call: "wad",
        put: "wad",
        delta: "of the call, wad; the put's is delta − D",
        gamma: "of both, wad, per 1.0 of the forward squared",
        vega: "of both, wad, per 1.00 of volatility",
        theta: "−∂V/∂T of both at constant F and D, wad per year, at most 0",
      },
      harness: "PricingHarness",
      method: "greeksMany",
      argumentsOf: many,
      outputsOf: ([rows]) => (rows as bigint[][])[0]!,
      sets: {
        quoted: drawn(QUOTED, quotedOption),
        any: drawn(ANY, anyOption),
        edge: [...extremes, ...corners, ...moneyness, ...switches],
        refused,
      },
    },
  },
};
