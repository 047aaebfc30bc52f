import { isPerpetual } from "@ballast/sdk/instruments";

import { toNumber, toWad } from "../units.ts";
import { type Intent, type MakeHabit, type StepContext, pausing } from "./habit.ts";

/** Shares of equity that a position uses as margin, and that is left at ruin. */
const MARGIN_SHARE = [0.35, 0.8] as const;
const RUIN = 0.1;
/** A position is given up after so many hours. */
const HOLDING = [6, 40] as const;
/** Price moves over this many hours are followed. */
const MEMORY = 12;

/** Follows the trend with a perpetual on margin, up or down, and changes sides when it turns. */
export const speculator: MakeHabit = (random) => {
  const cash = Math.round(random.between(8_000, 20_000));
  const due = pausing(random, HOLDING);
  const seen: { time: number; spot: number }[] = [];
  const trendAt = (time: number, spot: number): number => {
    seen.push({ time, spot });
    while (seen[0]!.time < time - MEMORY * 3600) seen.shift();
    return spot / seen[0]!.spot - 1;
  };
  const turn = ({ market, portfolio, margin }: StepContext, trend: number): Intent[] => {
    const instrument = market.perpetual();
    const held = portfolio.positions.find((position) => isPerpetual(position.instrument))?.size ?? 0n;
    const room = toNumber(margin().equity) * random.between(...MARGIN_SHARE);
    const side = trend >= 0 ? 1n : -1n;
    const wanted = side * market.size(room / market.initialOf(instrument));
    const size = wanted - held;
    return size === 0n ? [] : [{ type: "trade", instrument, size }];
  };
  return {
    kind: "speculator",
    funding: { cash, ether: 0 },
    act: (context) => {
      const { time, spot } = context.market;
      const trend = trendAt(time, spot);
      if (!due(time)) return [];
      const ruined = toNumber(context.margin().equity) < cash * RUIN;
      if (!ruined) return turn(context, trend);
      if (context.portfolio.positions.length > 0) return [];
      return [{ type: "deposit", amount: toWad(cash) - (context.portfolio.cash < 0n ? context.portfolio.cash : 0n) }];
    },
  };
};
