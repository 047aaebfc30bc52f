import type { Sentences } from "./table.js";

/** Errors of the clearing house, the account token and the router. */
export const clearing = {
  AccountInUse: ({ account }) =>
    `Account ${account} was changed earlier in this batch and is not checked yet. Flag it or bid on it in a call of its own.`,
  BatchInProgress: () => "The account cannot be transferred while a batch is open. Transfer it in a call of its own.",
  BudgetOutOfBounds: ({ perAction, perDay, maximum }, w) =>
    `A budget of ${w.wad(perAction)} an action and ${w.wad(perDay)} a day is more than 1,000 an action or ` +
    `${w.wad(maximum)} a day. Choose a smaller one.`,
  CashDecimals: ({ decimals, maximum }) =>
    `The cash token has ${decimals} decimals; at most ${maximum} are supported. Deploy with another token.`,
  CollateralCap: ({ market, total, cap }, w) =>
    `The house takes at most ${w.wad(cap)} of collateral ${w.market(market)} and would hold ${w.wad(total)}. ` +
    "Deposit less, or another collateral.",
  InsufficientCollateral: ({ account, market, required, available }, w) =>
    `Account ${account} holds ${w.wad(available)} of collateral ${w.market(market)}, less than ${w.wad(required)}. ` +
    "Take at most what it holds.",
  InsufficientMargin: ({ account, required, available }, { wad }) =>
    `Account ${account} would have an equity of ${wad(available)} USDC and needs ${wad(required)} as initial margin. ` +
    "Deposit the difference or take less risk.",
  InsufficientTokens: ({ token, required, available }) =>
    `The house holds ${available} units of token ${token}, less than the ${required} to be paid. Withdraw less now.`,
  NewRiskWhileDown: ({ account }) =>
    `The oracle of a market of account ${account} is down, so no new risk may be taken. ` +
    "Close or reduce, or wait for its price.",
  NoBatchInProgress: () => "No batch is open. Batches are opened and closed by the router.",
  NoDebt: ({ account, cash }, { wad }) =>
    `Account ${account} has a cash of ${wad(cash)} USDC and owes nothing. There is nothing to resolve.`,
  NotAccountOwner: ({ account, caller }) => `${caller} does not own account ${account}. Call with the account's owner.`,
  NotDeployer: ({ caller }) => `${caller} may not deploy through this factory. Call with the address that created it.`,
  NotEmpty: ({ account, positions, collaterals }) =>
    `Account ${account} still has ${positions} positions and collateral (mask ${collaterals}). ` +
    "Liquidate or settle them first.",
  NotModule: ({ caller }) => `${caller} may not post to the ledger. Trade through the exchange or the liquidator.`,
  NotRouter: ({ caller }) => `${caller} may not open or close a batch. Use the router's batch.`,
  NothingToShare: ({ debt }, { wad }) =>
    `Nobody has cash to bear the debt of ${wad(debt)} USDC. Try again when there are deposits.`,
  OperationInProgress: () => "Another operation of the house is running. Call it alone, or through the router.",
  PositionTooLarge: ({ account, instrument, size }, w) =>
    `Account ${account} would hold ${w.wad(size)} of ${w.instrument(instrument)}: ` +
    "a position is at most a billion contracts and a trillion USDC of strike or entry notional. Trade less.",
  PositionLimit: ({ account, limit }) =>
    `Account ${account} has ${limit} positions, the most that an account may hold. Close one or use another account.`,
  SizeOutOfRange: ({ size, limit }, { wad }) =>
    `A position of ${wad(size)} contracts is beyond the limit of ${wad(limit)}. Trade less.`,
  TargetNotAllowed: ({ target }) =>
    `The router does not call ${target}. Batches may call the clearing house, the exchange and the liquidator.`,
  TransferMismatch: ({ token, expected, received }) =>
    `Token ${token} delivered ${received} units instead of ${expected}. Tokens with a fee on transfer cannot be used.`,
  Unbalanced: ({ instrument, size }, w) =>
    `The sizes posted for ${w.instrument(instrument)} sum to ${w.wad(size)} instead of 0. Post both sides.`,
  UnbalancedCash: ({ cash }, { wad }) => `The cash posted sums to ${wad(cash)} USDC instead of 0. Post both sides.`,
  UnknownAccount: ({ account }) => `There is no account ${account}. Open one with the account token.`,
  UnknownMarket: ({ market }, w) => `There is no market ${w.market(market)}, or it has no price. Use a listed one.`,
  VoluntaryDebt: ({ account, cash }, { wad }) =>
    `The operation would leave account ${account} with a cash of ${wad(cash)} USDC. ` +
    "Deposit USDC first, or close at a price nearer to mark.",
  ZeroAmount: () => "The amount is zero. State one above zero.",
  ZeroRecipient: () => "The recipient is the zero address. State who is to receive the tokens.",
} satisfies Partial<Sentences>;
