import type { Sentences } from "./table.js";

/** Errors of the access manager and of the other libraries. */
export const libraries = {
  AccessManagedInvalidAuthority: ({ authority }) => `${authority} is no contract and cannot manage access. State one.`,
  AccessManagedRequiredDelay: ({ caller, delay }) =>
    `${caller} may call this ${delay} s after scheduling it. Schedule it with the access manager first.`,
  AccessManagedUnauthorized: ({ caller }) =>
    `${caller} does not have the role for this call. Call with an address that has it.`,
  AccessManagerAlreadyScheduled: ({ operationId }) =>
    `Operation ${operationId} is scheduled already. Execute or cancel it first.`,
  AccessManagerBadConfirmation: () =>
    "The confirmation is not the caller. Renounce a role with the caller's own address.",
  AccessManagerExpired: ({ operationId }) => `The scheduled operation ${operationId} has lapsed. Schedule it again.`,
  AccessManagerInvalidInitialAdmin: ({ initialAdmin }) => `${initialAdmin} cannot be the first admin. State another.`,
  AccessManagerLockedFunction: ({ selector }) =>
    `The function ${selector} of the access manager cannot be reassigned. Choose another.`,
  AccessManagerLockedRole: ({ roleId }) => `Role ${roleId} cannot be changed. Choose another.`,
  AccessManagerNotReady: ({ operationId }) =>
    `The delay of the scheduled operation ${operationId} is not over. Execute it later.`,
  AccessManagerNotScheduled: ({ operationId }) => `Operation ${operationId} is not scheduled. Schedule it first.`,
  AccessManagerUnauthorizedAccount: ({ msgsender, roleId }) =>
    `${msgsender} does not have role ${roleId}. Call with an address that has it.`,
  AccessManagerUnauthorizedCall: ({ caller, target, selector }) =>
    `${caller} may not call ${selector} of ${target}. Call with an address that has the role.`,
  AccessManagerUnauthorizedCancel: ({ msgsender, caller, target, selector }) =>
    `${msgsender} may not cancel the call of ${selector} of ${target} by ${caller}. Cancel as its caller or guardian.`,
  AccessManagerUnauthorizedConsume: ({ target }) =>
    `${target} may not consume scheduled operations. Call the managed contract itself.`,
  AddressEmptyCode: ({ target }) => `There is no contract at ${target}. Check the address and the chain.`,
  CheckpointUnorderedInsertion: () => "A price was stored for a later time already. Check the clock of the chain.",
  Create2EmptyBytecode: () => "No code was given to deploy. Pass the contract's creation code.",
  Create3EmptyBytecode: () => "No code was given to deploy. Pass the contract's creation code.",
  ECDSAInvalidSignature: () => "The signature is not valid. Sign again.",
  ECDSAInvalidSignatureLength: ({ length }) => `A signature has 65 bytes, not ${length}. Sign again.`,
  ECDSAInvalidSignatureS: ({ s }) => `The signature is malleable (s = ${s}). Sign with a library that gives a low s.`,
  FailedCall: () => "A call failed without a reason. Simulate the calls of the batch one by one.",
  FailedDeployment: () => "The contract could not be deployed, perhaps because it exists. Check the address.",
  InsufficientBalance: ({ balance, needed }) => `${needed} wei are needed and ${balance} are there. Send more ether.`,
  InvalidShortString: () => "A name could not be read as a short string. Deploy with a name below 32 bytes.",
  SafeCastOverflowedIntDowncast: ({ bits, value }) => `${value} does not fit ${bits} bits. Use a smaller amount.`,
  SafeCastOverflowedIntToUint: ({ value }) => `${value} is negative where it may not be. Use an amount of 0 or more.`,
  SafeCastOverflowedUintDowncast: ({ bits, value }) => `${value} does not fit ${bits} bits. Use a smaller amount.`,
  SafeCastOverflowedUintToInt: ({ value }) => `${value} does not fit 255 bits. Use a smaller amount.`,
  StringTooLong: ({ str }) => `"${str}" is longer than 31 bytes. Shorten it.`,
} satisfies Partial<Sentences>;
