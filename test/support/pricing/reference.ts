/** Black-76 and its parts from their textbook definitions, with 640 bits: what the kernels are compared with. */
import {
  BITS,
  LN2,
  density,
  distribution,
  divide,
  exponential,
  logarithm,
  multiply,
  ratio,
  squareRoot,
} from "../../../scripts/fit/precise.js";
import { type Option, WAD } from "./samples.js";

/** Fractional bits of every result; a result is in wei times 2^640. */
export const REFERENCE_BITS = BITS;

const inWei = (x: bigint): bigint => x * WAD;

/** e^x for x in wad, as wei times 2^640. */
export const exp = (x: bigint): bigint => inWei(exponential(ratio(x, WAD)));
/** ln(x) for x in wad, as wei times 2^640. */
export const ln = (x: bigint): bigint => {
  let doublings = 0n;
  let scaled = x;
  for (; scaled > 2n * WAD; doublings += 1n) scaled = scaled >> 1n;
  // Only whole halvings are taken out, so the division below sees every bit of x.
  return inWei(logarithm(ratio(x, WAD << doublings)) + doublings * LN2);
};
/** N(x) for x in wad, as wei times 2^640. */
export const cdf = (x: bigint): bigint => inWei(distribution(ratio(x, WAD)));

export interface ReferenceGreeks {
  call: bigint;
  put: bigint;
  delta: bigint;
  gamma: bigint;
  vega: bigint;
  theta: bigint;
}

/** Prices and greeks of an option with positive inputs, in wei times 2^640. */
export const black76 = ([forward, strike, timeToExpiry, volatility, discount]: Option): ReferenceGreeks => {
  const root = squareRoot(ratio(timeToExpiry, 31_536_000n));
  const sigma = ratio(volatility, WAD);
  const s = multiply(sigma, root);
  const D = ratio(discount, WAD);
  const d1 = divide(logarithm(ratio(forward, strike)), s) + (s >> 1n);
  const d2 = d1 - s;
  const phi = density(d1);
  return {
    call: multiply(D, forward * distribution(d1) - strike * distribution(d2)),
    put: multiply(D, strike * distribution(-d2) - forward * distribution(-d1)),
    delta: inWei(multiply(D, distribution(d1))),
    gamma: (divide(multiply(D, phi), s) * WAD * WAD) / forward,
    vega: multiply(multiply(D, phi), root) * forward,
    theta: -(divide(multiply(multiply(D, phi), sigma), root) * forward) / 2n,
  };
};
