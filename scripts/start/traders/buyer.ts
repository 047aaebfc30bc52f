import { toNumber, toWad } from "../units.ts";
import { type MakeHabit, type StepContext, pausing } from "./habit.ts";

/** Buys options, sells part of what has risen and takes profits home. Never owes anything. */
export const buyer: MakeHabit = (random) => {
  const cash = Math.round(random.between(6_000, 18_000));
  const due = pausing(random, [4, 10]);
  const buy = ({ market, portfolio }: StepContext) => {
    const kind = random.next() < 0.5 ? "put" : "call";
    const distance = random.between(0, 0.08);
    const expiry = random.pick(market.expiries(2, 14));
    const instrument = market.option(kind, { expiry, moneyness: kind === "put" ? 1 - distance : 1 + distance });
    const price = toNumber(market.mark(instrument));
    const budget = toNumber(portfolio.cash) * random.between(0.03, 0.08);
    const size = market.size(Math.min(budget / price, (cash * 4) / market.spot));
    return price > market.spot * 0.002 && size > 0n ? [{ type: "trade" as const, instrument, size }] : [];
  };
  const takeProfit = ({ market, portfolio }: StepContext) => {
    const held = portfolio.positions.filter(({ instrument }) => toNumber(market.mark(instrument)) > market.spot * 0.08);
    if (held.length === 0) return [];
    const { instrument, size } = random.pick(held);
    return [{ type: "trade" as const, instrument, size: -size }];
  };
  return {
    kind: "buyer",
    funding: { cash, ether: 0 },
    act: (context) => {
      if (!due(context.market.time)) return [];
      const profit = context.portfolio.cash - toWad(cash * 1.2);
      if (profit > toWad(200)) return [{ type: "withdraw", amount: profit }];
      const sales = random.next() < 0.4 ? takeProfit(context) : [];
      return sales.length > 0 ? sales : buy(context);
    },
  };
};
