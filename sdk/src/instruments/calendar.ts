/**
 * The expiries that exist: the twin of `contracts/instruments/Calendar.sol`. 08:00 UTC, daily for 7 days, Fridays for
 * 8 weeks, last Fridays of months for 365 days. Times in unix seconds.
 */
import type { Seconds } from "./instrument.js";
import { DAY, HOUR_OF_EXPIRY } from "./times.js";

const DAILY_HORIZON = 7 * DAY;
const WEEKLY_HORIZON = 8 * 7 * DAY;
const MONTHLY_HORIZON = 365 * DAY;

/** Whether the day of `time` is a Friday, in UTC. */
export const isFriday = (time: Seconds): boolean => Math.floor(Number(time) / DAY) % 7 === 1;

/** Whether the Friday `time` is the last one of its month, in UTC. */
export const isLastFridayOfMonth = (time: Seconds): boolean =>
  monthOf(Number(time)) !== monthOf(Number(time) + 7 * DAY);

/** Whether `expiry` may be traded at `time`. */
export const isListed = (expiry: Seconds, time: Seconds): boolean => {
  const at = Number(expiry);
  const ahead = at - Number(time);
  if (ahead <= 0 || at % DAY !== HOUR_OF_EXPIRY) return false;
  if (ahead <= DAILY_HORIZON) return true;
  if (ahead > MONTHLY_HORIZON || !isFriday(at)) return false;
  return ahead <= WEEKLY_HORIZON || isLastFridayOfMonth(at);
};

/** Every expiry that may be traded at `time`, ascending. */
export const listedExpiries = (time: Seconds): number[] => {
  const now = Number(time);
  const expiries: number[] = [];
  const first = Math.floor(now / DAY) * DAY + HOUR_OF_EXPIRY;
  for (let expiry = first; expiry - now <= MONTHLY_HORIZON; expiry += DAY) {
    if (isListed(expiry, now)) expiries.push(expiry);
  }
  return expiries;
};

/** Month of a time: the days since 1 March of year 0 fall into eras of 400 years (Hinnant, chrono-compatible dates). */
const monthOf = (time: number): number => {
  const days = Math.floor(time / DAY) + 719468;
  const dayOfEra = ((days % 146097) + 146097) % 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  return Math.floor((5 * dayOfYear + 2) / 153);
};
