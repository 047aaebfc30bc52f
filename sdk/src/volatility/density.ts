import { WAD, magnitude } from "../pricing/fixedPoint.js";
import type { SviParams } from "../pricing/svi.js";

const WAD_SQUARED = WAD * WAD;

/**
 * Total variance and Durrleman's g(k) = (1 − k·w'/(2w))² − (w'²/4)·(1/w + 1/4) + w''/2, which has the sign of the density
 * that the smile implies (Gatheral and Jacquier, Arbitrage-free SVI volatility surfaces, 2014), and `prudent`, in which
 * what slopes take, (w'²/4)·(1/w + 1/4), counts 1/32 more: the surface wants this one. Source: `SmileCurve.densitiesAt`.
 * @param params Of a smile whose σ and total variance are positive, wad.
 * @param k Log-moneyness, wad.
 */
export const density = (
  { a, b, rho, m, sigma }: SviParams,
  k: bigint,
): { readonly variance: bigint; readonly g: bigint; readonly prudent: bigint } => {
  const d = k - m;
  const square = sigma * sigma;
  const n = d * d + square;
  const size = magnitude(d) + sigma;
  let root = ((n / size) * 151n + size * 107n) >> 8n;
  root += n / root;
  root += (4n * n) / root;
  root = root * (WAD / 8n) + (n * 2n * WAD) / root;
  const variance = a + (b * (root + d * rho)) / WAD_SQUARED;
  const slope = (b * (rho + (d * WAD_SQUARED) / root)) / WAD;
  const curvature = (b * ((square * WAD) / n) * WAD) / root;
  const u = WAD - (k * slope) / (2n * variance);
  const gained = (u * u) / WAD + (curvature >> 1n);
  const g = (s: bigint): bigint => gained - (s / (4n * variance) + s / (16n * WAD));
  const s = slope * slope;
  return { variance, g: g(s), prudent: g(s + (s >> 5n)) };
};
