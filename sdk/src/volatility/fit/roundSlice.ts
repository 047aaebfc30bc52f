import type { FastSvi } from "../../pricing/fast/svi.js";
import type { Slice } from "../types.js";

const YEAR = 31_536_000;

/** Nearest whole unit within ±`limit`. */
const units = (value: number, unit: number, limit: number): bigint =>
  BigInt(Math.round(Math.min(limit, Math.max(-limit, value / unit))));

/** What a slice has beside its smile. @internal */
export interface SliceFrame {
  readonly expiry: number;
  /** Seconds to expiry. */
  readonly tenor: number;
  /** Per year. */
  readonly carry: number;
  readonly halfSpread: number;
}

/** A smile of total variance in the units of the contract. @internal */
export const roundSlice = ({ a, b, rho, m, sigma }: FastSvi, frame: SliceFrame): Slice => {
  const perYear = YEAR / frame.tenor;
  return {
    expiry: frame.expiry,
    a: units(a * perYear, 1e-9, 2 ** 39 - 1),
    b: units(b * perYear, 1e-9, 2 ** 40 - 1),
    rho: units(rho, 1e-6, 999_999),
    m: units(m, 1e-9, 2 ** 31 - 1),
    sigma: units(Math.max(sigma, 1e-9), 1e-9, 2 ** 32 - 1),
    carry: units(frame.carry, 1e-8, 2 ** 31 - 1),
    halfSpread: units(frame.halfSpread, 1e-6, 2 ** 24 - 1),
  };
};
