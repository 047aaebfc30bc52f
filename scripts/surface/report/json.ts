import type { SnapshotFit } from "../assess/assess.ts";
import type { Summary } from "../assess/summary.ts";

/** The report as data: slices in the contract's units, integers as text; no row of the chain. */
export const jsonOf = (summary: Summary, snapshots: readonly SnapshotFit[], source: string): string => {
  const report = {
    source,
    summary,
    snapshots: snapshots.map(({ coin, time, fits, failures, refusal }) => ({
      coin,
      time,
      refusal,
      failures,
      fits: fits.map(({ expiry, rmse, atTheMoney, anchor, nearAnchor, slice }) => {
        const { a, b, rho, m, sigma, carry, halfSpread } = slice;
        return { expiry, rmse, atTheMoney, anchor, nearAnchor, slice: { a, b, rho, m, sigma, carry, halfSpread } };
      }),
    })),
  };
  // Without a quote there is no error: null.
  return `${JSON.stringify(report, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value), 2)}\n`;
};
