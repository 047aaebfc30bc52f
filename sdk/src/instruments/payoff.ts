import { type Instrument, isCall, isLinear, strikeOf } from "./instrument.js";

/**
 * What one contract pays its holder at a settlement price, wad: max(price − K, 0) for a call, max(K − price, 0) for
 * a put, of a future the price itself, before what it was entered at. Source: `InstrumentCodec.payoff`.
 * @param price Settlement price, wad
 * @throws {@link StrikeOverflow}
 */
export const payoff = (instrument: Instrument, price: bigint): bigint => {
  if (isLinear(instrument)) return price;
  const strike = strikeOf(instrument);
  const paid = isCall(instrument) ? price - strike : strike - price;
  return paid > 0n ? paid : 0n;
};
