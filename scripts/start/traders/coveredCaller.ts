import { isCall } from "@ballast/sdk/instruments";

import { MARKET } from "../chain/house.ts";
import { toNumber, toWad } from "../units.ts";
import { type MakeHabit, type StepContext, pausing } from "./habit.ts";

/** Left in the account when calls were assigned, USDC. */
const RESERVE = 250;

/** Holds ether as collateral and sells calls on it. What it owes when they are assigned it pays in from outside. */
export const coveredCaller: MakeHabit = (random) => {
  const ether = Math.round(random.between(20_000, 50_000));
  const due = pausing(random, [6, 14]);
  const sell = ({ market, portfolio }: StepContext) => {
    const held = toNumber(portfolio.collateral[MARKET] ?? 0n);
    const sold = portfolio.positions.filter(({ instrument }) => isCall(instrument)).map(({ size }) => -toNumber(size));
    const uncovered = held - sold.reduce((sum, size) => sum + size, 0);
    const expiry = random.pick(market.expiries(2, 9));
    const instrument = market.option("call", { expiry, moneyness: random.between(1.04, 1.12) });
    const size = market.size(uncovered * 0.4);
    return uncovered > held * 0.2 && size > 0n ? [{ type: "trade" as const, instrument, size: -size }] : [];
  };
  return {
    kind: "covered caller",
    funding: { cash: 1_000, ether },
    act: (context) => {
      const { portfolio, market } = context;
      if (portfolio.cash < 0n) return [{ type: "deposit", amount: toWad(RESERVE) - portfolio.cash }];
      if (!due(market.time)) return [];
      const spare = context.freeCash() - toWad(ether * 0.05);
      if (spare > toWad(200) && random.next() < 0.3) return [{ type: "withdraw", amount: spare }];
      return sell(context);
    },
  };
};
