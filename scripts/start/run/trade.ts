import { isLinear } from "@ballast/sdk/instruments";
import { type Order, OrderFlags, buildOrder, sign } from "@ballast/sdk/orders";
import { fixedPoint } from "@ballast/sdk/pricing";

import { FUND_ACCOUNT, type House, TREASURY_ACCOUNT } from "../chain/house.ts";
import * as contracts from "../chain/contracts.ts";
import type { MarketView } from "../traders/marketView.ts";
import { quote } from "../traders/marketMaker.ts";
import { quotePerpetual } from "../traders/perpetualDealer.ts";
import type { Participant } from "./participants.ts";

const { WAD } = fixedPoint;
/** Orders are good for this long, seconds. */
const VALIDITY = 600;
/** A maker takes no further instrument beyond this; an account holds at most 64. */
const MOST_POSITIONS = 60;

/** A trade that somebody wants. */
export interface Wish {
  readonly taker: Participant;
  readonly instrument: bigint;
  /** Wad, positive to buy. */
  readonly size: bigint;
}

/**
 * Has a market maker, or the dealer in perpetuals, answer an order and submits both signed orders.
 * @returns Whether they traded; false when no maker quotes
 */
export async function trade(
  house: House,
  market: MarketView,
  participants: readonly Participant[],
  { taker, instrument, size }: Wish,
): Promise<boolean> {
  const linear = isLinear(instrument);
  const makers = participants.filter(({ kind }) => kind === (linear ? "perpetual dealer" : "market maker"));
  const maker = await makerFor(house, makers, instrument);
  const price = linear ? quotePerpetual(market, size > 0n) : quote(market, instrument, size > 0n);
  if (maker === undefined || price === undefined) return false;
  const lots = size > 0n ? size : -size;
  const common = { instrument, lots, validUntil: BigInt(market.time + VALIDITY) };
  const takes = size > 0n ? ("buy" as const) : ("sell" as const);
  const makes = size > 0n ? ("sell" as const) : ("buy" as const);
  // The taker accepts what is quoted; the house gives him anything better.
  const takerOrder = order(taker, {
    ...common,
    side: takes,
    price: size > 0n ? -price : price,
    flags: OrderFlags.Taker,
  });
  const makerOrder = order(maker, { ...common, side: makes, price: size > 0n ? price : -price });
  await submit(house, [await fill(house, taker, takerOrder), await fill(house, maker, makerOrder)]);
  house.forget([taker.account, maker.account, FUND_ACCOUNT, TREASURY_ACCOUNT]);
  return true;
}

async function makerFor(
  house: House,
  makers: readonly Participant[],
  instrument: bigint,
): Promise<Participant | undefined> {
  let best: Participant | undefined;
  let fewest = MOST_POSITIONS;
  for (const maker of makers) {
    const { positions } = await house.portfolioOf(maker.account);
    if (positions.some((position) => position.instrument === instrument)) return maker;
    if (positions.length < fewest) [best, fewest] = [maker, positions.length];
  }
  return best;
}

interface Terms {
  readonly instrument: bigint;
  readonly side: "buy" | "sell";
  readonly lots: bigint;
  readonly price: bigint;
  readonly validUntil: bigint;
  readonly flags?: number;
}

function order(participant: Participant, terms: Terms): Order {
  const { account, wallet } = participant;
  const nonce = participant.nonce;
  participant.nonce += 1n;
  return buildOrder({ account, accountEpoch: 0n, signer: wallet.address, nonce, minFill: WAD / 1000n, ...terms });
}

async function fill({ deployment }: House, { wallet }: Participant, order: Order) {
  const domain = { chainId: deployment.chainId, exchange: deployment.exchange };
  const signature = await sign(order, { signer: wallet, ...domain });
  return { order, signature, lots: order.lots };
}

async function submit(house: House, fills: Awaited<ReturnType<typeof fill>>[]): Promise<void> {
  const data = contracts.exchange.encodeFunctionData("matchOrders", [fills]);
  await house.chain.send({ from: house.relayer, to: house.deployment.exchange, data, action: "trade" });
}
