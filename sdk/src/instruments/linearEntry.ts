import { floorDiv } from "../pricing/fixedPoint.js";

/** A trade of a position in a future or perpetual, wad. */
export interface LinearTrade {
  /** Contracts before. */
  readonly size: bigint;
  /** Σ size · price at which they were entered, signed like the size. */
  readonly entryNotional: bigint;
  /** Contracts received, negative when given. */
  readonly change: bigint;
  /** Value of the trade, minus change · price: positive when the account is to be paid. */
  readonly value: bigint;
}

const abs = (x: bigint): bigint => (x < 0n ? -x : x);

/**
 * What a trade does to the entry notional and to the cash of a future or perpetual, wad: what opens is entered, the profit
 * of what closes is paid, rounded against the account while some of it stays open. Source: `LinearEntry.calculate`.
 */
export const enterLinear = (trade: LinearTrade): { entryNotional: bigint; paid: bigint } => {
  const { size, entryNotional, change, value } = trade;
  if (change === 0n) return { entryNotional, paid: value };
  if (size === 0n || size > 0n === change > 0n) return { entryNotional: entryNotional - value, paid: 0n };
  const [held, traded] = [abs(size), abs(change)];
  if (traded <= held) {
    const released = -floorDiv(-entryNotional * traded, held);
    return { entryNotional: entryNotional - released, paid: value - released };
  }
  const closing = floorDiv(value * held, traded);
  return { entryNotional: closing - value, paid: closing - entryNotional };
};
