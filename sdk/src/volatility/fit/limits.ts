/** What a smile has to keep to be published, as residuals that are 0 where it is kept. */
import type { FastSvi } from "../../pricing/fast/svi.js";
import { densityAt, varianceAt } from "./raw.js";

const YEAR = 31_536_000;

/** Distances from the middle at which the contract looks, in deviations, and the halves between. */
const DEVIATIONS = Array.from({ length: 17 }, (_, i) => (i - 8) / 2);
const NEAR = DEVIATIONS.filter((x) => Math.abs(x) <= 3);
/** Bends of a smile, in σ from m. */
const BENDS = [-2, -1, -0.5, 0, 0.5, 1, 2];

const LEAST_DENSITY = 0.004;
const CALENDAR_MARGIN = 1e-4;
const LEAST_VARIANCE = 1e-3;
/** Of the smile's own unit. */
const LEAST_SIGMA = 0.01;
const MOST_SLOPE = 1.99;
const MOST_VARIANCE_PER_YEAR = 95;

/** The rest of what a smile is compared with. @internal */
export interface Surroundings {
  /** Unit of log-moneyness. */
  readonly s: number;
  /** Seconds to expiry. */
  readonly tenor: number;
  readonly neighbours: readonly Neighbour[];
}

/** The smile of an expiry beside, in the same units. @internal */
export interface Neighbour {
  readonly smile: FastSvi;
  readonly isLater: boolean;
}

/** How many residuals {@link writeLimits} writes. @internal */
export const limitCount = (neighbours: number): number =>
  DEVIATIONS.length + BENDS.length + 8 + neighbours * 2 * NEAR.length;

const lack = (value: number, least: number): number => Math.max(0, least - value);

/** Writes how far a smile is outside its limits, times `weight`, from `out[at]` on. @internal */
export const writeLimits = (
  smile: FastSvi,
  { s, tenor, neighbours }: Surroundings,
  { out, at, weight }: { readonly out: Float64Array; readonly at: number; readonly weight: number },
): void => {
  const { a, b, rho, m, sigma } = smile;
  let i = at;
  const put = (value: number): void => {
    out[i++] = weight * value;
  };
  const deviation = Math.sqrt(Math.max(varianceAt(smile, 0), LEAST_VARIANCE));
  for (const x of DEVIATIONS) put(lack(densityAt(smile, x * deviation, s), LEAST_DENSITY));
  for (const bend of BENDS) {
    const x = m + bend * sigma;
    put(Math.abs(x) < 4.01 * deviation ? lack(densityAt(smile, x, s), LEAST_DENSITY) : 0);
  }
  put(lack(a + b * sigma * Math.sqrt(1 - rho * rho), LEAST_VARIANCE));
  put(lack(MOST_SLOPE, b * s * (1 + Math.abs(rho))));
  const greatest = Math.max(varianceAt(smile, 4 * deviation), varianceAt(smile, -4 * deviation));
  put(lack(MOST_VARIANCE_PER_YEAR, (greatest * s * s * YEAR) / tenor) / MOST_VARIANCE_PER_YEAR);
  put(lack(6, Math.abs(m)));
  put(lack(0.999, Math.abs(rho)));
  put(lack(2.1, Math.abs(m) * s));
  put(lack(4.2, sigma * s));
  put(lack(sigma, LEAST_SIGMA));
  for (const { smile: other, isLater } of neighbours) {
    const reach = Math.sqrt(Math.max(varianceAt(other, 0), LEAST_VARIANCE));
    for (const unit of [deviation, reach]) {
      for (const x of NEAR) {
        const [own, beside] = [varianceAt(smile, x * unit), varianceAt(other, x * unit)];
        const [low, high] = isLater ? [own, beside] : [beside, own];
        put(lack((high - low) / Math.max(beside, LEAST_VARIANCE), CALENDAR_MARGIN));
      }
    }
  }
};
