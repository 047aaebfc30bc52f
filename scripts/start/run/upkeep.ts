import {
  HealthWatch,
  type Keeper,
  type KeeperRefusal,
  accrueFunding,
  flagAndBid,
  proveSettlement,
  resolveAll,
  sampleDue,
  settleAll,
  settlementPrice,
} from "@ballast/sdk/keeper";

import { type House, MARKET } from "../chain/house.ts";
import { toNumber, toWad } from "../units.ts";
import type { EventLog } from "./events.ts";
import type { Participant } from "./participants.ts";

/** What a bid costs the keeper: gas at two gwei of ether. */
const BID_GAS = 1_000_000;
const GAS_PRICE = 2e-9;

/** The keeper of the run: what anybody can do for the house, done at every price. */
export class Upkeep {
  readonly refusals: KeeperRefusal[] = [];
  readonly #keeper: Keeper;
  readonly #watch = new HealthWatch();

  constructor(
    private readonly house: House,
    private readonly events: EventLog,
    private readonly participants: readonly Participant[],
  ) {
    const desk = participants[0]!;
    const onRefusal = (refusal: KeeperRefusal) => void this.refusals.push(refusal);
    this.#keeper = house.keeper(desk.wallet.address, { payTo: desk.account, onRefusal });
  }

  /** Expiries of traded instruments that are not settled, ascending. */
  openExpiries(): number[] {
    return [...this.events.openExpiries].toSorted((a, b) => a - b);
  }

  /** One round: samples, settlement prices, settlement, liquidation, write-offs. */
  async round(): Promise<void> {
    const { time } = this.house.chain;
    await sampleDue(this.#keeper, MARKET);
    if ((await accrueFunding(this.#keeper, MARKET, time)) !== undefined) this.house.forgetInputs();
    const settled = await this.#settle(time);
    const liquidated = await this.#liquidate(time);
    if (settled || liquidated) await resolveAll(this.#keeper);
  }

  async #settle(time: number): Promise<boolean> {
    let proven = false;
    for (const expiry of this.openExpiries()) {
      if (expiry > time) break;
      await proveSettlement(this.#keeper, { market: MARKET, expiry });
      if ((await settlementPrice(this.#keeper, { market: MARKET, expiry })) === 0n) continue;
      this.events.openExpiries.delete(expiry);
      proven = true;
    }
    if (proven) await settleAll(this.#keeper);
    return proven;
  }

  async #liquidate(time: number): Promise<boolean> {
    const { evaluator, spot } = await this.house.inputs();
    const portfolioOf = (account: bigint) => this.house.portfolioOf(account);
    const accounts = this.participants.map(({ account }) => account);
    const unsound = await this.#watch.check({ accounts, portfolioOf, evaluator, spot: toNumber(spot), now: time });
    const cost = toWad(BID_GAS * GAS_PRICE * toNumber(spot));
    const bidder = this.participants[0]!.account;
    for (const { account } of unsound) {
      const bidding = { bidder, cost, evaluator, portfolioOf, spot: { [MARKET]: spot }, now: time };
      await flagAndBid(this.#keeper, account, bidding);
    }
    return unsound.length > 0;
  }
}
