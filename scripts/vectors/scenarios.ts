import { type ScenarioCase, anyCase, shiftsOf, typicalCase } from "../../test/support/pricing/scenarioCases.ts";
import { option } from "./black76.ts";
import { DAY, MAX_PRICE, MAX_RATE, MAX_TIME, MAX_UINT256, WAD, YEAR, drawn, wad } from "./figures.ts";
import { type Columns, type Value, type VectorFile, many, row } from "./table.ts";

const QUOTED = 80;
const ANY = 80;
const PREPARED = 20;

const [LEAST, GREATEST] = [wad("-0.95"), wad("2.5")];

const rowOf = (c: ScenarioCase): Value[] => [
  c.forward,
  c.strike,
  c.timeToExpiry,
  c.volatilities,
  c.discount,
  c.isCall,
  c.shifts,
];

const plain: ScenarioCase = {
  forward: 2000n * WAD,
  strike: 2000n * WAD,
  timeToExpiry: 30n * DAY,
  volatilities: [wad("0.56"), wad("0.8"), wad("1.16")],
  discount: WAD,
  isCall: true,
  shifts: shiftsOf(wad("0.2")),
};

const rates = (rate: bigint): ScenarioCase["volatilities"] => [rate, rate, rate];
const alternating = [LEAST, 0n, GREATEST, LEAST, 0n, GREATEST, GREATEST, LEAST, GREATEST];
/** The largest forward that the greatest shift leaves in range. */
const LARGEST = (MAX_PRICE * WAD + WAD - 1n) / (WAD + GREATEST);

const edges: Partial<ScenarioCase>[] = [
  {},
  ...[0n, 1n, MAX_PRICE].map((strike) => ({ strike })),
  ...[0n, 1n, LARGEST].map((forward) => ({ forward, shifts: alternating })),
  ...[0n, 1n, MAX_TIME].map((timeToExpiry) => ({ timeToExpiry })),
  ...[0n, 1n, MAX_RATE].map((rate) => ({ volatilities: rates(rate) })),
  ...[0n, 1n, wad("1.03"), MAX_RATE].map((discount) => ({ discount })),
  { volatilities: [0n, wad("0.8"), MAX_RATE] },
  { volatilities: [MAX_RATE, wad("0.8"), 0n] },
  { forward: 0n, strike: 0n },
  { timeToExpiry: 0n, volatilities: rates(0n) },
  { timeToExpiry: 1n, volatilities: rates(1n) },
  { timeToExpiry: MAX_TIME, volatilities: rates(MAX_RATE) },
  { strike: 2000n * WAD - 1n },
  { strike: 2000n * WAD + 1n },
  { strike: 20n * WAD },
  { strike: 200_000n * WAD },
  // No shift at all: every value at the second volatility is the mark.
  { shifts: shiftsOf(0n) },
  { shifts: alternating },
  { shifts: shiftsOf(0n).fill(LEAST) },
  { shifts: shiftsOf(0n).fill(GREATEST) },
  { shifts: shiftsOf(0n).fill(1n) },
  { forward: MAX_PRICE, strike: MAX_PRICE, shifts: shiftsOf(0n) },
  { forward: MAX_PRICE, strike: 1n, shifts: shiftsOf(0n).fill(LEAST), discount: MAX_RATE },
  // Half of s is 9, 10 and 11: beyond 10 standard deviations a tail is 0.
  { timeToExpiry: 4n * YEAR, volatilities: [9n * WAD, 10n * WAD, 11n * WAD] },
];

const refused: Partial<ScenarioCase>[] = [
  { forward: MAX_PRICE },
  { forward: LARGEST + 1n, shifts: alternating },
  { forward: MAX_PRICE + 1n, shifts: shiftsOf(0n).fill(LEAST) },
  { forward: MAX_UINT256 },
  { strike: MAX_PRICE + 1n },
  { timeToExpiry: MAX_TIME + 1n },
  ...[0, 1, 2].map((i) => ({
    volatilities: rates(0n).map((_, j) => (i === j ? MAX_RATE + 1n : 0n)) as unknown as ScenarioCase["volatilities"],
  })),
  { discount: MAX_RATE + 1n },
  { forward: MAX_PRICE + 1n, strike: MAX_PRICE + 1n, timeToExpiry: MAX_TIME + 1n, discount: MAX_RATE + 1n },
  { volatilities: [MAX_RATE + 3n, MAX_RATE + 2n, MAX_RATE + 1n], discount: MAX_RATE + 1n },
  { strike: MAX_PRICE + 1n, shifts: shiftsOf(0n).fill(GREATEST + 1n) },
];

const refusedShifts = [LEAST - 1n, GREATEST + 1n, -WAD, 1n << 254n, -(1n << 255n)].map((shift) =>
  shiftsOf(0n).with(8, shift),
);

const shifts = "nine relative moves of the spot, wad, each within [−0.95, 2.5]: seven spots, then two tails";

const inputs: Columns = {
  ...Object.fromEntries(Object.entries(option).filter(([name]) => name !== "volatility" && name !== "discount")),
  volatilities: "down, unmoved and up, wad, each at most 2^64 − 1",
  discount: option.discount!,
  isCall: "whether the option is a call",
  shifts,
};

export const scenarios: VectorFile = {
  name: "scenarios",
  title: "Black-76 values of one option in 23 scenarios",
  conventions: {
    order:
      "Value 3·i + j belongs to spot i (0 … 6) and volatility j (0 … 2); values 21 and 22 to the two tails at the third volatility.",
    spots: "F' = F·(1 + shift), rounded down.",
    rounding:
      "The out-of-the-money value and D·|F' − K| round down, so call − put = ±(D·|F' − K|) to the unit. The kernel is coarser than Black76.price, except where the shift is 0 and the volatility the second: there it is the same number, the mark.",
    refusal:
      "An argument above its bound reverts with the error of Black76, a shift out of range with ShiftOutOfRange. Neither F nor F·(1 + the greatest shift) may pass the bound of the forward.",
  },
  tables: {
    prepare: {
      of: "Scenarios.prepare",
      about: "What the options of one market share at one width.",
      inputs: { shifts },
      outputs: {
        factors: "nine times 1 + shift, wad",
        logarithms: "nine times ln(factor), Q128, rounded toward zero",
        greatest: "the greatest factor, wad",
      },
      harness: "ScenariosHarness",
      method: "prepare",
      argumentsOf: (input) => input,
      outputsOf: ([prepared]) => prepared as Value[],
      sets: {
        any: drawn(PREPARED, (random) => [anyCase(random).shifts]),
        edge: [[shiftsOf(0n)], [alternating], [shiftsOf(0n).fill(1n)], [shiftsOf(0n).fill(-1n)]],
        refused: refusedShifts.map((nine) => [nine]),
      },
    },
    fill: {
      of: "Scenarios.fill, after Scenarios.prepare",
      about: "The values of one call or put.",
      inputs,
      outputs: { values: "23 values, wad" },
      harness: "ScenariosHarness",
      method: "fillMany",
      argumentsOf: many,
      outputsOf: (result) => [row(result)],
      sets: {
        quoted: drawn(QUOTED, (random) => rowOf(typicalCase(random))),
        any: drawn(ANY, (random) => rowOf(anyCase(random))),
        edge: edges.flatMap((change) => [true, false].map((isCall) => rowOf({ ...plain, isCall, ...change }))),
        refused: refused.map((change) => rowOf({ ...plain, ...change })),
      },
    },
  },
};
