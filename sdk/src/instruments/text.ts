/** Instruments as people write them: `ETH-27JUN25-2500-C`, `ETH-27JUN25` (future), `ETH-PERP`. */
import { decimalOf } from "../errors/format.js";
import { InstrumentTextInvalid } from "./errors.js";
import { type Instrument, pack, unpack } from "./instrument.js";
import { Kind } from "./kind.js";
import { DAY, HOUR_OF_EXPIRY } from "./times.js";

/** Symbol of each market by its id. A market without one is written `#` and its id. */
export type Symbols = Readonly<Record<number, string>>;

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const DATE = /^(\d{1,2})([A-Z]{3})(\d{2}|\d{4,5})(?:T(\d{2})(\d{2})(\d{2}))?$/;
const DECIMAL = /^(\d+)(?:\.(\d{1,18}))?$/;

/**
 * The text of an instrument. An expiry at another hour than 08:00 UTC shows it (`27JUN25T093000`), a year outside
 * 2000-2099 has all digits, a kind that is reserved shows as `K` and its number.
 */
export const describe = (instrument: Instrument, symbols: Symbols = {}): string => {
  const { market, kind, expiry, mantissa, exponent } = unpack(instrument);
  const symbol = symbols[market] ?? `#${market}`;
  if (kind === Kind.Perpetual) return `${symbol}-PERP`;
  const date = describeExpiry(expiry);
  if (kind === Kind.Future) return `${symbol}-${date}`;
  const strike = decimalOf(mantissa * 10n ** BigInt(exponent));
  return `${symbol}-${date}-${strike}-${{ [Kind.Call]: "C", [Kind.Put]: "P" }[kind] ?? `K${kind}`}`;
};

/**
 * The instrument that a text names; the inverse of {@link describe}.
 * @throws {@link InstrumentTextInvalid}, and the errors of `pack`
 */
export const parse = (text: string, symbols: Symbols = {}): Instrument => {
  const dashes = text.toUpperCase().endsWith("-PERP") || !/-[CP]$/i.test(text) ? 1 : 3;
  const parts = text.split("-");
  const market = parseMarket(text, parts.slice(0, -dashes).join("-"), symbols);
  const [first = "", strike = "", side = ""] = parts.slice(-dashes).map((part) => part.toUpperCase());
  if (first === "PERP") return pack({ market, kind: Kind.Perpetual, expiry: 0, strike: 0n });
  const expiry = parseExpiry(text, first);
  if (dashes === 1) return pack({ market, kind: Kind.Future, expiry, strike: 0n });
  const [, whole, fraction = ""] = DECIMAL.exec(strike) ?? [];
  if (whole === undefined) throw new InstrumentTextInvalid(text, `"${strike}" is not a strike`);
  const kind = side === "C" ? Kind.Call : Kind.Put;
  return pack({ market, kind, expiry, strike: BigInt(whole + fraction.padEnd(18, "0")) });
};

/** The date of an expiry (unix seconds) as in the text of an instrument: `27JUN25`. */
export const describeExpiry = (expiry: number): string => {
  const [year = "", month = "", day = ""] = new Date(expiry * 1000).toISOString().split("T")[0]!.split("-").slice(-3);
  const digits = String(Number(year));
  const shown = digits.length === 4 && digits.startsWith("20") ? digits.slice(2) : digits;
  const date = `${Number(day)}${MONTHS[Number(month) - 1]}${shown}`;
  if (expiry % DAY === HOUR_OF_EXPIRY) return date;
  const seconds = expiry % DAY;
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${date}T${time.map((part) => String(part).padStart(2, "0")).join("")}`;
};

const parseMarket = (text: string, symbol: string, symbols: Symbols): number => {
  if (/^#\d+$/.test(symbol)) return Number(symbol.slice(1));
  const found = Object.entries(symbols).find(([, name]) => name.toUpperCase() === symbol.toUpperCase());
  if (found === undefined) throw new InstrumentTextInvalid(text, `no market has the symbol "${symbol}"`);
  return Number(found[0]);
};

const parseExpiry = (text: string, date: string): number => {
  const [, day = "", name = "", year = "", hours = "08", minutes = "00", seconds = "00"] = DATE.exec(date) ?? [];
  const month = MONTHS.indexOf(name);
  const full = year.length === 2 ? 2000 + Number(year) : Number(year);
  const time = Date.UTC(full, month, Number(day), Number(hours), Number(minutes), Number(seconds)) / 1000;
  const exists = month >= 0 && new Date(time * 1000).getUTCDate() === Number(day);
  if (!exists) throw new InstrumentTextInvalid(text, `"${date}" is not a date`);
  return time;
};
