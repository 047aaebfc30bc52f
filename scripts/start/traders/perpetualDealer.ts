import type { MakeHabit } from "./habit.ts";
import type { MarketView } from "./marketView.ts";

/** Half of the dealer's spread, in parts of 10,000 of the price. */
const HALF_SPREAD = 5n;
const WHOLE = 10_000n;

/** The price at which the dealer trades perpetuals with a taker, wad. */
export const quotePerpetual = (market: MarketView, takerBuys: boolean): bigint => {
  const { spot } = market.inputs;
  return (spot * (WHOLE + (takerBuys ? HALF_SPREAD : -HALF_SPREAD))) / WHOLE;
};

/**
 * Takes the other side of every perpetual. Its position is the traders' imbalance with the opposite sign, and sets the
 * funding that it earns from them.
 */
export const perpetualDealer: MakeHabit = () => ({
  kind: "perpetual dealer",
  funding: { cash: 2_000_000, ether: 0 },
  act: () => [],
});
