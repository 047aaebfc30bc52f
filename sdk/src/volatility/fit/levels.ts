import { type Observation, rootOfYears } from "./observations.js";
import { weightedMedian } from "./median.js";

/** Strikes nearest to the forward from which the level is taken. */
const NEAREST = 6;

/** What bids and asks of a strike say together. @internal */
export interface Level {
  readonly logMoneyness: number;
  /** Volatility between the highest bid and the lowest ask. */
  readonly volatility: number;
  readonly width: number;
}

/** Strikes with a bid and an ask, of the call or of the put. @internal */
export const levelsOf = (observations: readonly Observation[]): Level[] => {
  const sides = new Map<number, { bid: number; ask: number; logMoneyness: number }>();
  for (const { quote, logMoneyness, bid = -Infinity, ask = Infinity } of observations) {
    const known = sides.get(quote.strike) ?? { bid, ask, logMoneyness };
    sides.set(quote.strike, { ...known, bid: Math.max(known.bid, bid), ask: Math.min(known.ask, ask) });
  }
  return [...sides.values()].flatMap(({ bid, ask, logMoneyness }) => {
    const volatility = (bid + ask) / 2;
    return Number.isFinite(volatility) ? [{ logMoneyness, volatility, width: Math.abs(ask - bid) }] : [];
  });
};

/** About √w(0). @internal */
export const deviationOf = (levels: readonly Level[], tenor: number): number => {
  const near = [...levels].sort((a, b) => Math.abs(a.logMoneyness) - Math.abs(b.logMoneyness)).slice(0, NEAREST);
  const votes = near.map(({ volatility, width }) => ({ value: volatility, weight: 1 / (width + 0.01) }));
  return weightedMedian(votes) * rootOfYears(tenor);
};
