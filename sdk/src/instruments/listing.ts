import { isListed } from "./calendar.js";
import {
  ExpiryNotAllowed,
  ExpiryOffCalendar,
  InstrumentExpired,
  StrikeNotAllowed,
  StrikeOffGrid,
  UnsupportedKind,
} from "./errors.js";
import { type Instrument, type Seconds, isLinear, isOption, isPerpetual, unpack } from "./instrument.js";
import { isOnGrid } from "./strikeGrid.js";

/**
 * Refuses an instrument that may not be traded at `time` (unix seconds), in the order of `Listing.requireListed`: options
 * on the calendar and the grid, futures on the calendar, the one perpetual of each market. The market is for the caller to
 * check.
 * @throws {@link UnsupportedKind}, {@link ExpiryNotAllowed}, {@link InstrumentExpired}, {@link ExpiryOffCalendar},
 * {@link StrikeOffGrid}, {@link StrikeNotAllowed}
 */
export const requireListed = (instrument: Instrument, time: Seconds): void => {
  const { kind, expiry, mantissa, exponent } = unpack(instrument);
  if (!isOption(instrument) && !isLinear(instrument)) throw new UnsupportedKind(instrument, kind);
  if (isPerpetual(instrument)) {
    if (expiry !== 0) throw new ExpiryNotAllowed(instrument, expiry);
  } else {
    if (expiry <= Number(time)) throw new InstrumentExpired(instrument, expiry, Number(time));
    if (!isListed(expiry, time)) throw new ExpiryOffCalendar(instrument, expiry);
  }
  if (isOption(instrument)) {
    if (!isOnGrid(mantissa, exponent)) throw new StrikeOffGrid(instrument, mantissa, exponent);
  } else if (mantissa !== 0n || exponent !== 0) {
    throw new StrikeNotAllowed(instrument, mantissa, exponent);
  }
};
