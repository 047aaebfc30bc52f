import type { Sentences } from "./table.js";

/** Errors of tokens, accounts as tokens included. Amounts are units of the token. */
export const tokens = {
  ERC20InsufficientAllowance: ({ spender, allowance, needed }) =>
    `${spender} may take ${allowance} units and needs ${needed}. Approve the token, or add a permit.`,
  ERC20InsufficientBalance: ({ sender, balance, needed }) =>
    `${sender} has ${balance} units of the token and needs ${needed}. Use a smaller amount.`,
  ERC20InvalidApprover: ({ approver }) => `${approver} cannot approve tokens. Call with another address.`,
  ERC20InvalidReceiver: ({ receiver }) => `${receiver} cannot receive the token. State another recipient.`,
  ERC20InvalidSender: ({ sender }) => `${sender} cannot send the token. Call with another address.`,
  ERC20InvalidSpender: ({ spender }) => `${spender} cannot be approved. State another spender.`,
  ERC2612ExpiredSignature: ({ deadline }, { time }) => `The permit was valid until ${time(deadline)}. Sign a new one.`,
  ERC2612InvalidSigner: ({ signer, owner }) =>
    `The permit was signed by ${signer}, not by ${owner}. Sign it with the owner, on this chain, for the token's nonce.`,
  ERC721IncorrectOwner: ({ sender, tokenId, owner }) =>
    `Account ${tokenId} belongs to ${owner}, not to ${sender}. Transfer it from its owner.`,
  ERC721InsufficientApproval: ({ operator, tokenId }) =>
    `${operator} may not transfer account ${tokenId}. Have its owner approve.`,
  ERC721InvalidApprover: ({ approver }) => `${approver} may not approve for this account. Call with its owner.`,
  ERC721InvalidOperator: ({ operator }) => `${operator} cannot be an operator. State another address.`,
  ERC721InvalidOwner: ({ owner }) => `${owner} cannot own accounts. State another address.`,
  ERC721InvalidReceiver: ({ receiver }) => `${receiver} cannot receive an account. State another address.`,
  ERC721InvalidSender: ({ sender }) => `${sender} cannot be the sender of an account. Use another account id.`,
  ERC721NonexistentToken: ({ tokenId }) => `There is no account ${tokenId}. Open one with the account token.`,
  InvalidAccountNonce: ({ account, currentNonce }) => `The nonce of ${account} is ${currentNonce}. Sign with this one.`,
  SafeERC20FailedDecreaseAllowance: ({ spender, currentAllowance, requestedDecrease }) =>
    `The allowance of ${spender} is ${currentAllowance} units and cannot fall by ${requestedDecrease}. Lower it by less.`,
  SafeERC20FailedOperation: ({ token }) =>
    `Token ${token} refused the transfer. Check balance and allowance, and that the token is not paused.`,
} satisfies Partial<Sentences>;
