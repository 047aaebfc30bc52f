import { reasonOf } from "@ballast/sdk/keeper";
import { type Margin, freeCash } from "@ballast/sdk/risk";

import type { House } from "../chain/house.ts";
import type { Intent, StepContext } from "../traders/habit.ts";
import type { MarketView } from "../traders/marketView.ts";
import { toTokenUnits } from "../units.ts";
import { type Participant, deposit, withdraw } from "./participants.ts";
import { trade } from "./trade.ts";

/** Something that the house refused. */
export interface Refusal {
  readonly action: string;
  /** Name and arguments of the error. */
  readonly reason: string;
}

/** Asks every trader what it wants and does it. Returns what was refused. */
export async function actAll(
  house: House,
  market: MarketView,
  participants: readonly Participant[],
): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  for (const participant of participants) {
    const context = await contextOf(house, market, participant);
    for (const intent of participant.habit.act(context)) {
      try {
        await perform(house, market, { participants, participant, intent });
      } catch (error) {
        house.forget([participant.account]);
        refusals.push({ action: intent.type, reason: reasonOf(error) });
      }
    }
  }
  return refusals;
}

async function contextOf(house: House, market: MarketView, { account }: Participant): Promise<StepContext> {
  const portfolio = await house.portfolioOf(account);
  const { states, model, evaluator } = market.inputs;
  let margin: Margin | undefined;
  return {
    market,
    portfolio,
    margin: () => (margin ??= evaluator.evaluate(portfolio)),
    freeCash: () => freeCash(portfolio, states, model),
  };
}

interface Deed {
  readonly participants: readonly Participant[];
  readonly participant: Participant;
  readonly intent: Intent;
}

async function perform(house: House, market: MarketView, { participants, participant, intent }: Deed): Promise<void> {
  if (intent.type === "trade") {
    await trade(house, market, participants, { taker: participant, instrument: intent.instrument, size: intent.size });
  } else if (intent.type === "deposit") {
    await deposit(house, participant, intent.amount);
  } else {
    const amount = toTokenUnits(intent.amount);
    const token = house.deployment.cashToken;
    if (amount > 0n) await withdraw(house, participant, { token, amount, worth: intent.amount });
  }
}
