/** EIP-712: the same digests as the exchange. */
import { type Signer, TypedDataEncoder, type TypedDataDomain, type TypedDataField } from "ethers";

import type { ExchangeDomain, Order, PositionTransfer } from "./types.js";

const field = (definition: string): TypedDataField => {
  const [type = "", name = ""] = definition.split(" ");
  return { type, name };
};
const fields = (definitions: string): TypedDataField[] => definitions.split(",").map(field);

/** EIP-712 types of an order. */
export const ORDER_TYPES: Record<string, TypedDataField[]> = {
  Order: fields(
    "uint256 account,uint64 accountEpoch,address signer,Leg[] legs,uint128 lots,uint128 minFill,int128 price," +
      "uint8 priceKind,uint128 spotLow,uint128 spotHigh,uint64 spotSpread,int128 endPrice,uint40 endTime," +
      "uint40 maxPriceAge,uint128 maxFee,uint128 relayFee,uint40 validFrom,uint40 validUntil,uint256 nonce," +
      "bytes32 group,uint32 flags,Trigger trigger,address filler,address referrer,bytes32 tag",
  ),
  Leg: fields("uint128 instrument,int64 ratio"),
  Trigger: fields("uint24 market,uint128 price,bool above"),
};

/** EIP-712 types of a position transfer. */
export const TRANSFER_TYPES: Record<string, TypedDataField[]> = {
  PositionTransfer: fields(
    "uint256 from,uint64 fromEpoch,uint256 to,uint64 toEpoch,uint128 instrument,int256 size,int256 cash," +
      "uint256 fromNonce,uint256 toNonce,uint40 validUntil",
  ),
};

/** EIP-712 domain of an exchange. */
export const domainOf = ({ chainId, exchange }: ExchangeDomain): TypedDataDomain => ({
  name: "Ballast",
  version: "1",
  chainId,
  verifyingContract: exchange,
});

/** Struct hash of an order, without the domain. Source: `OrderHash.hash`. */
export const hashOrder = (order: Order): string => TypedDataEncoder.hashStruct("Order", ORDER_TYPES, order);

/** Digest of an order: what is signed, and its id on the exchange. Source: `Exchange.digestOf`. */
export const digest = (order: Order, domain: ExchangeDomain): string =>
  TypedDataEncoder.hash(domainOf(domain), ORDER_TYPES, order);

/** Signature of an order. The signer has to be the order's. */
export const sign = (order: Order, { signer, ...domain }: ExchangeDomain & { signer: Signer }): Promise<string> =>
  signer.signTypedData(domainOf(domain), ORDER_TYPES, order);

/** Digest of a position transfer. Source: `PositionTransfers.digestOfTransfer`. */
export const transferDigest = (transfer: PositionTransfer, domain: ExchangeDomain): string =>
  TypedDataEncoder.hash(domainOf(domain), TRANSFER_TYPES, transfer);

/** Signature of a position transfer, for either owner. */
export const signTransfer = (
  transfer: PositionTransfer,
  { signer, ...domain }: ExchangeDomain & { signer: Signer },
): Promise<string> => signer.signTypedData(domainOf(domain), TRANSFER_TYPES, transfer);
