import { toNumber, toWad } from "../units.ts";
import { type Intent, type MakeHabit, type StepContext, pausing } from "./habit.ts";

/** Share of equity that is put at risk. */
const LEVERAGE = 0.96;
const DAY = 86_400;

/**
 * Sells options near the money up to its initial margin and takes out what is left free. When it has lost nearly
 * everything it waits a day and comes back with new money.
 */
export const gambler: MakeHabit = (random) => {
  const cash = Math.round(random.between(8_000, 16_000));
  const due = pausing(random, [3, 8]);
  let ruinedAt: number | undefined;
  const sell = ({ market, margin }: StepContext): Intent[] => {
    const { equity, initial } = margin();
    const room = toNumber(equity) * LEVERAGE - toNumber(initial);
    if (room < cash * 0.03) return [];
    const kinds = random.next() < 0.3 ? (["put", "call"] as const) : (["put"] as const);
    const expiry = random.pick(market.expiries(1, 5));
    return kinds.flatMap((kind) => {
      const distance = random.between(0.01, 0.05);
      const instrument = market.option(kind, { expiry, moneyness: kind === "put" ? 1 - distance : 1 + distance });
      const size = market.size(room / kinds.length / market.initialOfShort(instrument));
      return size === 0n ? [] : [{ type: "trade" as const, instrument, size: -size }];
    });
  };
  const comeBack = ({ market, portfolio }: StepContext): Intent[] => {
    ruinedAt ??= market.time;
    if (market.time - ruinedAt < DAY || portfolio.positions.length > 0) return [];
    ruinedAt = undefined;
    return [{ type: "deposit", amount: toWad(cash) - (portfolio.cash < 0n ? portfolio.cash : 0n) }];
  };
  return {
    kind: "gambler",
    funding: { cash, ether: 0 },
    act: (context) => {
      if (!due(context.market.time)) return [];
      if (toNumber(context.margin().equity) < cash * 0.15) return comeBack(context);
      const free = context.freeCash();
      if (free > toWad(cash * 0.2) && random.next() < 0.3) return [{ type: "withdraw", amount: free / 2n }];
      return sell(context);
    },
  };
};
