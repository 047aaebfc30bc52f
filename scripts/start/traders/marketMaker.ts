import { expiryOf, isCall, strikeOf } from "@ballast/sdk/instruments";
import { black76, fixedPoint, svi } from "@ballast/sdk/pricing";

import { MARKET } from "../chain/house.ts";
import { toNumber, toWad } from "../units.ts";
import { deltaOf } from "./delta.ts";
import type { MakeHabit } from "./habit.ts";
import type { MarketView } from "./marketView.ts";

const { WAD } = fixedPoint;
/** The maker sells this much volatility above the mark and buys it as much below. */
const HALF_SPREAD = toWad(0.04);
/** Least price worth a trade, as a part of spot. */
const LEAST_PRICE = 20_000n;

/**
 * The price at which a market maker trades one contract with a taker, wad: Black-76 at a volatility above the mark when
 * the taker buys, below it when he sells. Undefined when it is not worth the trade.
 */
export function quote(market: MarketView, instrument: bigint, takerBuys: boolean): bigint | undefined {
  const { spot, states } = market.inputs;
  const expiry = expiryOf(instrument);
  const time = BigInt(expiry - market.time);
  // The run has no carry and no rate: the forward is the spot.
  const mid = svi.volatility(states[MARKET]!.surface[expiry]!, spot, strikeOf(instrument), time);
  const bid = mid > 2n * HALF_SPREAD ? mid - HALF_SPREAD : mid / 2n;
  const volatility = takerBuys ? mid + HALF_SPREAD : bid;
  const { call, put } = black76.price(spot, strikeOf(instrument), time, volatility, WAD);
  const price = isCall(instrument) ? call : put;
  return price < spot / LEAST_PRICE ? undefined : price;
}

/** A maker hedges when its delta is worth more than this share of what it started with. */
const HEDGE_BAND = 0.01;
const CASH = 1_500_000;

/** Answers other traders' orders, and hedges the delta of what it has taken on with perpetuals. */
export const marketMaker: MakeHabit = () => ({
  kind: "market maker",
  funding: { cash: CASH, ether: 0 },
  act: ({ market, portfolio }) => {
    const { options, perpetual } = deltaOf(market, portfolio);
    const open = toNumber(options + perpetual);
    if (Math.abs(open) * market.spot < CASH * HEDGE_BAND) return [];
    const size = market.size(Math.abs(open));
    return [{ type: "trade", instrument: market.perpetual(), size: open > 0 ? -size : size }];
  },
});

/** Takes what is liquidated; the keeper bids for it. */
export const liquidationDesk: MakeHabit = () => ({
  kind: "liquidation desk",
  funding: { cash: 1_000_000, ether: 0 },
  act: () => [],
});
