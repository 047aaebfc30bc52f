import type { Random } from "../../test/support/pricing/samples.ts";
import { MAX_INT256, MAX_UINT256, MIN_INT256, WAD, drawn, wad } from "./figures.ts";
import { type Columns, type Table, type Value, type VectorFile, single } from "./table.ts";

const COUNT = 60;
const MAX_SQRT = MAX_UINT256 / WAD;
const MAX_EXPONENT = 135n * WAD;

const around = (...values: bigint[]): bigint[] => values.flatMap((value) => [value - 1n, value, value + 1n]);
const rows = (values: readonly bigint[]): Value[][] => values.map((value) => [value]);
const decimals = (...texts: string[]): bigint[] => texts.map(wad);

/** A function of one figure, exposed for many. */
const elementary = (
  of: string,
  method: string,
  about: string,
  x: string,
  result: string,
  sets: Record<string, readonly bigint[]>,
): Table => ({
  of,
  about,
  inputs: { x },
  outputs: { result },
  harness: "PricingHarness",
  method,
  argumentsOf: (input) => [input],
  outputsOf: single,
  sets: Object.fromEntries(Object.entries(sets).map(([set, values]) => [set, rows(values)])),
});

/** A function of two figures. */
const product = (method: string, about: string, inputs: Columns, sets: Record<string, Value[][]>): Table => ({
  of: `FixedPoint.${method}`,
  about,
  inputs,
  outputs: { result: "wad" },
  harness: "PricingHarness",
  method,
  argumentsOf: (input) => input,
  outputsOf: (result) => result,
  sets,
});

/** Pairs whose product fits 256 bits; the second is positive. */
const pair = (random: Random): Value[] => [random.anySize(127), random.anySize(127) + 1n];
const signedPair = (random: Random): Value[] => {
  const [a, b] = [random.anySize(126), random.anySize(126)];
  return [random.pick([a, -a]), random.pick([b, -b])];
};

const pairs: Value[][] = [
  [0n, 0n],
  [0n, MAX_UINT256],
  [MAX_UINT256, 0n],
  [1n, 1n],
  [WAD, WAD],
  [1n, WAD - 1n],
  [1n, WAD],
  [1n, WAD + 1n],
  [1n, MAX_UINT256],
  [MAX_UINT256, 1n],
  [(1n << 128n) - 1n, (1n << 128n) - 1n],
  [1n << 128n, (1n << 128n) - 1n],
];
const tooLarge: Value[][] = [
  [1n << 128n, 1n << 128n],
  [2n, MAX_UINT256],
  [MAX_UINT256, MAX_UINT256],
];
const quotients: Value[][] = [
  [0n, 1n],
  [0n, MAX_UINT256],
  [1n, 1n],
  [1n, 3n],
  [2n, 3n],
  [WAD, 3n * WAD],
  [1n, MAX_UINT256],
  [MAX_SQRT, 1n],
  [MAX_SQRT, MAX_UINT256],
];
const noQuotients: Value[][] = [
  [0n, 0n],
  [7n, 0n],
  [MAX_UINT256, 0n],
  [MAX_SQRT + 1n, 1n],
  [MAX_UINT256, MAX_UINT256],
];

const factors: Columns = { a: "uint256, wad", b: "uint256, wad" };
const quotient: Columns = { a: "numerator, uint256, wad", b: "denominator, uint256, wad" };

export const fixedPoint: VectorFile = {
  name: "fixedPoint",
  title: "Wad arithmetic, elementary functions and the normal distribution",
  conventions: {
    products: "The product of the inputs must fit 256 bits (signed ones for mulFloor), not only the result.",
    rounding:
      "The direction is part of each name: down is toward zero, up away from it, floor toward minus infinity. exp rounds down, ln toward minus infinity, sqrt down (exactly), cdf to the nearest. exp, ln and cdf are approximations: the last digit is the contract's, not always the best one.",
  },
  tables: {
    mulDown: product("mulDown", "a·b/1e18, rounded down.", factors, {
      any: drawn(COUNT, pair),
      edge: pairs,
      refused: tooLarge,
    }),
    mulUp: product("mulUp", "a·b/1e18, rounded up.", factors, {
      any: drawn(COUNT, pair),
      edge: pairs,
      refused: tooLarge,
    }),
    divDown: product("divDown", "a·1e18/b, rounded down.", quotient, {
      any: drawn(COUNT, pair),
      edge: quotients,
      refused: noQuotients,
    }),
    divUp: product("divUp", "a·1e18/b, rounded up.", quotient, {
      any: drawn(COUNT, pair),
      edge: quotients,
      refused: noQuotients,
    }),
    mulFloor: product(
      "mulFloor",
      "a·b/1e18, rounded toward minus infinity.",
      { a: "int256, wad", b: "int256, wad" },
      {
        any: drawn(COUNT, signedPair),
        edge: [
          [0n, 0n],
          [0n, MIN_INT256],
          [-1n, 1n],
          [1n, -1n],
          [-1n, -1n],
          [-1n, WAD],
          [-1n, WAD + 1n],
          [-1n, WAD - 1n],
          [1n, MIN_INT256],
          [MIN_INT256, 1n],
          [-1n, MAX_INT256],
          [-1n, MIN_INT256 + 1n],
        ],
        refused: [
          [-1n, MIN_INT256],
          [MIN_INT256, -1n],
          [2n, MAX_INT256],
          [MIN_INT256, MIN_INT256],
        ],
      },
    ),
    exp: elementary("FixedPoint.exp", "expMany", "e^x.", "exponent, int256, wad, at most 135", "uint256, wad", {
      any: drawn(2 * COUNT, (random) => random.between(-45n * WAD, MAX_EXPONENT)),
      edge: [
        MIN_INT256,
        ...around(-42n * WAD, wad("-41.446531673892822312"), 0n, wad("0.346573590279972654"), WAD),
        -WAD,
        MAX_EXPONENT - 1n,
        MAX_EXPONENT,
      ],
      refused: [MAX_EXPONENT + 1n, MAX_INT256],
    }),
    ln: elementary("FixedPoint.ln", "lnMany", "ln(x).", "uint256, wad, positive", "int256, wad", {
      any: drawn(2 * COUNT, (random) => random.anySize(255) + 1n),
      edge: [
        ...around(2n, WAD, wad("1.414213562373095048"), 2n * WAD, wad("2.718281828459045235")),
        1n << 255n,
        MAX_UINT256,
      ],
      refused: [0n],
    }),
    sqrt: elementary("FixedPoint.sqrt", "sqrtMany", "√x.", "uint256, wad, at most (2^256 − 1)/1e18", "uint256, wad", {
      any: drawn(2 * COUNT, (random) => random.anySize(196)),
      edge: [0n, 1n, 2n, ...around(WAD, 4n * WAD, 10n ** 36n), MAX_SQRT - 1n, MAX_SQRT],
      refused: [MAX_SQRT + 1n, MAX_UINT256],
    }),
    cdf: elementary(
      "Normal.cdf",
      "cdfMany",
      "The standard normal distribution function; N(x) + N(−x) = 1 exactly.",
      "int256, wad, any value",
      "uint256, wad",
      {
        any: drawn(2 * COUNT, (random) => random.between(-10n * WAD, 10n * WAD)),
        edge: [
          MIN_INT256,
          MIN_INT256 + 1n,
          MAX_INT256,
          ...around(-9n * WAD, 0n, 9n * WAD),
          ...decimals("-8.757", "-6", "-3", "-1", "1", "3", "6", "8.757"),
        ],
      },
    ),
  },
};
