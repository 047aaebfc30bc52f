import type { Sentences } from "./table.js";

/** Errors of the liquidator. */
export const liquidation = {
  Healthy: ({ account, equity, maintenance }, { wad }) =>
    `Account ${account} cannot be liquidated: its equity is ${wad(equity)} USDC, its maintenance margin ` +
    `${wad(maintenance)}. Try again when it is below at every end of the oracle's interval.`,
  LegAmbiguous: ({ instrument, collateralMarket }, w) =>
    `A bid takes either a position or collateral, not ${w.instrument(instrument)} and the collateral of market ` +
    `${collateralMarket}. Set one of the two.`,
  HealthLowered: ({ account, before, afterwards }, { wad }) =>
    `The bid would lower the health of account ${account} from ${wad(before)} to ${wad(afterwards)}. Take another leg or less of it.`,
  NotFlagged: ({ account }) => `Account ${account} is not in liquidation, or its flag has lapsed. Flag it first.`,
  NothingFreed: ({ before, afterwards }, { wad }) =>
    `The bid would change the maintenance margin from ${wad(before)} to ${wad(afterwards)} USDC. ` +
    "Take a leg that lowers it.",
  PriceDown: ({ account }) =>
    `The oracle of a market of account ${account} is down, so there is no auction. Wait for its price.`,
  RemainderTooSmall: ({ remainder, minimum }, { wad }) =>
    `The bid would leave ${wad(remainder)} USDC of the leg, less than ${wad(minimum)}. Take the whole leg, or less.`,
  RewardTooSmall: ({ reward, minReward }, { wad }) =>
    `The reward is ${wad(reward)} USDC, below the ${wad(minReward)} asked for. Wait for it to grow, or ask for less.`,
  TooMuchTaken: ({ health, target }, { wad }) =>
    `The account's health would end at ${wad(health)}, above ${wad(target)}. Take less.`,
} satisfies Partial<Sentences>;
