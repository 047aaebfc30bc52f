import type { Bar, Step } from "./bar.ts";

/**
 * The three prices of a bar in the order that is likelier: a bar that fell went up first, one that rose went down
 * first. They stand at a third, two thirds and the end of the bar.
 * @param length Seconds of a bar
 */
export function stepsOfBar(bar: Bar, length: number): Step[] {
  const third = Math.floor(length / 3);
  const prices = bar.close < bar.open ? [bar.high, bar.low, bar.close] : [bar.low, bar.high, bar.close];
  return prices.map((price, i) => ({ price, time: bar.timestamp + (i === 2 ? length : (i + 1) * third) }));
}

/** The prices of bars, three for each. The length of a bar is the least distance between two. */
export function stepsOf(bars: readonly Bar[]): Step[] {
  const length = bars.slice(1).reduce((least, bar, i) => Math.min(least, bar.timestamp - bars[i]!.timestamp), Infinity);
  return bars.flatMap((bar) => stepsOfBar(bar, length));
}
