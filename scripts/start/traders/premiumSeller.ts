import { toNumber, toWad } from "../units.ts";
import { type MakeHabit, type StepContext, pausing } from "./habit.ts";

/** Share of equity that one sale may use as margin, and that all may. */
const PER_TRADE = 0.15;
const IN_ALL = 0.55;

/** Sells options away from the money for some days, with margin to spare, and lives off the premium. */
export const premiumSeller: MakeHabit = (random) => {
  const cash = Math.round(random.between(20_000, 60_000));
  const due = pausing(random, [4, 8]);
  const payday = pausing(random, [48, 96]);
  const sell = ({ market, margin }: StepContext) => {
    const { equity, initial } = margin();
    const room = toNumber(equity) * IN_ALL - toNumber(initial);
    if (room <= 0) return [];
    const kind = random.next() < 0.6 ? "put" : "call";
    const distance = random.between(0.05, 0.14);
    const expiry = random.pick(market.expiries(1, 8));
    const instrument = market.option(kind, { expiry, moneyness: kind === "put" ? 1 - distance : 1 + distance });
    const budget = Math.min(room, toNumber(equity) * PER_TRADE);
    const size = market.size(budget / market.initialOfShort(instrument));
    return size === 0n ? [] : [{ type: "trade" as const, instrument, size: -size }];
  };
  return {
    kind: "premium seller",
    funding: { cash, ether: 0 },
    act: (context) => {
      if (payday(context.market.time)) {
        const amount = (context.freeCash() - toWad(cash * 0.5)) / 4n;
        if (amount > toWad(100)) return [{ type: "withdraw", amount }];
      }
      return due(context.market.time) ? sell(context) : [];
    },
  };
};
