import { isPerpetual } from "@ballast/sdk/instruments";
import { reasonOf } from "@ballast/sdk/keeper";

import { type House, MARKET } from "../chain/house.ts";
import { toNumber, toTokenUnits, toWad } from "../units.ts";
import { MarketView } from "../traders/marketView.ts";
import { readAccount } from "./books.ts";
import { type Participant, deposit, withdraw } from "./participants.ts";
import type { Feeds } from "./feeds.ts";
import { trade } from "./trade.ts";
import type { Upkeep } from "./upkeep.ts";

/** So long after an expiry, in seconds, the feed's heartbeat has brought a round after it. */
const AFTER_EXPIRY = 3660;

/** How the books are closed. Prices in USD. */
export interface Closing {
  readonly feeds: Feeds;
  readonly upkeep: Upkeep;
  readonly participants: readonly Participant[];
  /** At which everything settles. */
  readonly price: number;
  /** At which ether was counted when it came in, and is when it leaves: profits are those of trading. */
  readonly etherPrice: number;
}

/**
 * Lets every open option expire at the last price, closes the perpetuals, writes off what nobody can pay, and pays out all that is free.
 * @returns What could not be withdrawn, one line each
 */
export async function closeBooks(
  house: House,
  { feeds, upkeep, participants, price, etherPrice }: Closing,
): Promise<string[]> {
  for (const expiry of upkeep.openExpiries()) {
    house.chain.advance(expiry + AFTER_EXPIRY);
    await feeds.follow({ time: house.chain.time, price });
    await upkeep.round();
  }
  await closePerpetuals(house, participants);
  await upkeep.round();
  await payDebts(house, participants);
  await upkeep.round();
  const refusals: string[] = [];
  for (const participant of participants) {
    try {
      await payOut(house, participant, etherPrice);
    } catch (error) {
      refusals.push(`account ${participant.account}: ${reasonOf(error)}`);
    }
  }
  return refusals;
}

/** What never expires is closed with the dealer; whoever cannot is liquidated in the next round. */
async function closePerpetuals(house: House, participants: readonly Participant[]): Promise<void> {
  const market = new MarketView(house.chain.time, await house.inputs());
  for (const taker of participants.filter(({ kind }) => kind !== "perpetual dealer")) {
    const { positions } = await house.portfolioOf(taker.account);
    for (const { instrument, size } of positions.filter((position) => isPerpetual(position.instrument))) {
      try {
        await trade(house, market, participants, { taker, instrument, size: -size });
      } catch {
        house.forget([taker.account]);
      }
    }
  }
}

/** Whoever owes against collateral pays in what is missing. */
async function payDebts(house: House, participants: readonly Participant[]): Promise<void> {
  for (const participant of participants) {
    const { cash, collateral } = await house.portfolioOf(participant.account);
    const pledged = collateral[MARKET] ?? 0n;
    if (cash < 0n && pledged > 0n) await deposit(house, participant, toWad(1) - cash);
  }
}

async function payOut(house: House, participant: Participant, etherPrice: number): Promise<void> {
  const { cashToken, markets } = house.deployment;
  const { freeCash } = await readAccount(house, participant.account);
  const amount = toTokenUnits(freeCash);
  if (amount > 0n) await withdraw(house, participant, { token: cashToken, amount, worth: freeCash });
  const ether = (await house.portfolioOf(participant.account)).collateral[MARKET] ?? 0n;
  if (ether === 0n) return;
  const worth = toWad(toNumber(ether) * etherPrice);
  await withdraw(house, participant, { token: markets[0]!.collateral!, amount: ether, worth });
}
