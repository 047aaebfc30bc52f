/**
 * Smiles in units of their own: x = k/s and W = w/s² with s about √w(0), so that all parameters are about 1 whatever
 * the time to expiry.
 */
import type { FastSvi } from "../../pricing/fast/svi.js";

/** a, ln b, artanh ρ, m, ln σ. @internal */
export type Raw = Float64Array;

/** Where a smile starts from: W(0) = 1, with a centre at 0. @internal */
export const rawOf = (b: number, rho: number, sigma: number): Raw =>
  Float64Array.of(1 - b * sigma, Math.log(b), Math.atanh(rho), 0, Math.log(sigma));

const bounded = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/** The smile of a raw one, in its units. @internal */
export const ownSmile = (raw: Raw): FastSvi => ({
  a: raw[0]!,
  b: Math.exp(bounded(raw[1]!, 50)),
  rho: Math.tanh(bounded(raw[2]!, 7)),
  m: raw[3]!,
  sigma: Math.exp(bounded(raw[4]!, 50)),
});

/** The smile in units of log-moneyness and total variance. @internal */
export const scaledSmile = ({ a, b, rho, m, sigma }: FastSvi, s: number): FastSvi => ({
  a: a * s * s,
  b: b * s,
  rho,
  m: m * s,
  sigma: sigma * s,
});

/** W of a smile; it may be negative. @internal */
export const varianceAt = ({ a, b, rho, m, sigma }: FastSvi, x: number): number => {
  const d = x - m;
  return a + b * (rho * d + Math.sqrt(d * d + sigma * sigma));
};

/** Durrleman's g in units of the smile; s is the unit of log-moneyness. @internal */
export const densityAt = (smile: FastSvi, x: number, s: number): number => {
  const { b, rho, m, sigma } = smile;
  const d = x - m;
  const root = Math.sqrt(d * d + sigma * sigma);
  const w = Math.max(varianceAt(smile, x), 1e-9);
  const slope = b * (rho + d / root);
  const curvature = (b * sigma * sigma) / (root * root * root);
  const u = 1 - (x * slope) / (2 * w);
  return u * u - ((slope * slope) / 4) * (1 / w + (s * s) / 4) + curvature / 2;
};
