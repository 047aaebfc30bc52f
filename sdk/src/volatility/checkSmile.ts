/** The checks of one smile. Source: `SmileChecks.sol`; the same bits. */
import { WAD, magnitude, mulDown, mulUp, sqrt } from "../pricing/fixedPoint.js";
import { totalVariance } from "../pricing/svi.js";
import { density } from "./density.js";
import {
  ButterflyArbitrage,
  CarryMovesTooFast,
  MovesTooFast,
  OutsideAnchor,
  SliceOutOfBounds,
  SlopeTooSteep,
} from "./errors.js";
import { YEAR, sliceSmile } from "./sliceSmile.js";
import { smileNow, volatilityOf } from "./smileNow.js";
import type { PublishedSlice, Slice, Smile } from "./types.js";

const HOUR = 3600n;
const MAX_RHO = 10n ** 6n - 1n;
const MAX_SIGMA = (1n << 32n) - 1n;
const MIN_VARIANCE = 10n ** 12n;
const MAX_INT256 = (1n << 255n) - 1n;
const MAX_VOLATILITY = 10n * WAD;
const MAX_CARRY = WAD / 10n;
/** Where an expiry has no past that limits its speed: so much, and so much per year more. */
const FIRST_CARRY = WAD / 50n;
const FIRST_CARRY_PER_YEAR = WAD / 10n;
const MAX_SLOPE = 2n * WAD;
const VOLATILITY_PER_HOUR = WAD / 10n;
const CARRY_PER_HOUR = (5n * WAD) / 1000n;
const MAX_ELAPSED = 2n * HOUR;

/** Where {@link Candidate.variances} holds w(0). @internal */
export const CENTRE = 4;

/** A smile on its way in, for the time that is left. @internal */
export interface Candidate {
  readonly expiry: bigint;
  /** Seconds to expiry. */
  readonly tenor: bigint;
  readonly smile: Smile;
  /** √w(0), wad. */
  readonly deviation: bigint;
  /** √(w(0)/T), wad. */
  readonly atTheMoney: bigint;
  /** w at −4, −3 … 4 deviations. */
  readonly variances: readonly bigint[];
}

interface Bounded {
  readonly figure: string;
  readonly value: bigint;
  readonly minimum: bigint;
  readonly maximum: bigint;
}

const requireWithin = (expiry: bigint, { figure, value, minimum, maximum }: Bounded): void => {
  if (value < minimum || value > maximum) throw new SliceOutOfBounds(expiry, figure, value, minimum, maximum);
};

const requireParameters = ({ a, b, rho, sigma }: Slice, expiry: bigint): void => {
  requireWithin(expiry, { figure: "rho", value: rho, minimum: -MAX_RHO, maximum: MAX_RHO });
  requireWithin(expiry, { figure: "sigma", value: sigma, minimum: 1n, maximum: MAX_SIGMA });
  const root = sqrt((10n ** 12n - rho * rho) * 10n ** 6n);
  const least = a * 10n ** 9n + (b * sigma * root) / WAD;
  requireWithin(expiry, { figure: "variance", value: least, minimum: MIN_VARIANCE, maximum: MAX_INT256 });
};

const requireDrift = ({ carry, expiry }: Slice, tenor: bigint, limit: bigint): void => {
  const drift = (carry * 10n ** 10n * tenor) / YEAR;
  requireWithin(BigInt(expiry), { figure: "carry", value: drift, minimum: -limit, maximum: limit });
};

const firstCarry = (tenor: bigint): bigint => {
  const limit = FIRST_CARRY + (FIRST_CARRY_PER_YEAR * tenor) / YEAR;
  return limit < MAX_CARRY ? limit : MAX_CARRY;
};

/** Log-moneyness of `variances[i]`. */
const pointOf = (deviation: bigint, i: number): bigint => BigInt(i - CENTRE) * deviation;

/**
 * The candidate of a slice whose parameters are within their bounds.
 * @param when Seconds to expiry, and whether nothing was published for it
 * @internal
 */
