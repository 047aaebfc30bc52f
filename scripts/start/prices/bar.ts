/** One row of a price file. Prices in USD, times in unix seconds. */
export interface Bar {
  /** Start of the bar. */
  readonly timestamp: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** A price that the feed reports. */
export interface Step {
  /** Unix seconds. */
  readonly time: number;
  /** USD. */
  readonly price: number;
}

/** What is replayed. */
export interface PricePath {
  /** Where it came from, for people. */
  readonly source: string;
  readonly steps: readonly Step[];
}
