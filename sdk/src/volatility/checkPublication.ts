import { DAY, HOUR_OF_EXPIRY } from "../instruments/times.js";
import { checkCalendar } from "./checkCalendar.js";
import { type Candidate, candidateOf, checkAgainstPast, checkButterfly, checkNearAnchor } from "./checkSmile.js";
import {
  PublicationEmpty,
  PublicationTime,
  SliceExpired,
  SliceNotNewer,
  SliceOffCalendar,
  SliceOrder,
} from "./errors.js";
import { requirePublicationFits } from "./requireSliceFits.js";
import type { Publication, PublishedSlice, Slice, SurfaceState } from "./types.js";

/** Seconds that an expiry may be ahead. */
const HORIZON = 400 * DAY;
/** Seconds that a publication may take to arrive. */
const MAX_DELAY = 600;

const requireTime = ({ time, slices }: Publication, now: number): void => {
  const earliest = now - MAX_DELAY;
  if (time < earliest || time > now) throw new PublicationTime(BigInt(time), BigInt(earliest), BigInt(now));
  if (slices.length === 0) throw new PublicationEmpty();
};

const requireExpiry = (expiry: number, now: number): void => {
  if (expiry <= now) throw new SliceExpired(BigInt(expiry), BigInt(now));
  if (expiry % DAY !== HOUR_OF_EXPIRY || expiry > now + HORIZON) {
    throw new SliceOffCalendar(BigInt(expiry), BigInt(now + HORIZON));
  }
};

const admit = (slice: Slice, time: number, { now, published, anchor }: SurfaceState): Candidate => {
  const { expiry } = slice;
  requireExpiry(expiry, now);
  const stored = published[expiry];
  if (stored !== undefined && time <= stored.time) {
    throw new SliceNotNewer(BigInt(expiry), BigInt(time), BigInt(stored.time));
  }
  const candidate = candidateOf(slice, { tenor: BigInt(expiry - now), isFirst: stored === undefined });
  checkButterfly(candidate);
  checkNearAnchor(candidate, anchor(candidate.tenor));
  if (stored !== undefined) checkAgainstPast(candidate, { stored, time, now, anchor });
  return candidate;
};

/**
 * Refuses what the contract would refuse, in the same order; signatures apart.
 * @throws Errors of the contract's names: {@link PublicationTime}, {@link PublicationEmpty}, {@link SliceOrder},
 * {@link SliceExpired}, {@link SliceOffCalendar}, {@link SliceNotNewer}, {@link SliceOutOfBounds},
 * {@link SlopeTooSteep}, {@link ButterflyArbitrage}, {@link OutsideAnchor}, {@link MovesTooFast},
 * {@link CarryMovesTooFast}, {@link CalendarArbitrage}; {@link FieldOutOfRange} and {@link FieldMalformed} for what cannot
 * be encoded
 */
export const checkPublication = (publication: Publication, state: SurfaceState): void => {
  requirePublicationFits(publication);
  requireTime(publication, state.now);
  const { slices, time } = publication;
  const published: Record<number, PublishedSlice> = { ...state.published };
  let previous = 0;
  for (const [i, slice] of slices.entries()) {
    if (slice.expiry <= previous) throw new SliceOrder(BigInt(slice.expiry), BigInt(previous));
    previous = slice.expiry;
    const candidate = admit(slice, time, state);
    published[slice.expiry] = { slice, time };
    checkCalendar(candidate, { published, now: state.now, next: slices[i + 1]?.expiry });
  }
};
