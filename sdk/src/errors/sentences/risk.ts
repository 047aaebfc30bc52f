import type { Sentences } from "./table.js";

/** Errors of the risk engine, its parameters and the instruments. */
export const risk = {
  CollateralListedAlready: ({ market, token }, w) =>
    `Market ${w.market(market)} has a collateral already, or ${token} is one. Change its factor and cap instead.`,
  ExpiryOffCalendar: ({ instrument, expiry }, w) =>
    `${w.time(expiry)} is no listed expiry, so ${w.instrument(instrument)} cannot be traded. Take one of the calendar.`,
  ExpiryNotAllowed: ({ instrument, expiry }, w) =>
    `${w.instrument(instrument)} is a perpetual with an expiry, ${w.time(expiry)}. Take the one of its market without.`,
  ExpiryMissing: ({ market, expiry }, w) =>
    `The state of ${w.market(market)} says nothing of ${w.time(expiry)}, of which the portfolio holds options. Give it.`,
  InstrumentExpired: ({ instrument, expiry, time }, w) =>
    `${w.instrument(instrument)} expired at ${w.time(expiry)} and it is ${w.time(time)} now. Choose a later expiry.`,
  MarketTwice: ({ market }, w) => `The state of market ${w.market(market)} was given twice. Give it once.`,
  MarketMissing: ({ market }, w) => `The state of market ${w.market(market)} was not given. Give it.`,
  MarginFarFromAnchor: ({ book, anchor, afterwards }, { wad }) =>
    `Reference book ${book} would need a margin of ${wad(afterwards)} USDC, more than 25% from the ${wad(anchor)} of governance. ` +
    `Ask governance.`,
  MarginMoved: ({ book, before, afterwards }, { wad }) =>
    `The margin of reference book ${book} would move from ${wad(before)} to ${wad(afterwards)} USDC, more than 3%. Take a smaller step.`,
  ParameterOutOfBounds: ({ name, value, minimum, maximum }, w) =>
    `The parameter ${w.name(name)} = ${w.wad(value)} (raw ${value}) is outside ${w.wad(minimum)} to ` +
    `${w.wad(maximum)} (raw ${minimum} to ${maximum}). Choose a value inside.`,
  ParameterTooFine: ({ value, unit }, { wad }) =>
    `The parameter ${wad(value)} (raw ${value}) is no multiple of ${wad(unit)}. Round it.`,
  StepTooLarge: ({ field, value, minimum, maximum }, { wad }) =>
    `Parameter ${field} of the struct may be ${wad(minimum)} to ${wad(maximum)} now, not ${wad(value)}. Take a smaller step.`,
  StrikeNotAllowed: ({ instrument, mantissa, exponent }, w) =>
    `${w.instrument(instrument)} has a strike (${mantissa}e${exponent} wei), but is no option. Take it without.`,
  StrikeNotRepresentable: ({ strike }, { wad }) =>
    `The strike ${wad(strike)} has too many digits for an instrument. Take one of the strike grid.`,
  StrikeOffGrid: ({ instrument, mantissa, exponent }, w) =>
    `The strike of ${w.instrument(instrument)} (${mantissa}e${exponent} wei) is not on the grid. Take the nearest one.`,
  TooSoon: ({ allowedAt }, w) =>
    `The steward moved these parameters less than a day ago. Wait until ${w.time(allowedAt)}.`,
  TooManyMarkets: ({ maximum }) => `There are ${maximum} markets, the most that a house lists. Deploy another house.`,
  UnknownCollateral: ({ token }) => `${token} is no collateral of the house. Deposit USDC or a listed collateral.`,
  UnsupportedInstrument: ({ instrument }, w) =>
    `${w.instrument(instrument)} is no call, put or future with an expiry, and no perpetual without. Choose one of these.`,
  UnsupportedKind: ({ instrument, kind }, w) =>
    `${w.instrument(instrument)} is of kind ${kind}; calls (0), puts (1), futures (2) and perpetuals (3) can be traded. Choose one of these.`,
} satisfies Partial<Sentences>;
