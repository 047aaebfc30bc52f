import type { Seconds } from "../instruments/index.js";
import { WAD, floorDiv } from "../pricing/fixedPoint.js";
import { FundingTimeBeforeAccrual } from "./errors.js";

/** An imbalance moves the rate for this long after an accrual, seconds; then the rate stays. */
const HOLD = 3600n;
const YEAR = 31_536_000n;

/** The funding of a market at its last accrual, wad. Source: `IFunding.FundingState`. */
export interface FundingState {
  /** Funding that a long contract has paid since the start, signed, USDC. */
  readonly index: bigint;
  /** Per year, positive when longs pay. */
  readonly rate: bigint;
  /** Change of the rate per second, signed. */
  readonly velocity: bigint;
  /** Price on which funding is paid until the next accrual. */
  readonly price: bigint;
  /** Unix seconds. */
  readonly accruedAt: bigint;
}

/** How the funding of a market moves, wad. Source: `IFunding.FundingTerms`. */
export interface FundingTerms {
  /** Greatest rate per year, either way. */
  readonly maxRate: bigint;
  /** Change of the rate, per year and day, at an imbalance as great as depth and open interest. */
  readonly maxVelocity: bigint;
}

/**
 * The rate of funding at a time at or after the last accrual, wad per year, if nobody accrues until then. Source:
 * `FundingRate.rateAfter`.
 * @throws {@link FundingTimeBeforeAccrual}
 */
export const fundingRateAt = (
  state: FundingState,
  { maxRate }: Pick<FundingTerms, "maxRate">,
  time: Seconds,
): bigint => {
  const rate = state.rate + state.velocity * rampOf(elapsedOf(state, time));
  if (rate > maxRate) return maxRate;
  return rate < -maxRate ? -maxRate : rate;
};

/**
 * The funding index at a time at or after the last accrual, wad USDC per contract, if nobody accrues until then: bit for
 * bit what `Funding.index` answers. Source: `FundingRate.indexAfter`.
 * @throws {@link FundingTimeBeforeAccrual}
 */
export const fundingIndexAt = (
  state: FundingState,
  { maxRate }: Pick<FundingTerms, "maxRate">,
  time: Seconds,
): bigint => {
  const { area, unit } = integralOf(state, maxRate, elapsedOf(state, time));
  return state.index + floorDiv(area * state.price, unit * WAD * YEAR);
};

const elapsedOf = ({ accruedAt }: FundingState, time: Seconds): bigint => {
  const elapsed = BigInt(time) - accruedAt;
  if (elapsed < 0n) throw new FundingTimeBeforeAccrual(BigInt(time), accruedAt);
  return elapsed;
};

const rampOf = (elapsed: bigint): bigint => (elapsed < HOLD ? elapsed : HOLD);

/** ∫ rate dt as area / unit; where the rate reaches its limit on the way, less the triangle that was missing before. */
const integralOf = (
  { rate, velocity }: FundingState,
  maxRate: bigint,
  elapsed: bigint,
): { area: bigint; unit: bigint } => {
  const ramp = rampOf(elapsed);
  const reached = rate + velocity * ramp;
  const falls = velocity < 0n;
  const limit = falls ? -maxRate : maxRate;
  const passes = falls ? reached < limit : reached > limit;
  if (!passes) return { area: 2n * rate * elapsed + velocity * ramp * (2n * elapsed - ramp), unit: 2n };
  const unit = 2n * (falls ? -velocity : velocity);
  const triangle = (limit - rate) ** 2n;
  return { area: unit * limit * elapsed + (falls ? triangle : -triangle), unit };
};
