import { expiryOf, isCall, isOption, isPerpetual, strikeOf } from "@ballast/sdk/instruments";
import { black76, fixedPoint, svi } from "@ballast/sdk/pricing";
import type { Portfolio } from "@ballast/sdk/risk";

import { MARKET } from "../chain/house.ts";
import type { MarketView } from "./marketView.ts";

const { WAD } = fixedPoint;

/** Contracts of the underlying that a book is worth, wad: its options, and its perpetual. */
export interface Delta {
  readonly options: bigint;
  readonly perpetual: bigint;
}

/** The deltas of a book. Expired options have none. */
export function deltaOf(market: MarketView, { positions }: Portfolio): Delta {
  let options = 0n;
  let perpetual = 0n;
  for (const { instrument, size } of positions) {
    if (isPerpetual(instrument)) perpetual += size;
    else if (isOption(instrument)) options += (size * deltaOfOption(market, instrument)) / WAD;
  }
  return { options, perpetual };
}

function deltaOfOption(market: MarketView, instrument: bigint): bigint {
  const expiry = expiryOf(instrument);
  const smile = market.inputs.states[MARKET]!.surface[expiry];
  if (expiry <= market.time || smile === undefined) return 0n;
  const { spot } = market.inputs;
  const time = BigInt(expiry - market.time);
  // The run has no carry and no rate: the forward is the spot.
  const volatility = svi.volatility(smile, spot, strikeOf(instrument), time);
  const { delta } = black76.greeks(spot, strikeOf(instrument), time, volatility, WAD);
  return isCall(instrument) ? delta : delta - WAD;
}
