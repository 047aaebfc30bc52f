/** Gas that the transactions of one kind used. */
export interface GasFigures {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly max: number;
}

/** Gas used by action, from receipts. */
export class GasLog {
  readonly #used = new Map<string, number[]>();

  record(action: string, gas: number): void {
    const known = this.#used.get(action);
    if (known === undefined) this.#used.set(action, [gas]);
    else known.push(gas);
  }

  /** Figures of every action, in the order in which the actions first happened. */
  summary(): Record<string, GasFigures> {
    return Object.fromEntries([...this.#used].map(([action, used]) => [action, figuresOf(used)]));
  }
}

function figuresOf(used: readonly number[]): GasFigures {
  const sorted = used.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const median = sorted.length % 2 === 1 ? sorted[middle]! : Math.round((sorted[middle - 1]! + sorted[middle]!) / 2);
  return { count: sorted.length, min: sorted[0]!, median, max: sorted.at(-1)! };
}
