/**
 * Instrument ids: the twin of `contracts/instruments/Instrument.sol`. From the high bits: market 24 | kind 8 |
 * expiry 40 | strike 56; the strike is mantissa 48 | decimal exponent 8, worth mantissa · 10^exponent in wad.
 * Canonical: the mantissa is not divisible by 10. Id 0 is no instrument.
 */
import { InstrumentFieldOutOfRange, StrikeNotRepresentable, StrikeOverflow } from "./errors.js";
import { Kind } from "./kind.js";

/** A packed instrument id, an unsigned integer of 128 bits. */
export type Instrument = bigint;

/** Unix seconds. */
export type Seconds = number | bigint;

/** What an id is made of. */
export interface InstrumentParts {
  /** Market id, 1 or above. */
  market: number;
  kind: Kind;
  /** Unix seconds; 0 for a perpetual. */
  expiry: Seconds;
  /** Wad; 0 for a future and a perpetual. */
  strike: bigint;
}

/** An id taken apart. `kind` is the raw byte: an id from outside may hold one that {@link Kind} does not know. */
export interface UnpackedInstrument {
  market: number;
  kind: number;
  /** Unix seconds. */
  expiry: number;
  /** Digits of the strike. */
  mantissa: bigint;
  /** Power of ten of the strike. */
  exponent: number;
}

const MAX_MARKET = (1n << 24n) - 1n;
const MAX_EXPIRY = (1n << 40n) - 1n;
const MAX_ID = (1n << 128n) - 1n;
const MAX_MANTISSA = (1n << 48n) - 1n;
const MAX_UINT256 = (1n << 256n) - 1n;

const requireWithin = (field: string, value: Seconds, maximum: bigint): bigint => {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new InstrumentFieldOutOfRange(field, Number.isNaN(value) ? -1n : BigInt(Math.round(value) || -1), maximum);
  }
  const whole = BigInt(value);
  if (whole < 0n || whole > maximum) throw new InstrumentFieldOutOfRange(field, whole, maximum);
  return whole;
};

/**
 * Digits and power of ten of a strike in wad, canonical.
 * @throws {@link StrikeNotRepresentable} when there are more digits than 48 bits hold
 */
export const strikeDigits = (strike: bigint): { mantissa: bigint; exponent: number } => {
  if (strike < 0n || strike > MAX_UINT256) throw new StrikeNotRepresentable(strike);
  let mantissa = strike;
  let exponent = 0;
  while (mantissa !== 0n && mantissa % 10n === 0n) {
    mantissa /= 10n;
    exponent += 1;
  }
  if (mantissa > MAX_MANTISSA) throw new StrikeNotRepresentable(strike);
  return { mantissa, exponent };
};

/**
 * The canonical id of an instrument.
 * @throws {@link InstrumentFieldOutOfRange}, {@link StrikeNotRepresentable}
 */
export const pack = ({ market, kind, expiry, strike }: InstrumentParts): Instrument => {
  const { mantissa, exponent } = strikeDigits(strike);
  return (
    (requireWithin("market", market, MAX_MARKET) << 104n) |
    (requireWithin("kind", kind, BigInt(Kind.Perpetual)) << 96n) |
    (requireWithin("expiry", expiry, MAX_EXPIRY) << 56n) |
    (mantissa << 8n) |
    BigInt(exponent)
  );
};

/**
 * The parts of an id. Never refuses an id of 128 bits, whatever it holds.
 * @throws {@link InstrumentFieldOutOfRange} for a number that is no id
 */
export const unpack = (instrument: Instrument): UnpackedInstrument => {
  requireWithin("id", instrument, MAX_ID);
  return {
    market: Number(instrument >> 104n),
    kind: Number((instrument >> 96n) & 0xffn),
    expiry: Number((instrument >> 56n) & MAX_EXPIRY),
    mantissa: (instrument >> 8n) & MAX_MANTISSA,
    exponent: Number(instrument & 0xffn),
  };
};

/** Market of an instrument. */
export const marketOf = (instrument: Instrument): number => Number(instrument >> 104n);

/** Kind of an instrument as the raw byte. */
export const kindOf = (instrument: Instrument): number => Number((instrument >> 96n) & 0xffn);

/** Expiry of an instrument, unix seconds. */
export const expiryOf = (instrument: Instrument): number => Number((instrument >> 56n) & MAX_EXPIRY);

/** Whether an instrument is a call. */
export const isCall = (instrument: Instrument): boolean => kindOf(instrument) === Kind.Call;

/** Whether an instrument is a call or a put. */
export const isOption = (instrument: Instrument): boolean => kindOf(instrument) <= Kind.Put;

/** Whether an instrument is a future. */
export const isFuture = (instrument: Instrument): boolean => kindOf(instrument) === Kind.Future;

/** Whether an instrument is a perpetual. */
export const isPerpetual = (instrument: Instrument): boolean => kindOf(instrument) === Kind.Perpetual;

/** Whether an instrument follows the price one to one: a future or a perpetual. */
export const isLinear = (instrument: Instrument): boolean => isFuture(instrument) || isPerpetual(instrument);

/** The perpetual of a market. */
export const perpetualOf = (market: number): Instrument =>
  pack({ market, kind: Kind.Perpetual, expiry: 0, strike: 0n });

/**
 * Strike of an instrument, wad.
 * @throws {@link StrikeOverflow} beyond 256 bits
 */
export const strikeOf = (instrument: Instrument): bigint => {
  const power = 10n ** (instrument & 0xffn);
  const strike = ((instrument >> 8n) & MAX_MANTISSA) * power;
  if (power > MAX_UINT256 || strike > MAX_UINT256) throw new StrikeOverflow(instrument);
  return strike;
};
