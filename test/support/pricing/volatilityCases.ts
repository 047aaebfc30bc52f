import { type SviParams, black76, svi } from "../../../sdk/src/pricing/index.js";
import { publishedSmiles, publishedVolatilities } from "./published.js";
import { type Random, WAD, absolute, anyOption, quotedOption } from "./samples.js";

/** A smile and where it is read. */
export interface SmilePoint {
  params: SviParams;
  logMoneyness: bigint;
}

/** A smile and the option whose volatility it gives. */
export interface SmileQuote {
  params: SviParams;
  forward: bigint;
  strike: bigint;
  timeToExpiry: bigint;
}

/** The input of the solver, as the harness takes it. */
export interface PriceQuote {
  forward: bigint;
  strike: bigint;
  timeToExpiry: bigint;
  discount: bigint;
  price: bigint;
  isCall: boolean;
}

const signed = (random: Random, value: bigint): bigint => random.pick([value, -value]);

/** A smile as markets have it: total variance of 0.001 to 2 in the middle, moderate slopes, no negative variance. */
export const quotedSmile = (random: Random): SviParams => ({
  a: random.between(WAD / 1000n, WAD / 2n),
  b: random.between(0n, WAD / 2n),
  rho: random.between((-9n * WAD) / 10n, (9n * WAD) / 10n),
  m: random.between(-WAD / 5n, WAD / 5n),
  sigma: random.between(WAD / 100n, WAD),
});

/** Any smile in range, with bounds, zeros and kinks frequent. The total variance may be out of range. */
export const anySmile = (random: Random): SviParams => ({
  a: random.pick([0n, random.between(-WAD, WAD), signed(random, random.anySize(97))]),
  b: random.pick([0n, random.between(0n, WAD), random.anySize(96), svi.MAX_FIGURE]),
  rho: random.pick([0n, WAD, -WAD, random.between(-WAD, WAD)]),
  m: random.pick([0n, random.between(-WAD, WAD), signed(random, random.anySize(95)), -svi.MAX_CENTRE]),
  sigma: random.pick([0n, 1n, random.between(0n, WAD), random.anySize(96), svi.MAX_FIGURE]),
});

/** Smiles with a parameter out of range half of the time. */
export const wildSmile = (random: Random): SviParams => {
  const params = anySmile(random);
  const extreme = 1n << 255n;
  return random.pick([
    params,
    { ...params, a: random.pick([-extreme, extreme - 1n, signed(random, random.anySize(255))]) },
    { ...params, b: random.pick([svi.MAX_FIGURE + 1n, random.bits(256)]) },
    { ...params, rho: random.pick([WAD + 1n, -WAD - 1n, -extreme, signed(random, random.anySize(255))]) },
    { ...params, m: random.pick([svi.MAX_CENTRE, -svi.MAX_CENTRE - 1n, -extreme, extreme - 1n]) },
    { ...params, sigma: random.pick([svi.MAX_FIGURE + 1n, random.bits(256)]) },
  ]);
};

export const quotedPoint = (random: Random): SmilePoint => ({
  params: quotedSmile(random),
  logMoneyness: random.between(-2n * WAD, 2n * WAD),
});

export const wildPoint = (random: Random): SmilePoint => ({
  params: wildSmile(random),
  logMoneyness: random.pick([
    0n,
    random.between(-10n * WAD, 10n * WAD),
    signed(random, random.anySize(96)),
    signed(random, random.anySize(255)),
  ]),
});

/** The volatility of an option as traders quote it, at `params`. */
export const quotedSmileQuote = (random: Random, params = quotedSmile(random)): SmileQuote => {
  const [forward, strike, timeToExpiry] = quotedOption(random);
  return { params, forward, strike, timeToExpiry };
};

/** The same of any option in range; forward, strike or time may be 0. */
export const anySmileQuote = (random: Random, params: SviParams): SmileQuote => {
  const [forward, strike, timeToExpiry] = anyOption(random);
  return { params, forward, strike, timeToExpiry };
};

/** A price that Black-76 gives at `volatility`, or one between its bounds. */
const attainable = (
  random: Random,
  [forward, strike, timeToExpiry, volatility, discount]: ReturnType<typeof anyOption>,
): PriceQuote => {
  const isCall = random.pick([true, false]);
  const { call, put } = black76.price(forward, strike, timeToExpiry, volatility, discount);
  const bound = ((isCall ? forward : strike) * discount) / WAD;
  const intrinsic = isCall === forward > strike ? (absolute(forward - strike) * discount) / WAD : 0n;
  const room = timeToExpiry === 0n ? 0n : bound - intrinsic;
  const price = random.pick([
    isCall ? call : put,
    isCall ? call : put,
    intrinsic + random.between(0n, room),
    intrinsic + (random.anySize(120) % (room + 1n)),
    intrinsic + room - (random.anySize(120) % (room + 1n)),
  ]);
  return { forward, strike, timeToExpiry, discount, price, isCall };
};

/** A price of an option as traders quote it. */
export const quotedPrice = (random: Random): PriceQuote => attainable(random, quotedOption(random));

/** An attainable price of any option in range. */
export const anyPrice = (random: Random): PriceQuote => attainable(random, anyOption(random));

/** Any figures: attainable prices, prices out of bounds, arguments out of range. */
export const wildPrice = (random: Random): PriceQuote => {
  const quote = anyPrice(random);
  return random.pick([
    quote,
    { ...quote, price: quote.price + random.anySize(130) },
    { ...quote, price: quote.price === 0n ? 0n : quote.price - 1n },
    { ...quote, price: random.bits(256) },
    { ...quote, forward: random.anySize(256) },
    { ...quote, strike: random.anySize(256) },
    { ...quote, timeToExpiry: random.pick([0n, random.anySize(40), random.bits(256)]) },
    { ...quote, discount: random.pick([0n, random.anySize(70), random.bits(256)]) },
  ]);
};

export type SolverArguments = [bigint, bigint, bigint, bigint, bigint, boolean];

export const argumentsOf = (q: PriceQuote): SolverArguments => [
  q.forward,
  q.strike,
  q.timeToExpiry,
  q.discount,
  q.price,
  q.isCall,
];

/** The published smiles as the kernel takes them. */
export const smilePoints = (): (SmilePoint & { w: string })[] | undefined =>
  publishedSmiles()?.map((v) => ({
    params: {
      a: BigInt(v.aE18),
      b: BigInt(v.bE18),
      rho: BigInt(v.rhoE18),
      m: BigInt(v.mE18),
      sigma: BigInt(v.sigmaE18),
    },
    logMoneyness: BigInt(v.kE18),
    w: v.w,
  }));

/** The published prices as the solver takes them. */
export const priceQuotes = (): (PriceQuote & { volatility: string; volPerWeiOfPrice: string })[] | undefined =>
  publishedVolatilities()?.map(({ volatility, volPerWeiOfPrice, ...v }) => ({
    forward: BigInt(v.forward),
    strike: BigInt(v.strike),
    timeToExpiry: BigInt(v.time),
    discount: BigInt(v.discount),
    price: BigInt(v.price),
    isCall: v.isCall,
    volatility,
    volPerWeiOfPrice,
  }));
