import { mulFloor } from "../pricing/fixedPoint.js";
import type { Order } from "./types.js";

/**
 * Least cash that the order's account accepts for `lots` (wad), rounded up, in its favour; positive: it receives.
 * Source: `Exchange._limit`.
 */
export const limitOf = (order: Pick<Order, "price">, lots: bigint): bigint => -mulFloor(-order.price, lots);
