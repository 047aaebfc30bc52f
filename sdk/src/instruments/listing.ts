import { isListed } from "./calendar.js";
import { ExpiryOffCalendar, InstrumentExpired, StrikeOffGrid, UnsupportedKind } from "./errors.js";
import { type Instrument, type Seconds, isOption, unpack } from "./instrument.js";
import { isOnGrid } from "./strikeGrid.js";

/**
 * Refuses an instrument that may not be traded at `time` (unix seconds), in the order of `Listing.requireListed`. The
 * market is for the caller to check.
 * @throws {@link UnsupportedKind}, {@link InstrumentExpired}, {@link ExpiryOffCalendar}, {@link StrikeOffGrid}
 */
export const requireListed = (instrument: Instrument, time: Seconds): void => {
  const { kind, expiry, mantissa, exponent } = unpack(instrument);
  if (!isOption(instrument)) throw new UnsupportedKind(instrument, kind);
  if (expiry <= Number(time)) throw new InstrumentExpired(instrument, expiry, Number(time));
  if (!isListed(expiry, time)) throw new ExpiryOffCalendar(instrument, expiry);
  if (!isOnGrid(mantissa, exponent)) throw new StrikeOffGrid(instrument, mantissa, exponent);
};
