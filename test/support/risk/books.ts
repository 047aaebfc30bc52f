/** Books of the usual kinds, one per class, around a spot of 2,000. */
import { Kind, pack } from "../../../sdk/src/instruments/index.js";
import type { MarketState, Portfolio, Position } from "../../../sdk/src/risk/index.js";
import { WAD } from "../pricing/samples.js";

const DAY = 86_400;
const YEAR = 31_536_000n;
const NOW = 1_772_787_600;
const percent = (n: number): bigint => (BigInt(Math.round(n * 100)) * WAD) / 10_000n;

/** 08:00 UTC, so many days after the first one. */
export const expiryIn = (days: number): number => NOW - 3600 + days * DAY;
const leg = (kind: Kind, strike: number, size: number, days: number): Position => ({
  instrument: pack({ market: 1, kind, expiry: expiryIn(days), strike: BigInt(strike) * WAD }),
  size: BigInt(size) * WAD,
});
const { Call, Put } = Kind;

/** Legs and ether of each class of book that can owe. */
export const BOOKS: Readonly<Record<string, { readonly positions: readonly Position[]; readonly ether?: bigint }>> = {
  "short straddle, 1 day": { positions: [leg(Call, 2000, -10, 2), leg(Put, 2000, -10, 2)] },
  "short straddle, 7 days": { positions: [leg(Call, 2000, -10, 7), leg(Put, 2000, -10, 7)] },
  "short straddle, 30 days": { positions: [leg(Call, 2000, -10, 30), leg(Put, 2000, -10, 30)] },
  "short strangle, 7 days": { positions: [leg(Call, 2300, -10, 7), leg(Put, 1700, -10, 7)] },
  "far strangle, 7 days": { positions: [leg(Call, 2800, -10, 7), leg(Put, 1400, -10, 7)] },
  "very far strangle, 2 days": { positions: [leg(Call, 2800, -10, 2), leg(Put, 1400, -10, 2)] },
  "short put, 7 days": { positions: [leg(Put, 1900, -10, 7)] },
  "far short put, 2 days": { positions: [leg(Put, 1500, -10, 2)] },
  "short call, 30 days": { positions: [leg(Call, 2200, -10, 30)] },
  "far short call, 7 days": { positions: [leg(Call, 2900, -10, 7)] },
  "ratio, 7 days": { positions: [leg(Put, 1900, 10, 7), leg(Put, 1700, -20, 7)] },
  "calendar, 2 against 30 days": { positions: [leg(Call, 2000, 10, 2), leg(Call, 2000, -10, 30)] },
  "covered call, 7 days": { positions: [leg(Call, 2200, -10, 7)], ether: 10n * WAD },
  "condor, 7 days": {
    positions: [leg(Put, 1600, 10, 7), leg(Put, 1800, -10, 7), leg(Call, 2200, -10, 7), leg(Call, 2400, 10, 7)],
  },
};

/** The book with so much cash. */
export const portfolioOf = (name: string, cash: bigint): Portfolio => {
  const { positions, ether } = BOOKS[name]!;
  return { cash, collateral: ether === undefined ? {} : { 1: ether }, positions };
};

/** The market at widths in per cent, with a smile of so much volatility. */
export const marketAt = (initial: number, maintenance: number, volatility = 0.6): MarketState => ({
  price: 2000n * WAD,
  halfWidth: 0n,
  rate: 0n,
  initialWidth: percent(initial),
  maintenanceWidth: percent(maintenance),
  linearInitialWidth: percent(initial / 2),
  linearMaintenanceWidth: percent(maintenance / 2),
  crowding: WAD,
  collateralFactor: percent(90),
  time: NOW,
  surface: Object.fromEntries(
    [2, 7, 30].map((days) => {
      const variance = (percent(volatility ** 2 * 100) * BigInt(expiryIn(days) - NOW)) / YEAR;
      const smile = { a: (variance * 8n) / 10n, b: variance / 2n, rho: -percent(20), m: 0n, sigma: percent(40) };
      return [expiryIn(days), { ...smile, carry: 0n, halfSpread: percent(1) }];
    }),
  ),
});
