import {
  type PriceQuote,
  anyPrice,
  argumentsOf,
  quotedPrice,
  wildPrice,
} from "../../test/support/pricing/volatilityCases.ts";
import { option } from "./black76.ts";
import { DAY, MAX_PRICE, MAX_RATE, MAX_TIME, MAX_UINT256, WAD, YEAR, drawn, wad } from "./figures.ts";
import type { VectorFile } from "./table.ts";

const QUOTED = 200;
const ANY = 200;
const WILD = 120;

const plain: PriceQuote = {
  forward: 2000n * WAD,
  strike: 2200n * WAD,
  timeToExpiry: 30n * DAY,
  discount: WAD,
  price: 50n * WAD,
  isCall: true,
};
/** What a call of `plain` is worth at most, and its put at least. */
const [BOUND, INTRINSIC] = [2000n * WAD, 200n * WAD];
const put = { isCall: false };

const edges: Partial<PriceQuote>[] = [
  {},
  // No time value, and the least there is.
  { price: 0n },
  { price: 1n },
  { ...put, price: INTRINSIC },
  { ...put, price: INTRINSIC + 1n },
  { price: 0n, timeToExpiry: 0n },
  { ...put, price: INTRINSIC, timeToExpiry: 0n },
  // The greatest there is.
  ...[BOUND - WAD, BOUND - 2n, BOUND - 1n, BOUND].map((price) => ({ price })),
  { ...put, price: 2200n * WAD - 1n },
  { ...put, price: 2200n * WAD },
  // At the money.
  ...[0n, 1n, 2n, WAD, 50n * WAD, 1000n * WAD, BOUND - 1n, BOUND].map((price) => ({ strike: BOUND, price })),
  ...[2000n * WAD - 1n, 2000n * WAD + 1n].map((strike) => ({ strike })),
  // Far from the money: the price of a unit, and of most.
  ...[wad("0.000001"), WAD, 20n * WAD, 200_000n * WAD, 10n ** 30n, MAX_PRICE].flatMap((strike) => [
    { strike, isCall: strike > 2000n * WAD, price: 1n },
    { strike, isCall: strike > 2000n * WAD, price: ((strike < BOUND ? strike : BOUND) * 9n) / 10n },
  ]),
  // Bounds.
  { forward: MAX_PRICE, strike: MAX_PRICE, price: MAX_PRICE },
  { forward: MAX_PRICE, strike: MAX_PRICE, price: MAX_PRICE / 2n },
  { forward: MAX_PRICE, strike: MAX_PRICE, price: 1n },
  { forward: MAX_PRICE, strike: 1n, price: MAX_PRICE - 1n },
  { forward: 1n, strike: 1n, price: 1n },
  { forward: 1n, strike: 1n, price: 0n },
  { forward: 0n, strike: 0n, price: 0n },
  { forward: 0n, price: 0n },
  { strike: 0n, price: BOUND },
  ...[1n, YEAR, MAX_TIME].map((timeToExpiry) => ({ timeToExpiry })),
  { discount: 0n, price: 0n },
  { discount: 1n, price: 0n },
  { discount: 1n, price: 1n },
  { discount: 1n, price: 2000n },
  { discount: wad("0.97") },
  { discount: wad("1.03") },
  { discount: MAX_RATE },
];

const refused: Partial<PriceQuote>[] = [
  { ...put, price: INTRINSIC - 1n },
  { ...put, price: 0n },
  { price: BOUND + 1n },
  { price: MAX_UINT256 },
  { ...put, price: 2200n * WAD + 1n },
  { timeToExpiry: 0n, price: 1n },
  { ...put, timeToExpiry: 0n, price: INTRINSIC + 1n },
  { ...put, timeToExpiry: 0n, price: INTRINSIC - 1n },
  { forward: 0n, price: 1n },
  { strike: 0n, price: BOUND - 1n },
  { discount: 0n, price: 1n },
  { forward: MAX_PRICE + 1n },
  { strike: MAX_PRICE + 1n },
  { timeToExpiry: MAX_TIME + 1n },
  { discount: MAX_RATE + 1n },
  { forward: MAX_UINT256, strike: MAX_UINT256, timeToExpiry: MAX_UINT256, discount: MAX_UINT256, price: MAX_UINT256 },
];

export const impliedVolatility: VectorFile = {
  name: "impliedVolatility",
  title: "The volatility at which Black-76 gives a price",
  conventions: {
    meaning:
      "The solution of Black-76 for σ, in 365-day years. It may exceed the bound that Black76.price has for a volatility, and is then returned as it is.",
    edges:
      "Without time value (the price is the discounted intrinsic value) the result is 0. A price within half a unit of its upper bound, D·F of a call and D·K of a put, counts as half a unit less than the bound.",
    precision: "Within 1e-12·(1 + σ) plus the effect of 2 units of price.",
    refusal:
      "The bounds of the arguments are checked first, in the order of the columns; then that the price is at least the intrinsic value, that a price above it has time, and that it is at most its bound.",
  },
  tables: {
    solve: {
      of: "ImpliedVolatility.solve",
      about: "The implied volatility.",
      inputs: {
        ...Object.fromEntries(Object.entries(option).filter(([name]) => name !== "volatility")),
        price: "of the call or put, wad",
        isCall: "whether the price is a call's",
      },
      outputs: { volatility: "σ, wad (1e18 = 100%)" },
      harness: "ImpliedVolatilityHarness",
      method: "solve",
      argumentsOf: (input) => [input],
      outputsOf: (result) => result,
      sets: {
        quoted: drawn(QUOTED, (random) => argumentsOf(quotedPrice(random))),
        any: drawn(ANY, (random) => argumentsOf(anyPrice(random))),
        wild: drawn(WILD, (random) => argumentsOf(wildPrice(random))),
        edge: edges.map((change) => argumentsOf({ ...plain, ...change })),
        refused: refused.map((change) => argumentsOf({ ...plain, ...change })),
      },
    },
  },
};
