import type { Margin, Portfolio } from "@ballast/sdk/risk";

import type { Random } from "../prices/random.ts";
import type { MarketView } from "./marketView.ts";

/** What traders do for a living. */
export type TraderKind =
  | "premium seller"
  | "buyer"
  | "covered caller"
  | "gambler"
  | "speculator"
  | "market maker"
  | "perpetual dealer"
  | "liquidation desk";

/** Something that a trader wants done. Amounts are wad. */
export type Intent =
  /** Buy (size above 0) or sell an option at the market maker's price, or a perpetual at the dealer's. */
  | { readonly type: "trade"; readonly instrument: bigint; readonly size: bigint }
  /** Put USDC into the account, or take it out. */
  | { readonly type: "deposit" | "withdraw"; readonly amount: bigint };

/** What a trader sees when it is asked. */
export interface StepContext {
  readonly market: MarketView;
  readonly portfolio: Portfolio;
  /** Equity and margins now. */
  readonly margin: () => Margin;
  /** USDC that can be withdrawn now, wad. */
  readonly freeCash: () => bigint;
}

/** What a trader starts with. */
export interface Funding {
  /** USDC. */
  readonly cash: number;
  /** Worth of ether deposited as collateral, USDC. */
  readonly ether: number;
}

/** A trader's way of acting. */
export interface Habit {
  readonly kind: TraderKind;
  readonly funding: Funding;
  /** Asked at every step; mostly the answer is nothing. */
  readonly act: (context: StepContext) => Intent[];
}

/** Makes a trader of one kind; everything that is left to chance comes from `random`. */
export type MakeHabit = (random: Random) => Habit;

/** Whether it is time to act again: after a pause of between two bounds, in hours. The first pause is cut short. */
export function pausing(random: Random, [least, most]: readonly [number, number]): (now: number) => boolean {
  let next: number | undefined;
  return (now) => {
    next ??= now + random.between(0, most) * 3600;
    if (now < next) return false;
    next = now + random.between(least, most) * 3600;
    return true;
  };
}
