/** Orders and position transfers as the exchange takes them. Source: `contracts/exchange/Order.sol`, `IExchange`. */
import type { Instrument } from "../instruments/index.js";

/** One leg of an order. */
export interface Leg {
  instrument: Instrument;
  /** Contracts per lot, positive to buy. */
  ratio: bigint;
}

/** A condition on the price of a market; market 0 for none. */
export interface Trigger {
  market: number;
  /** Wad. */
  price: bigint;
  above: boolean;
}

/** An order to sign. Amounts are wad, times unix seconds; a field that is 0 does not bind. */
export interface Order {
  /** Account that trades. */
  account: bigint;
  /** Epoch of the account at signing. */
  accountEpoch: bigint;
  /** Who signs: the owner of the account. */
  signer: string;
  /** What one lot is made of. */
  legs: readonly Leg[];
  /** Most lots that may be filled. */
  lots: bigint;
  /** Fewest lots of one fill, unless less remains. */
  minFill: bigint;
  /** Least net cash accepted per lot; positive: the account receives. */
  price: bigint;
  /** How `price` is stated: 0 net cash. */
  priceKind: number;
  spotLow: bigint;
  spotHigh: bigint;
  spotSpread: bigint;
  endPrice: bigint;
  endTime: bigint;
  /** Greatest age of the oracle's price, seconds. */
  maxPriceAge: bigint;
  /** Most taker fee for all lots together. */
  maxFee: bigint;
  /** Fee for the submitter for all lots together. */
  relayFee: bigint;
  /** First second at which the order is valid. */
  validFrom: bigint;
  /** Last second at which it is valid. */
  validUntil: bigint;
  /** Bit (low 8 bits) of a word (the rest) that a complete fill or a cancellation sets. */
  nonce: bigint;
  /** Orders that share limits, 32 bytes. */
  group: string;
  /** Sum of the values in {@link OrderFlags}. */
  flags: number;
  trigger: Trigger;
  /** Who alone may submit the order; the zero address for anybody. */
  filler: string;
  /** Named in the event. */
  referrer: string;
  /** Named in the event, 32 bytes. */
  tag: string;
}

/** Values of an order's `flags`. Only `Taker` is served so far. */
export const OrderFlags = { Taker: 1, ReduceOnly: 2, AllOrNone: 4, PostOnly: 8, FillOrKill: 16 } as const;

/** A transfer of a position between two consenting owners, at any price. */
export interface PositionTransfer {
  /** Account that gives. */
  from: bigint;
  fromEpoch: bigint;
  /** Account that receives. */
  to: bigint;
  toEpoch: bigint;
  instrument: Instrument;
  /** What `from` gives of its position, with the sign of that position, wad. */
  size: bigint;
  /** What `to` pays to `from`, wad; negative when `from` pays. */
  cash: bigint;
  /** Nonce of `from`, as in an order. */
  fromNonce: bigint;
  /** Nonce of `to`. */
  toNonce: bigint;
  /** Unix seconds. */
  validUntil: bigint;
}

/** Where a signature is valid. */
export interface ExchangeDomain {
  chainId: bigint | number;
  /** Address of the exchange. */
  exchange: string;
}
