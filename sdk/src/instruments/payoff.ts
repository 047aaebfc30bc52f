import { type Instrument, isCall, strikeOf } from "./instrument.js";

/**
 * What one contract pays its holder at a settlement price, wad: max(price − K, 0) for a call, max(K − price, 0) for
 * anything else. Source: `InstrumentCodec.payoff`.
 * @param price Settlement price, wad
 * @throws {@link StrikeOverflow}
 */
export const payoff = (instrument: Instrument, price: bigint): bigint => {
  const strike = strikeOf(instrument);
  const paid = isCall(instrument) ? price - strike : strike - price;
  return paid > 0n ? paid : 0n;
};
