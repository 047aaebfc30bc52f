import type { Sentences } from "./table.js";

/** Errors of the exchange. */
export const exchange = {
  FeeAboveLimit: ({ fee, limit }, { wad }) =>
    `The fee is ${wad(fee)} USDC, above the order's limit of ${wad(limit)}. Sign an order with a higher maxFee.`,
  FeeOutOfBounds: ({ name, value, maximum }, w) =>
    `The fee ${w.name(name)} may be at most ${w.wad(maximum)}, not ${w.wad(value)}. Choose a lower one.`,
  FillTooSmall: ({ lots, minFill }, { wad }) =>
    `A fill of ${wad(lots)} lots is below the order's minimum of ${wad(minFill)}. Fill more, or all that remains.`,
  InstrumentMismatch: ({ taker, maker }, w) =>
    `The taker trades ${w.instrument(taker)} and the maker ${w.instrument(maker)}. Match orders in one instrument.`,
  MoreThanHeld: ({ account, size, held }, { wad }) =>
    `Account ${account} holds ${wad(held)}, less than the ${wad(size)} to be moved. Move at most what it holds.`,
  OneTakerNeeded: ({ takers }) =>
    `${takers} orders of the match carry the taker flag instead of one. Match one taker with one maker.`,
  OrderExpired: ({ validUntil, time }, w) =>
    `It was valid until ${w.time(validUntil)} and it is ${w.time(time)} now. Sign a new one.`,
  OrderNotYetValid: ({ validFrom, time }, w) =>
    `The order is valid from ${w.time(validFrom)} and it is ${w.time(time)} now. Submit it later.`,
  OrderOverfilled: ({ lots, remaining }, { wad }) =>
    `The fill asks for ${wad(lots)} lots and ${wad(remaining)} remain of the order. Fill at most these.`,
  OrderUsed: ({ account, nonce }) =>
    `Nonce ${nonce} of account ${account} is filled or cancelled. Sign with another nonce.`,
  PriceNotMet: ({ required, offered }, { wad }) =>
    `The taker accepts a net cash of ${wad(required)} USDC or more and would get ${wad(offered)}. ` +
    "Match it with a better order.",
  SameAccount: ({ account }) => `Both sides are account ${account}. Name two accounts.`,
  SignatureInvalid: ({ signer, digest }) =>
    `The signature is not one of ${signer} for the digest ${digest}. Sign the order as it is submitted, on its chain.`,
  SignerNotOwner: ({ account, signer, owner }) =>
    `Account ${account} belongs to ${owner}, not to the signer ${signer}. Have its owner sign.`,
  SizeMismatch: ({ taker, maker }, { wad }) =>
    `The taker's size is ${wad(taker)} and the maker's ${wad(maker)}; they have to cancel. Choose the lots accordingly.`,
  UnsupportedMatch: ({ fills, supported }) =>
    `A match has ${supported} orders, not ${fills}. Submit pairs, in a batch if there are several.`,
  UnsupportedOrderField: ({ field }, { name }) =>
    `The exchange does not serve the order field ${name(field)} as it is set. Sign the order without it.`,
  WrongEpoch: ({ account, signed, current }) =>
    `It was signed in epoch ${signed} of account ${account}, which is in epoch ${current}: the account was ` +
    "transferred. Have its owner sign anew.",
  WrongFiller: ({ filler, caller }) => `Only ${filler} may submit the order, not ${caller}. Let the filler call.`,
  ZeroSize: () => "The size is zero. State a size, or lots and a ratio, other than zero.",
} satisfies Partial<Sentences>;
