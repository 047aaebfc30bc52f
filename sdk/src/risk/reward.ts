/**
 * What a bidder earns per unit of maintenance margin freed: the twin of `contracts/liquidation/Reward.sol`. All wad,
 * rounded down; times in seconds.
 */
import { WAD, mulDown } from "../pricing/fixedPoint.js";

const FULL_ACCOUNT_SHARE = WAD / 2n;
const BASE = WAD / 100n;
const SLOPE = (19n * WAD) / 100n;
const ACCOUNT_RAMP = 20n * 60n;
const FUND_HEALTH = WAD / 20n;
const FUND_RAMP = 60n * 60n;

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/**
 * The account's share a = min(h, r + (0.5 − r)·min(1, t/20 min)) with h at least 0 and
 * r = min(1% + 19%·(1 − h), max(h, 1%)).
 */
export const accountShare = (health: bigint, elapsed: bigint): bigint => {
  if (health <= 0n) return 0n;
  const h = min(health, WAD);
  const start = min(BASE + mulDown(SLOPE, WAD - h), max(h, BASE));
  const t = min(elapsed, ACCOUNT_RAMP);
  return min(h, start + ((FULL_ACCOUNT_SHARE - start) * t) / ACCOUNT_RAMP);
};

/**
 * The share g = (1 − max(h, 0)/5%)·(1% + 99%·min(1, t/60 min)) to which the insurance fund tops the reward up below a
 * health of 5%.
 */
export const fundTarget = (health: bigint, elapsed: bigint): bigint => {
  const h = max(health, 0n);
  if (h >= FUND_HEALTH) return 0n;
  const ramp = BASE + ((WAD - BASE) * min(elapsed, FUND_RAMP)) / FUND_RAMP;
  return ((FUND_HEALTH - h) * ramp) / FUND_HEALTH;
};

/** Shares of the freed margin that the account and the fund pay. Source: `Liquidator.rewardShares`. */
export const rewardShares = (health: bigint, elapsed: bigint): { fromAccount: bigint; fromFund: bigint } => {
  const fromAccount = accountShare(health, elapsed);
  return { fromAccount, fromFund: max(fundTarget(health, elapsed) - fromAccount, 0n) };
};
