import type { Evaluator, Margin, Portfolio } from "../risk/index.js";
import { neverOwes } from "../risk/index.js";

const WAD = 1e18;
/** An account of health h is looked at again when the price has moved by this share of h − 1. */
const MOVE_PER_HEALTH = 0.05;
/** Seconds after which an account is looked at whatever the price did: options lose time value. */
const LONGEST_REST = 6 * 3600;

/** What a watch is given each time. */
export interface WatchInputs {
  readonly accounts: readonly bigint[];
  readonly portfolioOf: (account: bigint) => Promise<Portfolio>;
  readonly evaluator: Evaluator;
  /** Price of the market, in any unit. */
  readonly spot: number;
  /** Unix seconds. */
  readonly now: number;
}

/** An account below maintenance. */
export interface Unsound {
  readonly account: bigint;
  readonly portfolio: Portfolio;
  readonly margin: Margin;
}

interface Look {
  readonly portfolio: Portfolio;
  readonly spot: number;
  readonly time: number;
  readonly health: number;
}

/**
 * Finds accounts below maintenance without evaluating all of them each time. An account far from its limit rests until
 * its portfolio changes, the price moves or hours pass; one that can never owe is not evaluated at all. `portfolioOf`
 * should return the same object while nothing changed.
 */
export class HealthWatch {
  readonly #looks = new Map<bigint, Look>();

  /** Accounts below maintenance now. */
  async check(inputs: WatchInputs): Promise<Unsound[]> {
    const unsound: Unsound[] = [];
    for (const account of inputs.accounts) {
      const portfolio = await inputs.portfolioOf(account);
      if (this.#rests(this.#looks.get(account), { ...inputs, portfolio })) continue;
      const margin = marginOf(inputs.evaluator, portfolio);
      const health = margin === undefined ? Infinity : Number(margin.health) / WAD;
      this.#looks.set(account, { portfolio, spot: inputs.spot, time: inputs.now, health });
      if (margin !== undefined && margin.equity < margin.maintenance) unsound.push({ account, portfolio, margin });
    }
    return unsound;
  }

  #rests(look: Look | undefined, now: WatchInputs & { portfolio: Portfolio }): boolean {
    if (look === undefined || look.portfolio !== now.portfolio) return false;
    if (look.health === Infinity) return true;
    if (now.now - look.time > LONGEST_REST) return false;
    return Math.abs(now.spot / look.spot - 1) < MOVE_PER_HEALTH * (look.health - 1);
  }
}

const marginOf = (evaluator: Evaluator, portfolio: Portfolio): Margin | undefined =>
  neverOwes(portfolio.cash, portfolio.positions) ? undefined : evaluator.evaluate(portfolio);
