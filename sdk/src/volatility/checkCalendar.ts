import { totalVariance } from "../pricing/svi.js";
import { CENTRE, type Candidate } from "./checkSmile.js";
import { CalendarArbitrage } from "./errors.js";
import { sliceSmile } from "./sliceSmile.js";
import { FRESH } from "./smileNow.js";
import type { PublishedSlice, Slice } from "./types.js";

const requireOrder = (c: Candidate, neighbour: Slice, now: number): void => {
  const params = sliceSmile(neighbour, BigInt(neighbour.expiry - now));
  const expiry = BigInt(neighbour.expiry);
  const isLater = expiry > c.expiry;
  for (let i = CENTRE - 3; i <= CENTRE + 3; i++) {
    const k = BigInt(i - CENTRE) * c.deviation;
    const other = totalVariance(params, k);
    const own = c.variances[i]!;
    if (isLater ? own <= other : other <= own) continue;
    throw new CalendarArbitrage(isLater ? c.expiry : expiry, isLater ? expiry : c.expiry, k);
  }
};

/**
 * Of two expiries the later one has at least the total variance of the earlier, at −3, −2 … 3 deviations of the
 * candidate: against the nearest fresh slices on both sides. Source: `SmileChecks.requireCalendar`.
 * @param published What would be stored up to the candidate, by expiry
 * @param next Expiry of the next slice of the publication, which is compared from its own side
 * @internal
 */
export const checkCalendar = (
  c: Candidate,
  {
    published,
    now,
    next = Infinity,
  }: {
    readonly published: Readonly<Record<number, PublishedSlice>>;
    readonly now: number;
    readonly next?: number | undefined;
  },
): void => {
  const fresh = Object.values(published)
    .filter(({ slice, time }) => slice.expiry > now && BigInt(now - time) <= FRESH)
    .map(({ slice }) => slice)
    .sort((a, b) => a.expiry - b.expiry);
  const below = fresh.findLast(({ expiry }) => BigInt(expiry) < c.expiry);
  const above = fresh.find(({ expiry }) => BigInt(expiry) > c.expiry);
  if (below !== undefined) requireOrder(c, below, now);
  if (above !== undefined && above.expiry < next) requireOrder(c, above, now);
};
