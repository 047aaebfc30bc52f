import type { Step } from "./bar.ts";

/** When a feed writes a round. */
export interface FeedRules {
  /** Least move since the last round that makes it write at once, as a share of the price. */
  readonly deviation: number;
  /** Longest time without a round, seconds. */
  readonly heartbeat: number;
}

/** A round that a feed writes. */
export interface Round {
  /** USD. */
  readonly price: number;
  /** Unix seconds. */
  readonly updatedAt: number;
}

/** The rules of Chainlink's feeds of large coins. */
export const CHAINLINK_RULES: FeedRules = { deviation: 0.005, heartbeat: 3600 };

/**
 * A feed that follows prices by its own rules: it writes when the price has moved far enough and, between that, whenever
 * its heartbeat has passed. Between two prices the earlier one holds.
 */
export class RoundReplayer {
  #last: Round | undefined;
  #price: number | undefined;

  constructor(private readonly rules: FeedRules = CHAINLINK_RULES) {}

  /** The rounds that a new price brings about, in order of time. The first price always makes one. */
  advance({ time, price }: Step): Round[] {
    const rounds: Round[] = [];
    while (this.#last !== undefined && this.#last.updatedAt + this.rules.heartbeat < time) {
      rounds.push(this.#write(this.#price!, this.#last.updatedAt + this.rules.heartbeat));
    }
    if (this.#isDue({ time, price })) rounds.push(this.#write(price, time));
    this.#price = price;
    return rounds;
  }

  #isDue({ time, price }: Step): boolean {
    if (this.#last === undefined) return true;
    const moved = Math.abs(price / this.#last.price - 1);
    return moved >= this.rules.deviation || time - this.#last.updatedAt >= this.rules.heartbeat;
  }

  #write(price: number, updatedAt: number): Round {
    this.#last = { price, updatedAt };
    return this.#last;
  }
}

/** The rounds of a whole path. */
export function roundsOf(steps: readonly Step[], rules: FeedRules = CHAINLINK_RULES): Round[] {
  const replayer = new RoundReplayer(rules);
  return steps.flatMap((step) => replayer.advance(step));
}