export const candidateOf = (
  slice: Slice,
  { tenor, isFirst }: { readonly tenor: bigint; readonly isFirst: boolean },
): Candidate => {
  const expiry = BigInt(slice.expiry);
  requireParameters(slice, expiry);
  requireDrift(slice, tenor, isFirst ? firstCarry(tenor) : MAX_CARRY);
  const smile = sliceSmile(slice, tenor);
  const slope = (smile.b * (WAD + magnitude(smile.rho))) / WAD;
  if (slope > MAX_SLOPE) throw new SlopeTooSteep(expiry, slope, MAX_SLOPE);
  const variance = totalVariance(smile, 0n);
  const deviation = sqrt(variance);
  const atTheMoney = volatilityOf(variance, tenor);
  const spread = { figure: "halfSpread", value: smile.halfSpread, minimum: 0n, maximum: atTheMoney / 2n };
  requireWithin(expiry, spread);
  const variances = Array.from({ length: 9 }, (_, i) => density(smile, pointOf(deviation, i)).variance);
  return { expiry, tenor, smile, deviation, atTheMoney, variances };
};

/** Where g is least behind the bend, to either side of it, within ±4 deviations. */
const pointsOf = ({ smile: { m, sigma }, deviation }: Candidate): bigint[] => {
  const limit = 4n * deviation;
  const reach = (sqrt((sigma * deviation) / WAD) * 7n) / 4n;
  return [m - reach, m + reach].map((k) => (k > limit ? limit : k < -limit ? -limit : k));
};

/** @internal */
export const checkButterfly = (candidate: Candidate): void => {
  const { expiry, tenor, smile, deviation, variances } = candidate;
  const whole = variances.map((_, i) => pointOf(deviation, i));
  for (const k of [...whole, ...pointsOf(candidate)]) {
    const { prudent } = density(smile, k);
    if (prudent < 0n) throw new ButterflyArbitrage(expiry, k, prudent);
  }
  const [first, last] = [variances[0]!, variances[8]!];
  const value = volatilityOf(first > last ? first : last, tenor);
  requireWithin(expiry, { figure: "volatility", value, minimum: 0n, maximum: MAX_VOLATILITY });
};

/** @internal */
export const checkNearAnchor = ({ expiry, atTheMoney }: Candidate, anchor: bigint): void => {
  const [minimum, maximum] = [(anchor * 2n) / 5n, (anchor * 5n) / 2n];
  if (atTheMoney < minimum || atTheMoney > maximum) throw new OutsideAnchor(expiry, atTheMoney, minimum, maximum);
};

/** What the limits of speed compare with. @internal */
export interface Past {
  readonly stored: PublishedSlice;
  readonly time: number;
  readonly now: number;
  readonly anchor: (tenor: bigint) => bigint;
}

/** @internal */
export const checkAgainstPast = (c: Candidate, { stored, time, now, anchor }: Past): void => {
  const current = smileNow({ now, expiry: Number(c.expiry), published: stored, anchor });
  const since = BigInt(time - stored.time);
  const elapsed = since < MAX_ELAPSED ? since : MAX_ELAPSED;
  requireSlow(c, current, (VOLATILITY_PER_HOUR * elapsed) / HOUR);
  const move = (CARRY_PER_HOUR * elapsed * YEAR) / (HOUR * c.tenor);
  const { carry } = c.smile;
  const [minimum, maximum] = [current.carry - move, current.carry + move];
  if (carry < minimum || carry > maximum) throw new CarryMovesTooFast(c.expiry, carry, minimum, maximum);
};

const requireSlow = ({ expiry, tenor, deviation, variances }: Candidate, current: Smile, move: bigint): void => {
  const [low, high] = [mulUp(WAD - move, WAD - move), mulDown(WAD + move, WAD + move)];
  for (let i = CENTRE - 2; i <= CENTRE + 2; i++) {
    const k = pointOf(deviation, i);
    const before = totalVariance(current, k);
    const scaled = variances[i]! * WAD;
    if (scaled >= before * low && scaled <= before * high) continue;
    const volatility = volatilityOf(before, tenor);
    const [minimum, maximum] = [mulUp(volatility, WAD - move), mulDown(volatility, WAD + move)];
    throw new MovesTooFast(expiry, k, volatilityOf(variances[i]!, tenor), minimum, maximum);
  }
};
