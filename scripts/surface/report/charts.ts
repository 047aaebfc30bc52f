import { isoOf } from "../../start/prices/select.ts";
import { type ExpiryFit, type SnapshotFit, volatilityAt } from "../assess/assess.ts";
import type { Summary } from "../assess/summary.ts";
import { pointsOf } from "../assess/tally.ts";
import { type Chart, type Mark, draw } from "./svg.ts";
import { figure } from "./tables.ts";

const DAY = 86_400;
const YEAR = 365 * DAY;
const REACH = 3;
const STEPS = 60;
const COLOURS = ["#2f6fde", "#e07b39", "#2a9d6f", "#b0468f"];

const percent = (value: number): string => `${Math.round(100 * value)}%`;

/** The smile of one expiry over its quotes out of the money. */
export const smileChart = (fit: ExpiryFit): string => {
  const deviation = fit.atTheMoney * Math.sqrt(fit.tenor / YEAR);
  const line = Array.from({ length: STEPS + 1 }, (_, i): [number, number] => {
    const x = REACH * ((2 * i) / STEPS - 1);
    return [x, volatilityAt(fit, x * deviation)];
  });
  const volatilities = line.map(([, volatility]) => volatility);
  const [least, most] = [Math.min(...volatilities), Math.max(...volatilities)];
  const room = Math.max(0.35 * (most - least), 0.03);
  const y = { from: Math.max(0, least - room), to: most + room, label: "volatility", write: percent };
  const marks = fit.quotes
    .filter(({ outOfTheMoney }) => outOfTheMoney)
    .flatMap(({ strike, isCall, bid, ask, forward }): Mark[] => {
      const x = Math.log(strike / forward) / deviation;
      const low = bid ?? y.from;
      const high = ask ?? y.to;
      if (Math.abs(x) > REACH || low > y.to || high < y.from) return [];
      const side = (volatility?: number): string => (volatility === undefined ? "none" : figure(100 * volatility, 1));
      return [
        { kind: "range", x, low, high, hint: `${strike} ${isCall ? "call" : "put"}: ${side(bid)} to ${side(ask)}` },
      ];
    });
  const error = Number.isFinite(fit.rmse) ? `, rmse ${figure(100 * fit.rmse)}` : "";
  const title = `${isoOf(fit.expiry).slice(0, 10)}, ${figure(fit.tenor / DAY, fit.tenor < DAY ? 2 : 0)} days${error}`;
  const x = { from: -REACH, to: REACH, label: "ln(K/F) in standard deviations", write: String };
  return draw({ title, x, y, marks: [...marks, { kind: "line", points: line }] });
};

/** The error by time to expiry. */
export const errorChart = ({ buckets }: Summary): string => {
  const known = buckets.map(({ rmse }) => rmse).filter(Number.isFinite);
  const names = buckets.map(({ name }) => name);
  return draw({
    title: "Error by time to expiry",
    x: { from: -0.5, to: buckets.length - 0.5, label: "time to expiry", write: (i) => names[i] ?? "" },
    y: { from: 0, to: 1.1 * Math.max(0.1, ...known), label: "rmse, points of volatility", write: (v) => figure(v) },
    marks: buckets.flatMap(({ rmse, quotes }, i): Mark[] =>
      Number.isFinite(rmse)
        ? [{ kind: "bar", x: i, width: 0.6, y: rmse, hint: `${figure(rmse)} points over ${quotes} quotes` }]
        : [],
    ),
    width: 470,
  });
};

/** The error of every snapshot beyond two days, by coin. */
export const historyChart = (snapshots: readonly SnapshotFit[]): string => {
  const coins = [...new Set(snapshots.map(({ coin }) => coin))];
  const marks = snapshots.map(({ coin, time, fits }, i): Mark => {
    const far = fits.filter(({ tenor }) => tenor > 2 * DAY);
    const quotes = far.reduce((sum, { tally }) => sum + tally.quotes, 0);
    const y = pointsOf(
      far.reduce((sum, { tally }) => sum + tally.squares, 0),
      quotes,
    );
    const x = i - snapshots.findIndex((snapshot) => snapshot.coin === coin);
    const colour = COLOURS[coins.indexOf(coin) % COLOURS.length]!;
    return { kind: "dot", x, y: Number.isFinite(y) ? y : 0, colour, hint: `${coin} ${isoOf(time)}: ${figure(y)}` };
  });
  const most = Math.max(0.1, ...marks.map((mark) => (mark.kind === "dot" ? mark.y : 0)));
  const chart: Chart = {
    title: `Error beyond 2 days by snapshot: ${coins.join(" blue, ")}${coins.length === 2 ? " orange" : ""}`,
    x: {
      from: -0.5,
      to: Math.max(1, ...marks.map((mark) => (mark.kind === "dot" ? mark.x : 0))) + 0.5,
      label: "snapshot",
      write: String,
    },
    y: { from: 0, to: 1.1 * most, label: "rmse, points of volatility", write: (v) => figure(v) },
    marks,
    width: 470,
  };
  return draw(chart);
};
