/** A portfolio after a trade: what the ledger does to cash, sizes and entries. */
import { type Instrument, enterLinear, isLinear, isPerpetual, marketOf } from "../../instruments/index.js";
import { mulFloor } from "../../pricing/fixedPoint.js";
import type { MarketStates, Portfolio, Position } from "../parameters.js";

/** What changes hands. */
export interface Fill {
  readonly instrument: Instrument;
  /** Contracts received, wad; negative: given. */
  readonly size: bigint;
  /** Of one contract, wad. */
  readonly price: bigint;
}

/** A portfolio, and the cash that the trade has brought it, wad; negative: that it has paid. */
export interface Traded {
  readonly portfolio: Portfolio;
  readonly cash: bigint;
}

interface Changed {
  readonly position: Position;
  readonly cash: bigint;
}

/**
 * The portfolio after a trade without fee. Premium is rounded against the account, a future or perpetual is entered as by
 * {@link enterLinear}, and the funding of a perpetual that is traded becomes cash.
 */
export const afterTrade = (portfolio: Portfolio, fill: Fill, markets: MarketStates): Traded => {
  const at = portfolio.positions.findIndex(({ instrument }) => instrument === fill.instrument);
  const held = portfolio.positions[at] ?? { instrument: fill.instrument, size: 0n };
  const { position, cash } = isLinear(fill.instrument)
    ? linearAfter(held, fill, markets[marketOf(fill.instrument)]?.fundingIndex ?? 0n)
    : { position: { ...held, size: held.size + fill.size }, cash: mulFloor(-fill.size, fill.price) };
  const others = portfolio.positions.filter((_, i) => i !== at);
  const positions = position.size === 0n ? others : [...others, position];
  return { portfolio: { ...portfolio, cash: portfolio.cash + cash, positions }, cash };
};

const linearAfter = (held: Position, { instrument, size: change, price }: Fill, index: bigint): Changed => {
  const { size, entryNotional = 0n, fundingIndex = 0n } = held;
  const entered = enterLinear({ size, entryNotional, change, value: mulFloor(-change, price) });
  const position = { instrument, size: size + change, entryNotional: entered.entryNotional };
  if (!isPerpetual(instrument)) return { position, cash: entered.paid };
  const funding = mulFloor(-size, index - fundingIndex);
  return { position: { ...position, fundingIndex: index }, cash: entered.paid + funding };
};
