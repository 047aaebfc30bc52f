import { FitError } from "./fit/errors.js";
import type { FitInput, FittedSlice } from "./fit/types.js";
import { fitSlice } from "./fitSlice.js";

/** Slices that may be published together, and why expiries are not among them. */
export interface FittedSurface {
  /** In order of expiry. */
  readonly fits: readonly FittedSlice[];
  /** In order of expiry. */
  readonly failures: readonly { readonly expiry: number; readonly error: FitError }[];
}

/**
 * The slices of a whole chain, made at one time, without calendar arbitrage between them. From the last expiry to the
 * first, each stays below the one after: where they conflict the earlier gives way, whose far wings nobody quotes. An
 * expiry that cannot be fitted is left out and named.
 * @param chain Quotes by expiry, in any order, all of the same time.
 */
export const fitSurface = (chain: readonly FitInput[]): FittedSurface => {
  const fits: FittedSlice[] = [];
  const failures: { expiry: number; error: FitError }[] = [];
  for (const input of [...chain].sort((a, b) => b.expiry - a.expiry)) {
    try {
      const later = fits[0]?.slice ?? input.options?.later;
      fits.unshift(fitSlice({ ...input, options: { ...input.options, later } }));
    } catch (error) {
      if (!(error instanceof FitError)) throw error;
      failures.unshift({ expiry: input.expiry, error });
    }
  }
  return { fits, failures };
};
