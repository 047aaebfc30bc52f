/** What moves with the spot and needs no scenarios: collateral, perpetuals and futures. */
import { Kind, kindOf } from "../instruments/index.js";
import { WAD, mulDown, mulFloor, mulUp } from "../pricing/fixedPoint.js";
import type { HeldExpiry, Holding } from "./holdings.js";
import type { MarketState, Position, RiskModel } from "./parameters.js";
import { GRID_SHIFTS } from "./scenarioGrid.js";
import type { Tenor } from "./tenor.js";

/** Value of collateral that counts, wad USDC. */
export const collateralValue = (amount: bigint, { price, collateralFactor }: MarketState): bigint =>
  mulDown(mulDown(amount, price), collateralFactor);

/** Gain of a future or a perpetual since it was entered, with the funding that is not in cash yet; wad USDC. */
export const linearValue = (position: Position, mark: bigint, { fundingIndex = 0n }: MarketState): bigint => {
  const gain = mulFloor(position.size, mark) - (position.entryNotional ?? 0n);
  if (kindOf(position.instrument) !== Kind.Perpetual) return gain;
  return gain + mulFloor(-position.size, fundingIndex - (position.fundingIndex ?? 0n));
};

/** X[0], what never expires: USDC by which it grows when the spot doubles, wad. */
export const lastingExposure = ({ perpetuals, collateral }: Holding, market: MarketState): bigint =>
  collateralValue(collateral, market) + mulFloor(perpetuals, market.price);

/** X[e], the same for the futures of one expiry. */
export const futuresExposure = ({ futures }: HeldExpiry, { forward, share }: Tenor): bigint =>
  scaled(mulFloor(futures, forward), share);

/** The part of an amount that still moves with the spot, wad. */
export const scaled = (amount: bigint, share: bigint): bigint => (share === WAD ? amount : mulFloor(amount, share));

/** Greatest loss of an exposure alone over the spot shifts of the grid and the tails, which count in part; wad, at least 0. */
export const exposureLoss = (exposure: bigint, shifts: readonly bigint[], { tailWeight }: RiskModel): bigint => {
  const [least, greatest, lowerTail, upperTail] = [0, GRID_SHIFTS - 1, GRID_SHIFTS, GRID_SHIFTS + 1].map(
    (i) => -mulFloor(exposure, shifts[i]!),
  ) as [bigint, bigint, bigint, bigint];
  const weighted = [lowerTail, upperTail].map((loss) => (loss > 0n ? mulUp(loss, tailWeight) : 0n));
  return [least, greatest, ...weighted].reduce((worst, loss) => (loss > worst ? loss : worst), 0n);
};
