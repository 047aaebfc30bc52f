import { ZeroAddress, ZeroHash, getAddress, hexlify, randomBytes } from "ethers";

import { type Instrument, type Seconds, requireListed } from "../instruments/index.js";
import { OrderExpired, SignerNotOwner, UnsupportedOrderField, ValidityEmpty, WrongEpoch, ZeroSize } from "./errors.js";
import { requireFieldsFit } from "./fieldTypes.js";
import { ORDER_TYPES } from "./typedData.js";
import { type Leg, type Order, OrderFlags } from "./types.js";

/** What an order has to state; everything else has a default. */
export type OrderInput = Partial<Omit<Order, "legs">> &
  Pick<Order, "account" | "accountEpoch" | "signer" | "lots" | "price" | "validUntil"> &
  ({ legs: readonly Leg[] } | { instrument: Instrument; side: "buy" | "sell" });

/** What is known of the chain; what is left out is not checked. */
export interface OrderContext {
  /** Time at which the order is to be valid, unix seconds. */
  time?: Seconds;
  /** Owner of the account. */
  owner?: string;
  /** Epoch of the account. */
  epoch?: bigint;
}

/** A nonce that nobody else has used: 256 random bits. */
export const randomNonce = (): bigint => BigInt(hexlify(randomBytes(32)));

/**
 * A complete, frozen order.
 *
 * Defaults: a random nonce, valid from the start, any filler, no fee limit, no taker flag; `instrument` and `side`
 * stand for one leg of one contract per lot. Amounts in wad, times in unix seconds. With a time, an expired instrument
 * is refused even where the order would close a position: it is settled instead.
 * @throws What the exchange would refuse, as errors of the same names: {@link UnsupportedOrderField},
 * {@link ZeroSize}, {@link OrderExpired}, {@link SignerNotOwner}, {@link WrongEpoch} and, when the time is given, the
 * refusals of `requireListed`; {@link ValidityEmpty}, {@link FieldOutOfRange} and {@link FieldMalformed} for what could
 * never be filled
 */
export const buildOrder = (input: OrderInput, context: OrderContext = {}): Order => {
  const { legs, ...rest } = withLegs(input);
  const order: Order = {
    minFill: 0n,
    priceKind: 0,
    spotLow: 0n,
    spotHigh: 0n,
    spotSpread: 0n,
    endPrice: 0n,
    endTime: 0n,
    maxPriceAge: 0n,
    maxFee: 0n,
    relayFee: 0n,
    validFrom: 0n,
    nonce: rest.nonce ?? randomNonce(),
    group: ZeroHash,
    flags: 0,
    filler: ZeroAddress,
    referrer: ZeroAddress,
    tag: ZeroHash,
    ...rest,
    legs: Object.freeze(legs.map((leg) => Object.freeze({ ...leg }))),
    trigger: Object.freeze({ market: 0, price: 0n, above: false, ...rest.trigger }),
  };
  requireValid(order, context);
  return Object.freeze(order);
};

/**
 * Refuses what the exchange would refuse; see {@link buildOrder}.
 * @throws The errors of {@link buildOrder}
 */
export const requireValid = (order: Order, { time, owner, epoch }: OrderContext = {}): void => {
  requireFits(order);
  requireSupported(order);
  if (order.validFrom > order.validUntil) throw new ValidityEmpty(order.validFrom, order.validUntil);
  if (time !== undefined && BigInt(time) > order.validUntil) throw new OrderExpired(order.validUntil, BigInt(time));
  if (epoch !== undefined && epoch !== order.accountEpoch)
    throw new WrongEpoch(order.account, order.accountEpoch, epoch);
  if (owner !== undefined && getAddress(owner) !== getAddress(order.signer)) {
    throw new SignerNotOwner(order.account, order.signer, owner);
  }
  if (order.lots === 0n || order.legs[0]!.ratio === 0n) throw new ZeroSize();
  if (time !== undefined) requireListed(order.legs[0]!.instrument, time);
};

const withLegs = (input: OrderInput): Partial<Order> & Pick<Order, "legs"> & Omit<OrderInput, "legs"> => {
  if ("legs" in input) return input;
  const { instrument, side, ...rest } = input;
  return { ...rest, legs: [{ instrument, ratio: side === "buy" ? 1n : -1n }] };
};

const requireFits = (order: Order): void => {
  requireFieldsFit(order, ORDER_TYPES.Order!);
  order.legs.forEach((leg, i) => requireFieldsFit(leg, ORDER_TYPES.Leg!, `legs[${i}].`));
  requireFieldsFit(order.trigger, ORDER_TYPES.Trigger!, "trigger.");
};

/** In the order of `OrderSupport.requireSupported`. */
const requireSupported = (o: Order): void => {
  const unset: [field: string, unset: boolean][] = [
    ["legs", o.legs.length === 1],
    ["priceKind", o.priceKind === 0],
    ["spotLow", o.spotLow === 0n],
    ["spotHigh", o.spotHigh === 0n],
    ["spotSpread", o.spotSpread === 0n],
    ["endPrice", o.endPrice === 0n],
    ["endTime", o.endTime === 0n],
    ["maxPriceAge", o.maxPriceAge === 0n],
    ["relayFee", o.relayFee === 0n],
    ["group", BigInt(o.group) === 0n],
    ["flags", (o.flags & ~OrderFlags.Taker) === 0],
    ["trigger", o.trigger.market === 0 && o.trigger.price === 0n && !o.trigger.above],
  ];
  for (const [field, isUnset] of unset) if (!isUnset) throw new UnsupportedOrderField(field);
};
