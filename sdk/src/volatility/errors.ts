/** Why the volatility surface refuses a publication. Names are those of the contract errors. */
import { BallastError } from "../errors/BallastError.js";
import { decimalOf, isoTimeOf } from "../errors/format.js";

/** A publication is made too early or arrives too late. Unix seconds. */
export class PublicationTime extends BallastError {
  constructor(
    readonly time: bigint,
    readonly earliest: bigint,
    readonly latest: bigint,
  ) {
    super(
      `A publication of ${isoTimeOf(time)} is accepted from ${isoTimeOf(earliest)} to ${isoTimeOf(latest)} only. ` +
        "Sign a new one.",
    );
  }
}

/** Nothing is published. */
export class PublicationEmpty extends BallastError {
  constructor() {
    super("The publication has no slices. Add at least one.");
  }
}

/** The expiry has passed. Unix seconds. */
export class SliceExpired extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly time: bigint,
  ) {
    super(`The expiry ${isoTimeOf(expiry)} has passed: it is ${isoTimeOf(time)}. Leave it out.`);
  }
}

/** The expiry is not at 08:00 UTC, or too far ahead. Unix seconds. */
export class SliceOffCalendar extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly latest: bigint,
  ) {
    super(`${isoTimeOf(expiry)} is not 08:00 UTC of a day up to ${isoTimeOf(latest)}. Take an expiry of the calendar.`);
  }
}

/** Slices are not in order of expiry. Unix seconds. */
export class SliceOrder extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly previous: bigint,
  ) {
    super(`The slice of ${isoTimeOf(expiry)} follows that of ${isoTimeOf(previous)}. Sort them by expiry, each once.`);
  }
}

/** What is stored is as new. Unix seconds. */
export class SliceNotNewer extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly time: bigint,
    readonly stored: bigint,
  ) {
    super(
      `For ${isoTimeOf(expiry)} a slice of ${isoTimeOf(stored)} is stored; this one is of ${isoTimeOf(time)}. ` +
        "Sign a newer one.",
    );
  }
}

/** A figure of a slice is out of its bounds; the unit is that of the figure. */
export class SliceOutOfBounds extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly figure: string,
    readonly value: bigint,
    readonly minimum: bigint,
    readonly maximum: bigint,
  ) {
    super(`For ${isoTimeOf(expiry)} ${figure} is ${value}, outside ${minimum} to ${maximum}. Fit the smile within.`);
  }
}

/** Durrleman's g is negative: butterfly arbitrage. Wad. */
export class ButterflyArbitrage extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly logMoneyness: bigint,
    readonly density: bigint,
  ) {
    super(
      `The smile of ${isoTimeOf(expiry)} holds butterfly arbitrage at log-moneyness ${decimalOf(logMoneyness)}: ` +
        `g is ${decimalOf(density)}. Fit it with less curvature or slope.`,
    );
  }
}

/** An earlier expiry has more total variance than a later one. Log-moneyness in wad. */
export class CalendarArbitrage extends BallastError {
  constructor(
    readonly earlier: bigint,
    readonly later: bigint,
    readonly logMoneyness: bigint,
  ) {
    super(
      `The total variance of ${isoTimeOf(earlier)} is above that of ${isoTimeOf(later)} at log-moneyness ` +
        `${decimalOf(logMoneyness)}. Publish both together, without arbitrage.`,
    );
  }
}

/** The wings are steeper than Lee's bound. Wad. */
export class SlopeTooSteep extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly slope: bigint,
    readonly maximum: bigint,
  ) {
    super(
      `The wings of ${isoTimeOf(expiry)} rise by ${decimalOf(slope)}, more than ${decimalOf(maximum)}. Lower b or ρ.`,
    );
  }
}

/** The volatility at the money is too far from the realised one. Annual, wad. */
export class OutsideAnchor extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly volatility: bigint,
    readonly minimum: bigint,
    readonly maximum: bigint,
  ) {
    super(
      `For ${isoTimeOf(expiry)} the volatility at the money ${decimalOf(volatility)} is outside ${decimalOf(minimum)} ` +
        `to ${decimalOf(maximum)}, the band around the realised one. Move it inside.`,
    );
  }
}

/** The volatility moves faster than allowed. Wad. */
export class MovesTooFast extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly logMoneyness: bigint,
    readonly volatility: bigint,
    readonly minimum: bigint,
    readonly maximum: bigint,
  ) {
    super(
      `For ${isoTimeOf(expiry)} the volatility ${decimalOf(volatility)} at log-moneyness ${decimalOf(logMoneyness)} ` +
        `may be ${decimalOf(minimum)} to ${decimalOf(maximum)} now. Go part of the way and publish again later.`,
    );
  }
}

/** The carry moves faster than allowed. Per year, wad. */
export class CarryMovesTooFast extends BallastError {
  constructor(
    readonly expiry: bigint,
    readonly carry: bigint,
    readonly minimum: bigint,
    readonly maximum: bigint,
  ) {
    super(
      `For ${isoTimeOf(expiry)} the carry ${decimalOf(carry)} may be ${decimalOf(minimum)} to ${decimalOf(maximum)} ` +
        "now. Go part of the way and publish again later.",
    );
  }
}

/** Too few publishers signed. */
export class TooFewSignatures extends BallastError {
  constructor(
    readonly signatures: bigint,
    readonly threshold: bigint,
  ) {
    super(`There are ${signatures} signatures; ${threshold} are needed. Have more publishers sign.`);
  }
}

/** A signer is no publisher; the zero address stands for a signature that nobody made. */
export class NotPublisher extends BallastError {
  constructor(readonly signer: string) {
    super(`${signer} is no publisher, or signed something else. Leave its signature out.`);
  }
}

/** A signer signed twice. */
export class SignerOrder extends BallastError {
  constructor(
    readonly signer: string,
    readonly previous: string,
  ) {
    super(`The signature of ${signer} follows that of ${previous}. Give each signer's once.`);
  }
}
