/** Black-76 on doubles taken for exactly what they are, with 640 bits: what the `…Fast` functions are compared with. */
import { expect } from "chai";

import {
  BITS,
  LN2,
  PI,
  density,
  distribution,
  divide,
  logarithm,
  millsRatio,
  multiply,
  ratio,
  squareRoot,
  toNumber,
} from "../../../scripts/fit/precise.js";
import { Random } from "./samples.js";

/** Forward, strike, time to expiry (s), volatility, discount. */
export type DoubleOption = [
  forward: number,
  strike: number,
  timeToExpiry: number,
  volatility: number,
  discount: number,
];

export const YEAR = 31_536_000;
/** Half the distance of the doubles at 1. */
export const UNIT = 2 ** -53;

/** Fractional bits in which prices are exact: the smallest double has 1,074. */
const WIDE = 1200n;

const view = new DataView(new ArrayBuffer(8));

/** A double of at least 0 in fixed point with `bits` fractional bits; exact where they suffice. */
const fixedOf = (x: number, bits: bigint): bigint => {
  view.setFloat64(0, x);
  const word = view.getBigUint64(0);
  const exponent = (word >> 52n) & 2047n;
  const fraction = word & ((1n << 52n) - 1n);
  const mantissa = exponent === 0n ? fraction : fraction | (1n << 52n);
  const shift = (exponent === 0n ? 1n : exponent) - 1075n + bits;
  return shift >= 0n ? mantissa << shift : mantissa >> -shift;
};

/** A double of at least 0 in the fixed point of `precise.ts`. */
export const preciseOf = (x: number): bigint => fixedOf(x, BITS);

/** ln of a/b for integers. */
const logarithmOfRatio = (a: bigint, b: bigint): bigint => {
  const excess = BigInt(a.toString(2).length - b.toString(2).length);
  return logarithm(excess >= 0n ? ratio(a, b << excess) : ratio(a << -excess, b)) + excess * LN2;
};

/** d1, d2 and √T of an option with positive figures. */
const distancesOf = (forward: number, strike: number, timeToExpiry: number, volatility: number) => {
  const root = squareRoot(preciseOf(timeToExpiry) / BigInt(YEAR));
  const deviation = multiply(preciseOf(volatility), root);
  const l = logarithmOfRatio(fixedOf(forward, WIDE), fixedOf(strike, WIDE));
  const d1 = divide(l, deviation) + (deviation >> 1n);
  return { root, deviation, l, d1, d2: d1 - deviation };
};

/** Prices and greeks, by the textbook, in the fixed point of `precise.ts`. */
export const preciseGreeks = ([forward, strike, timeToExpiry, volatility, discount]: DoubleOption) => {
  const { root, deviation, d1, d2 } = distancesOf(forward, strike, timeToExpiry, volatility);
  const [f, k, d] = [preciseOf(forward), preciseOf(strike), preciseOf(discount)];
  const phi = multiply(d, density(d1));
  return {
    call: multiply(d, multiply(f, distribution(d1)) - multiply(k, distribution(d2))),
    put: multiply(d, multiply(k, distribution(-d2)) - multiply(f, distribution(-d1))),
    delta: multiply(d, distribution(d1)),
    gamma: divide(phi, multiply(f, deviation)),
    vega: multiply(multiply(f, phi), root),
    theta: -divide(multiply(multiply(f, phi), preciseOf(volatility)), root) >> 1n,
  };
};

/**
 * How far a volatility is from the one at which the option has this price, over the volatility itself, and what is
 * allowed, 4·2⁻⁵³·(σ + price/vega) over σ. The distance is that of a Newton step from the given volatility on the
 * logarithm of the time value or, near its upper bound, of what is missing there: exact but for the square of it.
 */
export const volatilityError = (
  [forward, strike, timeToExpiry, volatility, discount]: DoubleOption,
  price: number,
  isCall: boolean,
): { error: number; allowed: number } => {
  const [f, k] = [fixedOf(forward, WIDE), fixedOf(strike, WIDE)];
  const [low, high] = f < k ? [f, k] : [k, f];
  const undiscounted = (fixedOf(price, WIDE) << WIDE) / fixedOf(discount, WIDE);
  const inTheMoney = isCall ? f > k : k > f;
  const value = inTheMoney ? undiscounted - (high - low) : undiscounted;
  if (value <= 0n || value >= low) return { error: Infinity, allowed: 0 };
  const { deviation, l } = distancesOf(forward, strike, timeToExpiry, volatility);
  const x = divide(l < 0n ? -l : l, deviation);
  const [near, far] = [x - (deviation >> 1n), x + (deviation >> 1n)];
  const exponent = (multiply(near, near) + logarithm(2n * PI)) >> 1n;
  const outside = near >= 0n;
  const mills = outside ? millsRatio(near) - millsRatio(far) : millsRatio(-near) + millsRatio(far);
  const residual = logarithmOfRatio(outside ? value : low - value, low) + exponent - logarithm(mills);
  // ∂ln/∂ln σ of the time value or of what is missing, and price/vega/σ, vega being φ(near)·low·√T.
  const slope = divide(outside ? deviation : -deviation, mills);
  const perVega = outside
    ? toNumber(ratio(undiscounted, value)) / toNumber(slope)
    : -toNumber(ratio(undiscounted, low - value)) / toNumber(slope);
  return { error: Math.abs(toNumber(divide(residual, slope))), allowed: 4 * UNIT * (1 + perVega) };
};

/** Deterministic doubles. */
export class RandomDoubles {
  private readonly random: Random;

  constructor(seed: bigint) {
    this.random = new Random(seed);
  }

  /** Uniform in [low, high). */
  uniform(low: number, high: number): number {
    return low + (high - low) * Number(this.random.bits(53)) * UNIT;
  }

  /** Uniform in the logarithm. */
  scale(low: number, high: number): number {
    return low * Math.exp(this.uniform(0, Math.log(high / low)));
  }
}

/** Options as they are quoted: strikes within a factor of 4, an hour to three years. */
export const quotedDoubles = (random: RandomDoubles): DoubleOption => {
  const forward = random.scale(1e-2, 1e6);
  const timeToExpiry = random.uniform(0, 1) < 0.5 ? random.uniform(3600, 7 * 86_400) : random.uniform(86_400, 3 * YEAR);
  return [
    forward,
    forward * random.uniform(0.25, 4),
    Math.round(timeToExpiry),
    random.uniform(0.05, 3),
    random.uniform(0.9, 1),
  ];
};

/** An option of the given deviation s = σ√T, out of or in the money by at most `distances` of them. */
export const optionOfDeviation = (random: RandomDoubles, deviation: number, distances: number): DoubleOption => {
  const forward = random.scale(1e-5, 1e6);
  const timeToExpiry = random.scale(60, 1e8);
  const reach = Math.min(distances * deviation, 200);
  return [
    forward,
    forward * Math.exp(random.uniform(-reach, reach)),
    timeToExpiry,
    deviation / Math.sqrt(timeToExpiry / YEAR),
    random.uniform(0, 1) < 0.5 ? 1 : random.uniform(0.5, 1),
  ];
};

export { toNumber };

/** As chai's `closeTo`, which the matchers of Hardhat take over for whole numbers. */
export const expectNear = (actual: number, expected: number, slack: number): void => {
  expect(Math.abs(actual - expected) <= slack, `${actual} is not within ${slack} of ${expected}`).to.equal(true);
};
