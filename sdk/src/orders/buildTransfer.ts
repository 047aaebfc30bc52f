import type { Seconds } from "../instruments/index.js";
import { randomNonce } from "./buildOrder.js";
import { MoreThanHeld, OrderExpired, SameAccount, WrongEpoch, ZeroSize } from "./errors.js";
import { requireFieldsFit } from "./fieldTypes.js";
import { TRANSFER_TYPES } from "./typedData.js";
import type { PositionTransfer } from "./types.js";

/** What a transfer has to state; nonces are random by default. */
export type TransferInput = Omit<PositionTransfer, "fromNonce" | "toNonce"> &
  Partial<Pick<PositionTransfer, "fromNonce" | "toNonce">>;

/** What is known of the chain; what is left out is not checked. */
export interface TransferContext {
  /** Time at which the transfer is to be valid, unix seconds. */
  time?: Seconds;
  /** Position of the giver in the instrument, wad. */
  held?: bigint;
  /** Epochs of the two accounts. */
  fromEpoch?: bigint;
  toEpoch?: bigint;
}

/**
 * A complete, frozen position transfer.
 * @throws What the exchange would refuse, as errors of the same names: {@link SameAccount}, {@link OrderExpired},
 * {@link ZeroSize}, {@link WrongEpoch}, {@link MoreThanHeld}; {@link FieldOutOfRange} for what cannot be encoded
 */
export const buildTransfer = (input: TransferInput, context: TransferContext = {}): PositionTransfer => {
  const { fromNonce = randomNonce(), toNonce = randomNonce() } = input;
  const transfer = Object.freeze({ ...input, fromNonce, toNonce });
  requireTransferValid(transfer, context);
  return transfer;
};

/**
 * Refuses what the exchange would refuse; see {@link buildTransfer}.
 * @throws The errors of {@link buildTransfer}
 */
export const requireTransferValid = (t: PositionTransfer, context: TransferContext = {}): void => {
  requireFieldsFit(t, TRANSFER_TYPES.PositionTransfer!);
  const { time, held, fromEpoch, toEpoch } = context;
  if (t.from === t.to) throw new SameAccount(t.from);
  if (time !== undefined && BigInt(time) > t.validUntil) throw new OrderExpired(t.validUntil, BigInt(time));
  if (t.size === 0n) throw new ZeroSize();
  if (fromEpoch !== undefined && fromEpoch !== t.fromEpoch) throw new WrongEpoch(t.from, t.fromEpoch, fromEpoch);
  if (toEpoch !== undefined && toEpoch !== t.toEpoch) throw new WrongEpoch(t.to, t.toEpoch, toEpoch);
  if (held === undefined) return;
  const within = t.size > 0n ? t.size <= held : t.size >= held;
  if (!within) throw new MoreThanHeld(t.from, t.size, held);
};
