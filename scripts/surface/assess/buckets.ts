const DAY = 86_400;

/** Times to expiry that are told apart, by their ends in days. */
export const BUCKETS = [
  { name: "≤ 2 days", most: 2 },
  { name: "2–7 days", most: 7 },
  { name: "7–30 days", most: 30 },
  { name: "30–90 days", most: 90 },
  { name: "> 90 days", most: Infinity },
] as const;

/** Which bucket a time to expiry in seconds is in. */
export const bucketOf = (tenor: number): number => BUCKETS.findIndex(({ most }) => tenor <= most * DAY);
