import { buyer } from "./buyer.ts";
import { coveredCaller } from "./coveredCaller.ts";
import { gambler } from "./gambler.ts";
import type { MakeHabit } from "./habit.ts";
import { liquidationDesk, marketMaker } from "./marketMaker.ts";
import { perpetualDealer } from "./perpetualDealer.ts";
import { premiumSeller } from "./premiumSeller.ts";
import { speculator } from "./speculator.ts";

/** Fewest accounts that hold one of each kind. */
export const LEAST_ACCOUNTS = 9;
export const MOST_ACCOUNTS = 100;

const ACCOUNTS_PER_MAKER = 5;
const TRADERS: readonly MakeHabit[] = [premiumSeller, buyer, gambler, coveredCaller, speculator, premiumSeller, buyer];

/**
 * The kinds of a number of accounts: a liquidation desk, a dealer in perpetuals, a market maker for every few, and the others
 * in turn.
 */
export function mixOf(accounts: number): MakeHabit[] {
  const makers = Math.max(1, Math.round(accounts / ACCOUNTS_PER_MAKER));
  const others = Array.from({ length: accounts - makers - 2 }, (_, i) => TRADERS[i % TRADERS.length]!);
  return [liquidationDesk, perpetualDealer, ...new Array<MakeHabit>(makers).fill(marketMaker), ...others];
}
