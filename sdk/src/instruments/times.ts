/** Lengths of time of the house, seconds. The contracts have the same. */

export const HOUR = 3600;
export const DAY = 24 * HOUR;
/** Of the day, UTC, at which options expire. */
export const HOUR_OF_EXPIRY = 8 * HOUR;
/** The settlement price is the average over this long before expiry. */
export const SETTLEMENT_WINDOW = HOUR;
