/** Figures of the benchmark: dotted key → summary of its samples. */
export interface Figure {
  readonly count: number;
  readonly min: number;
  readonly median: number;
  readonly average: number;
  readonly max: number;
  readonly unit: Unit;
}

export type Unit = "gas" | "bytes" | "ns" | "ratio";

/** Collects samples under keys. */
export class Results {
  #samples = new Map<string, { unit: Unit; values: number[] }>();

  add(key: string, value: number | bigint, unit: Unit = "gas"): void {
    const entry = this.#samples.get(key) ?? { unit, values: [] };
    entry.values.push(Number(value));
    this.#samples.set(key, entry);
  }

  /** The figures by key, in alphabetical order. */
  figures(): Record<string, Figure> {
    const sorted = [...this.#samples].sort(([a], [b]) => a.localeCompare(b));
    return Object.fromEntries(sorted.map(([key, { unit, values }]) => [key, summarize(values, unit)]));
  }
}

function summarize(values: readonly number[], unit: Unit): Figure {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  const average = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return {
    count: sorted.length,
    min: sorted[0]!,
    median,
    average: Math.round(average * 100) / 100,
    max: sorted[sorted.length - 1]!,
    unit,
  };
}
