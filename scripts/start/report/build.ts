import { NO_MARGIN_HEALTH } from "@ballast/sdk/risk";

import { FUND_ACCOUNT, TREASURY_ACCOUNT } from "../chain/house.ts";
import type { Refusal } from "../run/actions.ts";
import type { AccountState } from "../run/books.ts";
import type { LiquidationEvent, SettlementEvent } from "../run/events.ts";
import { FUND_SEED } from "../run/participants.ts";
import type { Outcome } from "../run/replay.ts";
import { toDecimal, toWad } from "../units.ts";
import { type Report, reportSchema } from "./schema.ts";

/** The report of a run, checked against its schema. */
export function buildReport(outcome: Outcome): Report {
  const { path, seed, events, open, hedges, closed, proofs, gas, refusals } = outcome;
  const fund = closed.accounts.find(({ account }) => account === FUND_ACCOUNT)!;
  // Of the two audits, the one that found more amiss.
  const sizes = [open.openPositionsSum, closed.openPositionsSum].toSorted((a, b) => (a < b ? -1 : 1));
  return reportSchema.parse({
    source: path.source,
    seed,
    from: path.steps[0]!.time,
    to: path.steps.at(-1)!.time,
    steps: path.steps.length,
    trades: events.trades,
    perpetualTrades: events.perpetualTrades,
    settlements: events.settlements.length,
    liquidations: events.liquidations.length,
    refusals: counted(refusals),
    badDebt: toDecimal(events.badDebt),
    insuranceFund: toDecimal(fund.margin.equity),
    deficit: toDecimal(closed.deficit),
    conservation: { cashDifference: toDecimal(closed.cashDifference), openPositionsSum: toDecimal(sizes.at(-1)!) },
    gas,
    accounts: open.accounts.map((state) => accountOf(state, outcome)),
    hedges: hedges.map(({ account, options, perpetual }) => ({
      account: Number(account),
      options: toDecimal(options),
      perpetual: toDecimal(perpetual),
    })),
    funding: [...events.funding].map(([account, cash]) => ({ account: Number(account), received: toDecimal(cash) })),
    events: {
      liquidations: events.liquidations.map(liquidationOf),
      settlements: events.settlements.map(settlementOf),
    },
    proofs,
    seconds: Number(outcome.seconds.toFixed(2)),
  });
}

function accountOf({ account, margin }: AccountState, { participants, closed }: Outcome): Report["accounts"][number] {
  const participant = participants.find((candidate) => candidate.account === account);
  const left = closed.accounts.find((state) => state.account === account)!.margin.equity;
  const seed = account === FUND_ACCOUNT ? toWad(FUND_SEED) : 0n;
  const profit = left + (participant?.takenOut ?? 0n) - (participant?.paidIn ?? seed);
  return {
    id: Number(account),
    kind: participant?.kind ?? officeOf(account),
    equity: toDecimal(margin.equity),
    maintenance: toDecimal(margin.maintenance),
    initial: toDecimal(margin.initial),
    health: margin.health === NO_MARGIN_HEALTH ? "inf" : toDecimal(margin.health),
    profit: toDecimal(profit),
  };
}

function officeOf(account: bigint): string {
  if (account === FUND_ACCOUNT) return "insurance fund";
  return account === TREASURY_ACCOUNT ? "treasury" : "other";
}

/** Refusals by action and name of the error. */
function counted(refusals: readonly Refusal[]): Report["refusals"] {
  const counts = new Map<string, Report["refusals"][number]>();
  for (const { action, reason } of refusals) {
    const error = reason.split("(")[0]!;
    const known = counts.get(`${action} ${error}`) ?? { action, error, count: 0 };
    counts.set(`${action} ${error}`, { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}

const liquidationOf = (event: LiquidationEvent): Report["events"]["liquidations"][number] => ({
  time: event.time,
  account: Number(event.account),
  bidder: Number(event.bidder),
  legs: [{ instrument: event.leg, size: toDecimal(event.size) }],
  reward: toDecimal(event.reward),
  equityBefore: toDecimal(event.equityBefore),
  equityAfter: toDecimal(event.equityAfter),
});

const settlementOf = (event: SettlementEvent): Report["events"]["settlements"][number] => ({
  time: event.time,
  account: Number(event.account),
  instrument: event.instrument,
  size: toDecimal(event.size),
  price: toDecimal(event.price),
  cash: toDecimal(event.cash),
});
