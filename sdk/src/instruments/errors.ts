/** Each class stands for one refusal. Those that the contracts refuse as well carry the contract error's name. */
import { BallastError } from "../errors/BallastError.js";
import { decimalOf } from "../errors/format.js";

/** A part of an instrument does not fit its bits. */
export class InstrumentFieldOutOfRange extends BallastError {
  constructor(
    /** Name of the part. */
    readonly field: string,
    readonly value: bigint,
    /** Greatest value accepted; the least is 0. */
    readonly maximum: bigint,
  ) {
    super(`The ${field} of an instrument is a whole number from 0 to ${maximum}, not ${value}.`);
  }
}

/** The strike (wad) has more significant digits than an id can hold. Contract error of the same name. */
export class StrikeNotRepresentable extends BallastError {
  constructor(readonly strike: bigint) {
    super(`The strike ${decimalOf(strike)} has too many digits. Take one with fewer, best one on the strike grid.`);
  }
}

/** The id's strike exceeds 256 bits; the contracts panic on it. */
export class StrikeOverflow extends BallastError {
  constructor(readonly instrument: bigint) {
    super(`The strike of instrument ${instrument} exceeds 256 bits: this is not an id that can be traded.`);
  }
}

/** The contracts do not trade instruments of this kind. Contract error of the same name. */
export class UnsupportedKind extends BallastError {
  constructor(
    readonly instrument: bigint,
    readonly kind: number,
  ) {
    super(
      `Instrument ${instrument} is of kind ${kind}; only calls (0), puts (1), futures (2) and perpetuals (3) can be traded.`,
    );
  }
}

/** The instrument has expired. Times in unix seconds. Contract error of the same name. */
export class InstrumentExpired extends BallastError {
  constructor(
    readonly instrument: bigint,
    readonly expiry: number,
    readonly time: number,
  ) {
    super(`Instrument ${instrument} expired at ${expiry} and it is ${time} now. Choose a later expiry.`);
  }
}

/** The expiry is not one of the calendar's. Contract error of the same name. */
export class ExpiryOffCalendar extends BallastError {
  constructor(
    readonly instrument: bigint,
    readonly expiry: number,
  ) {
    super(`The expiry ${expiry} of instrument ${instrument} is not listed. Take one of listedExpiries(time).`);
  }
}

/** The strike is not on the grid. Contract error of the same name. */
export class StrikeOffGrid extends BallastError {
  constructor(
    readonly instrument: bigint,
    readonly mantissa: bigint,
    readonly exponent: number,
  ) {
    super(
      `The strike ${mantissa}e${exponent} wei of instrument ${instrument} is not on the grid. Take nearestStrike(strike).`,
    );
  }
}

/** A perpetual has no expiry. Contract error of the same name. */
export class ExpiryNotAllowed extends BallastError {
  constructor(
    readonly instrument: bigint,
    readonly expiry: number,
  ) {
    super(`Instrument ${instrument} is a perpetual with the expiry ${expiry}. Take the one of its market without.`);
  }
}

/** A future or perpetual has no strike. Contract error of the same name. */
export class StrikeNotAllowed extends BallastError {
  constructor(
    readonly instrument: bigint,
    readonly mantissa: bigint,
    readonly exponent: number,
  ) {
    super(`Instrument ${instrument} has a strike (${mantissa}e${exponent} wei), but is no option. Take it without.`);
  }
}

/** No strike of the grid is near this price (wad): it is 0, negative, or beyond the grid's ends. */
export class PriceOffGrid extends BallastError {
  constructor(readonly price: bigint) {
    super(`No strike is listed near the price ${decimalOf(price)}.`);
  }
}

/** A text does not name an instrument. */
export class InstrumentTextInvalid extends BallastError {
  constructor(
    readonly text: string,
    readonly reason: string,
  ) {
    super(`"${text}" is not an instrument: ${reason}. Write it like ETH-27JUN25-2500-C, ETH-27JUN25 or ETH-PERP.`);
  }
}
