/**
 * Draws `docs/images/pricing-error.svg`: how far `black76.price`, the same bits in contract and SDK, is from Black-76 with
 * 640 bits. Run by `npm run docs:charts`, takes about half a minute.
 */
import { mkdirSync, writeFileSync } from "node:fs";

import { black76 } from "../../sdk/src/pricing/index.ts";
import { REFERENCE_BITS, black76 as reference } from "../../test/support/pricing/reference.ts";
import type { Option } from "../../test/support/pricing/samples.ts";
import { type Axis, draw, powerOfTen, scientific } from "./heatMap.ts";
import { ONE, distribution, toNumber } from "./precise.ts";

const TARGET = new URL("../../docs/images/pricing-error.svg", import.meta.url);

const WAD = 10n ** 18n;
const [HOUR, DAY, YEAR] = [3_600, 86_400, 31_536_000];
const VOLATILITY = 0.8;
/** The strike in wei, close to its bound of 2^120 ≈ 1.3e36: one wei of rounding must not hide the approximation. */
const STRIKE = 10n ** 36n;
/** In standard deviations. */
const FARTHEST = 8;
const [SHORTEST, LONGEST] = [HOUR, 10 * YEAR];

const [COLUMNS, ROWS] = [120, 84];
/** Prices per cell and direction; the error changes its sign many times, and a single price would hit some zeros. */
const PER_CELL = 2;

/** Errors of one price: of max(F, K), and of the value itself. */
interface Errors {
  readonly absolute: number;
  readonly relative: number;
}

/** An out-of-the-money call `distance` standard deviations from the money. The put with F and K exchanged is the same. */
const errorsAt = (distance: number, time: number): Errors => {
  const deviation = VOLATILITY * Math.sqrt(time / YEAR);
  const forward = BigInt(Math.round(Math.exp(-distance * deviation) * 1e15)) * (STRIKE / 10n ** 15n);
  const option: Option = [forward, STRIKE, BigInt(time), BigInt(VOLATILITY * 1e18), WAD];
  const exact = reference(option).call;
  const error = Math.abs(toNumber((black76.price(...option).call << REFERENCE_BITS) - exact));
  return { absolute: error / Number(STRIKE), relative: error / toNumber(exact) };
};

/** The time at a share of the vertical axis. */
const timeAt = (share: number): number => Math.round(SHORTEST * (LONGEST / SHORTEST) ** share);
const shareOf = (time: number): number => Math.log(time / SHORTEST) / Math.log(LONGEST / SHORTEST);

/** The worst of the prices in a cell. */
const cell = (row: number, column: number): Errors => {
  let worst: Errors = { absolute: 0, relative: 0 };
  for (let i = 0; i < PER_CELL ** 2; i++) {
    const [across, up] = [(i % PER_CELL) + 0.5, Math.floor(i / PER_CELL) + 0.5];
    const distance = ((column + across / PER_CELL) / COLUMNS) * FARTHEST;
    const { absolute, relative } = errorsAt(distance, timeAt((row + up / PER_CELL) / ROWS));
    worst = { absolute: Math.max(worst.absolute, absolute), relative: Math.max(worst.relative, relative) };
  }
  return worst;
};

const grid: Errors[][] = [];
for (let row = 0; row < ROWS; row++) {
  if (row % 14 === 0) process.stderr.write(`row ${row} of ${ROWS} …\n`);
  grid.push(Array.from({ length: COLUMNS }, (_, column) => cell(row, column)));
}
const logarithmsOf = (kind: keyof Errors): number[][] =>
  grid.map((row) => row.map((errors) => Math.log10(errors[kind])));

const x: Axis = {
  label: "distance from the money |ln(K/F)| / σ√T, standard deviations",
  ticks: Array.from({ length: FARTHEST + 1 }, (_, i) => ({ at: i / FARTHEST, text: String(i) })),
};
const top: Axis = {
  label: "N(−distance)",
  ticks: [0, 2, 4, 6, 8].map((i) => {
    const share = toNumber(distribution(BigInt(-i) * ONE));
    return { at: i / FARTHEST, text: i < 4 ? share.toFixed(i === 0 ? 1 : 3) : scientific(share) };
  }),
};
const y: Axis = {
  label: "time to expiry",
  ticks: (
    [
      ["1 hour", HOUR],
      ["1 day", DAY],
      ["1 week", 7 * DAY],
      ["30 days", 30 * DAY],
      ["1 year", YEAR],
      ["10 years", 10 * YEAR],
    ] as const
  ).map(([text, time]) => ({
    at: shareOf(time),
    text,
    note: `s = ${(VOLATILITY * Math.sqrt(time / YEAR)).toPrecision(2)}`,
  })),
};

const drawing = draw({
  title: "Error of black76.price against Black-76 with 640 bits",
  caption: [
    `Out-of-the-money option, σ = 80%, s = σ√T, discount 1, max(F, K) = ${powerOfTen(36)} wei, so that rounding to a wei does not show; F and K may be exchanged.`,
    `Each cell shows the worst of ${PER_CELL ** 2} prices, the ring the worst of all. The value in the money has the absolute error of the other side.`,
  ],
  x,
  top,
  y,
  maps: [
    {
      title: "(a) error / max(F, K)",
      scale: { from: -22, to: -17.5, perDecade: 4 },
      logarithms: logarithmsOf("absolute"),
    },
    {
      title: "(b) error / value",
      scale: { from: -17.5, to: -9.5, perDecade: 2 },
      logarithms: logarithmsOf("relative"),
    },
  ],
});
mkdirSync(new URL(".", TARGET), { recursive: true });
writeFileSync(TARGET, drawing);
for (const kind of ["absolute", "relative"] as const) {
  process.stderr.write(`worst ${kind} error ${Math.max(...grid.flat().map((e) => e[kind])).toExponential(2)}\n`);
}
