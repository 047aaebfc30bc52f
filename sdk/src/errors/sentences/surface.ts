import type { Sentences } from "./table.js";

/** Errors of the volatility surface. */
export const surface = {
  ButterflyArbitrage: ({ expiry, logMoneyness, density }, w) =>
    `The smile of ${w.time(expiry)} holds butterfly arbitrage at log-moneyness ${w.wad(logMoneyness)}: ` +
    `Durrleman's g is ${w.wad(density)}. Fit it with less curvature or slope.`,
  CalendarArbitrage: ({ earlier, later, logMoneyness }, w) =>
    `The total variance of ${w.time(earlier)} is above that of ${w.time(later)} at log-moneyness ` +
    `${w.wad(logMoneyness)}. Publish both together, without arbitrage.`,
  CarryMovesTooFast: ({ expiry, carry, minimum, maximum }, w) =>
    `For ${w.time(expiry)} the carry ${w.wad(carry)} may be ${w.wad(minimum)} to ${w.wad(maximum)} now. ` +
    "Go part of the way and publish again later.",
  MovesTooFast: ({ expiry, logMoneyness, volatility, minimum, maximum }, w) =>
    `For ${w.time(expiry)} the volatility ${w.wad(volatility)} at log-moneyness ${w.wad(logMoneyness)} may be ` +
    `${w.wad(minimum)} to ${w.wad(maximum)} now. Go part of the way and publish again later.`,
  NotPublisher: ({ signer }) => `${signer} is no publisher, or signed something else. Leave its signature out.`,
  OutsideAnchor: ({ expiry, volatility, minimum, maximum }, w) =>
    `For ${w.time(expiry)} the volatility at the money ${w.wad(volatility)} is outside ${w.wad(minimum)} to ` +
    `${w.wad(maximum)}, the band around the realised one. Move it inside.`,
  PublicationEmpty: () => "The publication has no slices. Add at least one.",
  PublicationTime: ({ time, earliest, latest }, w) =>
    `A publication of ${w.time(time)} is accepted from ${w.time(earliest)} to ${w.time(latest)} only. Sign a new one.`,
  PublisherCount: ({ publishers, threshold, maximum }) =>
    `${publishers} publishers of which ${threshold} sign cannot be set. ` +
    `State at most ${maximum}, and a threshold from 1 to their number.`,
  PublisherOrder: ({ publisher, previous }) =>
    `Publisher ${publisher} follows ${previous}. Sort the addresses in ascending order, each once.`,
  SignaturesMalformed: ({ length }) =>
    `${length} bytes are no whole number of signatures. Join signatures of 65 bytes each.`,
  SignerOrder: ({ signer, previous }) =>
    `The signature of ${signer} follows that of ${previous}. Sort signatures by their signers, each once.`,
  SliceExpired: ({ expiry, time }, w) =>
    `The expiry ${w.time(expiry)} has passed: it is ${w.time(time)}. Leave it out.`,
  SliceNotNewer: ({ expiry, time, stored }, w) =>
    `For ${w.time(expiry)} a slice of ${w.time(stored)} is stored; this one is of ${w.time(time)}. Sign a newer one.`,
  SliceOffCalendar: ({ expiry, latest }, w) =>
    `${w.time(expiry)} is not 08:00 UTC of a day up to ${w.time(latest)}. Take an expiry of the calendar.`,
  SliceOrder: ({ expiry, previous }, w) =>
    `The slice of ${w.time(expiry)} follows that of ${w.time(previous)}. Sort them by expiry, each once.`,
  SliceOutOfBounds: ({ expiry, name, value, minimum, maximum }, w) =>
    `For ${w.time(expiry)} ${w.name(name)} is ${value}, outside ${minimum} to ${maximum}. Fit the smile within.`,
  SlopeTooSteep: ({ expiry, slope, maximum }, w) =>
    `The wings of ${w.time(expiry)} rise by ${w.wad(slope)}, more than ${w.wad(maximum)}. Lower the slope.`,
  TooFewSignatures: ({ signatures, threshold }) =>
    `There are ${signatures} signatures; ${threshold} are needed. Have more publishers sign.`,
} satisfies Partial<Sentences>;
