import type { Sentences } from "./table.js";

/** Errors of the arithmetic and the pricing kernels. They mean that some input is far out of its range. */
export const pricing = {
  CentreOutOfRange: ({ m, bound }, { wad }) =>
    `The centre ${wad(m)} of the smile is outside ${wad(-bound)} to ${wad(bound)}. Check the parameters of the smile.`,
  CorrelationOutOfRange: ({ rho, bound }, { wad }) =>
    `The correlation ${wad(rho)} of the smile is outside ${wad(-bound)} to ${wad(bound)}. Check the parameters of the smile.`,
  CurvatureTooHigh: ({ sigma, bound }, { wad }) =>
    `The curvature ${wad(sigma)} of the smile is above ${wad(bound)}. Check the parameters of the smile.`,
  DiscountTooHigh: ({ discount, bound }, { wad }) =>
    `The discount ${wad(discount)} is above ${wad(bound)}. Check the rate of the market.`,
  DivisionByZero: ({ numerator }, { wad }) =>
    `${wad(numerator)} was divided by zero. Check that every price is above 0.`,
  ExponentTooLarge: ({ exponent, bound }, { wad }) =>
    `The exponent ${wad(exponent)} is above ${wad(bound)}. Check rates and times.`,
  ForwardTooLarge: ({ forward, bound }, { wad }) =>
    `The forward ${wad(forward)} is above ${wad(bound)}. Check the price.`,
  LogMoneynessOutOfRange: ({ logMoneyness, m, bound }, { wad }) =>
    `The log-moneyness ${wad(logMoneyness)} is further than ${wad(bound)} from the centre ${wad(m)} of the smile. Check both.`,
  LogarithmOfZero: () => "The logarithm of zero was asked for. Check that every price and strike is above 0.",
  NoTimeToExpiry: () => "A volatility was asked for at expiry. Take an expiry that is still ahead.",
  PriceAboveBound: ({ price, bound }, { wad }) =>
    `The price ${wad(price)} is above ${wad(bound)}, the most that any volatility gives. Check the price and the option.`,
  PriceBelowIntrinsic: ({ price, bound }, { wad }) =>
    `The price ${wad(price)} is below the intrinsic value ${wad(bound)}. Check the price and the option.`,
  ProductTooLarge: ({ a, b }, { wad }) =>
    `The product of ${wad(a)} and ${wad(b)} does not fit 256 bits. Use smaller amounts.`,
  ShiftOutOfRange: ({ shift, minimum, maximum }, { wad }) =>
    `The shift of the spot ${wad(shift)} is outside ${wad(minimum)} to ${wad(maximum)}. Check the width of the market.`,
  SignedProductTooLarge: ({ a, b }, { wad }) =>
    `The product of ${wad(a)} and ${wad(b)} does not fit 256 bits. Use smaller amounts.`,
  SlopeTooHigh: ({ b, bound }, { wad }) =>
    `The slope ${wad(b)} of the smile is above ${wad(bound)}. Check the parameters of the smile.`,
  SqrtTooLarge: ({ value, bound }, { wad }) =>
    `The square root of ${wad(value)} was asked for, above ${wad(bound)}. Use a smaller amount.`,
  StrikeTooLarge: ({ strike, bound }, { wad }) =>
    `The strike ${wad(strike)} is above ${wad(bound)}. Take one of the strike grid.`,
  TimeToExpiryTooLong: ({ timeToExpiry, bound }) =>
    `The time to expiry of ${timeToExpiry} s is above ${bound} s. Take an expiry of the calendar.`,
  TotalVarianceOutOfRange: ({ a, logMoneyness, bound }, { wad }) =>
    `The total variance at log-moneyness ${wad(logMoneyness)} with a = ${wad(a)} is outside 0 to ${wad(bound)}. ` +
    "Check the parameters of the smile.",
  VolatilityTooHigh: ({ volatility, bound }, { wad }) =>
    `The volatility ${wad(volatility)} is above ${wad(bound)}. Check the market's volatility.`,
} satisfies Partial<Sentences>;
