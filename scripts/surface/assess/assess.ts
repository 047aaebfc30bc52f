import {
  type FittedQuote,
  type FittedSlice,
  type Slice,
  checkPublication,
  fitSurface,
  sliceSmile,
} from "../../../sdk/src/volatility/index.ts";
import { BallastError } from "../../../sdk/src/errors/index.ts";
import { svi } from "../../../sdk/src/pricing/index.ts";
import type { Snapshot } from "../chain/snapshot.ts";
import { type Realised, anchorOf } from "./realised.ts";
import { type Tally, tallyOf } from "./tally.ts";

const YEAR = 31_536_000;
/** Two strikes tell level and tilt; hours before an expiry there often are no more. */
const LEAST_STRIKES = 2;
const [LEAST_OF_ANCHOR, MOST_OF_ANCHOR] = [0.4, 2.5];

/** A slice, and what is told about it. */
export interface ExpiryFit {
  readonly expiry: number;
  /** Seconds to expiry. */
  readonly tenor: number;
  readonly slice: Slice;
  readonly atTheMoney: number;
  readonly forward: number;
  readonly quotes: readonly FittedQuote[];
  readonly rmse: number;
  readonly tally: Tally;
  /** Of the realised volatility, where prices are known. */
  readonly anchor?: number | undefined;
  /** Whether the contract would take it as the first publication after these prices. */
  readonly nearAnchor?: boolean | undefined;
}

/** What became of one snapshot. */
export interface SnapshotFit {
  readonly coin: string;
  readonly time: number;
  readonly fits: readonly ExpiryFit[];
  readonly failures: readonly { readonly expiry: number; readonly error: string; readonly message: string }[];
  /** Why the slices could not be published together; undefined when they could. */
  readonly refusal?: string | undefined;
  readonly milliseconds: number;
}

const WAD = 10n ** 18n;

const isNear = (share: number): boolean => share >= LEAST_OF_ANCHOR && share <= MOST_OF_ANCHOR;

const atTheMoneyOf = (slice: Slice, tenor: number): bigint =>
  svi.volatility(sliceSmile(slice, BigInt(tenor)), WAD, WAD, BigInt(tenor));

/** Every check of a publication; the anchor is what the slices say themselves, since it is told apart. */
const refusalOf = (slices: readonly Slice[], time: number): string | undefined => {
  const own = new Map(slices.map((slice) => [BigInt(slice.expiry - time), atTheMoneyOf(slice, slice.expiry - time)]));
  try {
    checkPublication({ market: 1, time, slices }, { now: time, published: {}, anchor: (tenor) => own.get(tenor)! });
    return undefined;
  } catch (error) {
    if (error instanceof BallastError) return `${error.name}: ${error.message}`;
    throw error;
  }
};

const expiryFit = (fit: FittedSlice, { time, expiries }: Snapshot, realised: Realised | undefined): ExpiryFit => {
  const { slice, quotes, rmse } = fit;
  const { expiry } = slice;
  const tenor = expiry - time;
  const input = expiries.find((of) => of.expiry === expiry)!;
  const marks = new Map(input.quotes.map(({ strike, isCall, mark }) => [`${strike} ${isCall}`, mark]));
  const tally = tallyOf(quotes, ({ strike, isCall }) => marks.get(`${strike} ${isCall}`));
  const atTheMoney = Number(atTheMoneyOf(slice, tenor)) / 1e18;
  const anchor = realised && anchorOf(realised, tenor);
  const nearAnchor = anchor === undefined ? undefined : isNear(atTheMoney / anchor);
  const { forward } = input;
  return { expiry, tenor, slice, atTheMoney, forward, quotes, rmse, tally, anchor, nearAnchor };
};

/** Fits a snapshot, and checks it as the contract would. */
export const assess = (snapshot: Snapshot, realised?: Realised): SnapshotFit => {
  const { coin, time } = snapshot;
  const started = performance.now();
  const inputs = snapshot.expiries.map((input) =>
    Object.assign({}, input, { options: { leastStrikes: LEAST_STRIKES } }),
  );
  const { fits, failures } = fitSurface(inputs);
  const milliseconds = performance.now() - started;
  const slices = fits.map(({ slice }) => slice);
  return {
    coin,
    time,
    fits: fits.map((fit) => expiryFit(fit, snapshot, realised)),
    failures: failures.map(({ expiry, error }) => ({ expiry, error: error.name, message: error.message })),
    refusal: slices.length === 0 ? undefined : refusalOf(slices, time),
    milliseconds,
  };
};

/** √w(k)/√T of a slice on numbers, for drawing. */
export const volatilityAt = ({ slice, tenor }: ExpiryFit, logMoneyness: number): number => {
  const { a, b, rho, m, sigma } = sliceSmile(slice, BigInt(tenor));
  const [level, slope, tilt, centre, width] = [a, b, rho, m, sigma].map((figure) => Number(figure) / 1e18);
  const smile = { a: level!, b: slope!, rho: tilt!, m: centre!, sigma: width! };
  const reach = 4 * Math.sqrt(svi.totalVarianceFast(smile, 0));
  const k = Math.min(reach, Math.max(-reach, logMoneyness));
  return Math.sqrt((svi.totalVarianceFast(smile, k) * YEAR) / tenor);
};
