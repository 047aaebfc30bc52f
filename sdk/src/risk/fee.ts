/** The taker's fee: the twin of `contracts/exchange/Fees.sol`. All wad. */
import { mulDown, mulUp } from "../pricing/fixedPoint.js";

/** The taker pays `rate` of notional but at most `premiumCap` of the premium. */
export interface FeeSchedule {
  rate: bigint;
  premiumCap: bigint;
  /** Share of the insurance fund; the rest is the treasury's. */
  fundShare: bigint;
}

/** The fee of a trade and the fund's part of it, USDC. */
export interface Fee {
  fee: bigint;
  fundFee: bigint;
}

/** |size| · price, rounded down, USDC. Source: `PositionTransfers._charge`. */
export const notionalOf = (size: bigint, price: bigint): bigint => mulDown(size < 0n ? -size : size, price);

/**
 * The fee, rounded up, and the fund's part of it, rounded down. Source: `Fees._calculateFee`.
 * @param trade Notional and premium (the cash that changes hands, unsigned), USDC
 */
export const calculateFee = (trade: { notional: bigint; premium: bigint }, schedule: FeeSchedule): Fee => {
  const byNotional = mulUp(trade.notional, schedule.rate);
  const byPremium = mulUp(trade.premium, schedule.premiumCap);
  const fee = byNotional < byPremium ? byNotional : byPremium;
  return { fee, fundFee: mulDown(fee, schedule.fundShare) };
};
