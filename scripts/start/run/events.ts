import { describe, expiryOf, isPerpetual } from "@ballast/sdk/instruments";

import type { Log } from "../chain/chain.ts";
import * as contracts from "../chain/contracts.ts";
import { MARKET } from "../chain/house.ts";

/** A bid that was taken. Amounts are wad. */
export interface LiquidationEvent {
  readonly time: number;
  readonly account: bigint;
  readonly bidder: bigint;
  readonly leg: string;
  readonly size: bigint;
  readonly reward: bigint;
  readonly equityBefore: bigint;
  readonly equityAfter: bigint;
}

/** An expired position that became cash. Amounts are wad. */
export interface SettlementEvent {
  readonly time: number;
  readonly account: bigint;
  readonly instrument: string;
  readonly size: bigint;
  readonly price: bigint;
  readonly cash: bigint;
}

/** What the house told the world, as far as the report needs it. */
export class EventLog {
  trades = 0;
  /** Of these, in perpetuals. */
  perpetualTrades = 0;
  /** Funding that an account has received less what it has paid, wad. */
  readonly funding = new Map<bigint, bigint>();
  readonly liquidations: LiquidationEvent[] = [];
  readonly settlements: SettlementEvent[] = [];
  /** Expiries of instruments that were traded and are not settled yet. */
  readonly openExpiries = new Set<number>();
  /** Debt written off, wad. */
  badDebt = 0n;
  /** USDC that went in and out of the house, token units. */
  deposited = 0n;
  withdrawn = 0n;

  constructor(
    private readonly symbol: string,
    private readonly cashToken: string,
  ) {}

  /** Takes in the logs of a transaction. */
  record(logs: readonly Log[], time: number): void {
    for (const log of logs) {
      this.#trade(log);
      this.#liquidation(log, time);
      this.#house(log, time);
    }
  }

  #trade(log: Log): void {
    const event = contracts.exchange.parseLog(log);
    if (event?.name !== "Trade") return;
    this.trades += 1;
    const { instrument } = event.args;
    if (isPerpetual(instrument)) this.perpetualTrades += 1;
    else this.openExpiries.add(expiryOf(instrument));
  }

  #liquidation(log: Log, time: number): void {
    const event = contracts.liquidator.parseLog(log);
    if (event?.name !== "Liquidated") return;
    const { account, bidder, instrument, size, fromAccount, fromFund, equityBefore, equityAfter } = event.args;
    const leg = instrument === 0n ? this.symbol : this.#name(instrument);
    const reward = fromAccount + fromFund;
    this.liquidations.push({ time, account, bidder, leg, size, reward, equityBefore, equityAfter });
  }

  #house(log: Log, time: number): void {
    const event = contracts.clearingHouse.parseLog(log);
    if (event === null) return;
    const { args } = event;
    if (event.name === "Settled") {
      const { account, instrument, size, price, cash } = args;
      this.settlements.push({ time, account, instrument: this.#name(instrument), size, price, cash });
    }
    if (event.name === "FundingPaid") {
      const { account, cash } = args;
      this.funding.set(account, (this.funding.get(account) ?? 0n) + cash);
    }
    if (event.name === "DebtWrittenOff") this.badDebt += args.paidByFund + args.shared;
    if (event.name === "Deposited" && args.token === this.cashToken) this.deposited += args.amount;
    if (event.name === "Withdrawn" && args.token === this.cashToken) this.withdrawn += args.amount;
  }

  #name(instrument: bigint): string {
    return describe(instrument, { [MARKET]: this.symbol });
  }
}
