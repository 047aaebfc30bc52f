import { BUCKETS, bucketOf } from "./buckets.ts";
import type { ExpiryFit, SnapshotFit } from "./assess.ts";
import { EMPTY, type Tally, add, pointsOf } from "./tally.ts";

/** What is told about expiries of one time to expiry. Errors in points of volatility. */
export interface BucketSummary {
  readonly name: string;
  readonly expiries: number;
  readonly failures: number;
  /** Quotes that the errors are of: out of the money, 10 to 90 delta, at most 10 points wide. */
  readonly quotes: number;
  readonly rmse: number;
  /** With quotes of any width. */
  readonly rmseAll: number;
  /** Against the venue's marks. */
  readonly rmseMark: number;
  /** Part of the quotes between whose bid and ask the smile lies. */
  readonly inside: number;
  /** Expiries with an anchor, and those outside [0.4, 2.5] × of it. */
  readonly anchored: number;
  readonly outsideAnchor: number;
}

/** What is told about a whole run. */
export interface Summary {
  readonly snapshots: number;
  readonly buckets: readonly BucketSummary[];
  /** From two days on. */
  readonly beyondTwoDays: BucketSummary;
  readonly overall: BucketSummary;
  /** Snapshots that the contract would refuse as a whole. */
  readonly refused: number;
  readonly millisecondsPerExpiry: number;
}

interface Group {
  readonly name: string;
  readonly fits: readonly ExpiryFit[];
  readonly failures: number;
}

const summaryOf = ({ name, fits, failures }: Group): BucketSummary => {
  const sum: Tally = fits.reduce((total, { tally }) => add(total, tally), EMPTY);
  return {
    name,
    expiries: fits.length,
    failures,
    quotes: sum.quotes,
    rmse: pointsOf(sum.squares, sum.quotes),
    rmseAll: pointsOf(sum.allSquares, sum.all),
    rmseMark: pointsOf(sum.markSquares, sum.marks),
    inside: sum.inside / sum.quotes,
    anchored: fits.filter(({ anchor }) => anchor !== undefined).length,
    outsideAnchor: fits.filter(({ nearAnchor }) => nearAnchor === false).length,
  };
};

/** The figures of a run. */
export const summarise = (snapshots: readonly SnapshotFit[]): Summary => {
  const fits = snapshots.flatMap((snapshot) => snapshot.fits);
  const failed = snapshots.flatMap(({ time, failures }) => failures.map(({ expiry }) => bucketOf(expiry - time)));
  const group = (name: string, includes: (bucket: number) => boolean): BucketSummary =>
    summaryOf({
      name,
      fits: fits.filter(({ tenor }) => includes(bucketOf(tenor))),
      failures: failed.filter(includes).length,
    });
  return {
    snapshots: snapshots.length,
    buckets: BUCKETS.map(({ name }, i) => group(name, (bucket) => bucket === i)),
    beyondTwoDays: group("beyond 2 days", (bucket) => bucket > 0),
    overall: group("all", () => true),
    refused: snapshots.filter(({ refusal }) => refusal !== undefined).length,
    millisecondsPerExpiry:
      snapshots.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / (fits.length + failed.length),
  };
};
