import type { Sentences } from "./table.js";

/** Errors of the arithmetic and the pricing kernels. They mean that some input is far out of its range. */
export const pricing = {
  DiscountTooHigh: ({ discount, bound }, { wad }) =>
    `The discount ${wad(discount)} is above ${wad(bound)}. Check the rate of the market.`,
  DivisionByZero: ({ numerator }, { wad }) =>
    `${wad(numerator)} was divided by zero. Check that every price is above 0.`,
  ExponentTooLarge: ({ exponent, bound }, { wad }) =>
    `The exponent ${wad(exponent)} is above ${wad(bound)}. Check rates and times.`,
  ForwardTooLarge: ({ forward, bound }, { wad }) =>
    `The forward ${wad(forward)} is above ${wad(bound)}. Check the price.`,
  LogarithmOfZero: () => "The logarithm of zero was asked for. Check that every price and strike is above 0.",
  ProductTooLarge: ({ a, b }, { wad }) =>
    `The product of ${wad(a)} and ${wad(b)} does not fit 256 bits. Use smaller amounts.`,
  ShiftOutOfRange: ({ shift, minimum, maximum }, { wad }) =>
    `The shift of the spot ${wad(shift)} is outside ${wad(minimum)} to ${wad(maximum)}. Check the width of the market.`,
  SignedProductTooLarge: ({ a, b }, { wad }) =>
    `The product of ${wad(a)} and ${wad(b)} does not fit 256 bits. Use smaller amounts.`,
  SqrtTooLarge: ({ value, bound }, { wad }) =>
    `The square root of ${wad(value)} was asked for, above ${wad(bound)}. Use a smaller amount.`,
  StrikeTooLarge: ({ strike, bound }, { wad }) =>
    `The strike ${wad(strike)} is above ${wad(bound)}. Take one of the strike grid.`,
  TimeToExpiryTooLong: ({ timeToExpiry, bound }) =>
    `The time to expiry of ${timeToExpiry} s is above ${bound} s. Take an expiry of the calendar.`,
  VolatilityTooHigh: ({ volatility, bound }, { wad }) =>
    `The volatility ${wad(volatility)} is above ${wad(bound)}. Check the market's volatility.`,
} satisfies Partial<Sentences>;
