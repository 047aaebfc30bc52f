/** What moves with the spot and needs no scenarios: collateral, perpetuals and futures. */
import { Kind, kindOf } from "../instruments/index.js";
import { WAD, mulDown, mulFloor, mulUp } from "../pricing/fixedPoint.js";
import type { HeldExpiry, Holding } from "./holdings.js";
import type { MarketState, Position, RiskModel } from "./parameters.js";
import { NO_LOSS, type Worst } from "./rests.js";
import { FIRST_TAIL, spotOf } from "./scenarioGrid.js";
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

/** Scenarios at which an exposure alone can lose most: the ends of the grid and the tails. The volatility does not matter. */
const ENDS = [1, FIRST_TAIL - 2, FIRST_TAIL, FIRST_TAIL + 1];

/** Greatest loss of an exposure alone over the spot shifts of the grid and the tails, which count in part. */
export const exposureLoss = (exposure: bigint, shifts: readonly bigint[], { tailWeight }: RiskModel): Worst => {
  let worst = NO_LOSS;
  for (const index of ENDS) {
    const shift = shifts[spotOf(index)]!;
    const loss = -mulFloor(exposure, shift);
    if (loss <= 0n) continue;
    const counted = index < FIRST_TAIL ? loss : mulUp(loss, tailWeight);
    if (counted > worst.loss) worst = { loss: counted, place: { kind: "scenario", index }, shift, isBounded: false };
  }
  return worst;
};
