/** What is refused before signing. Names are those of the contract errors, where the contracts refuse it too. */
import { BallastError } from "../errors/BallastError.js";
import { decimalOf, isoTimeOf } from "../errors/format.js";

/** A field does not fit its type. The ABI could not encode it. */
export class FieldOutOfRange extends BallastError {
  constructor(
    readonly field: string,
    readonly value: bigint,
    readonly type: string,
  ) {
    super(`The field ${field} is a ${type}; ${value} does not fit.`);
  }
}

/** A field does not hold an address, or bytes of the right length. */
export class FieldMalformed extends BallastError {
  constructor(
    readonly field: string,
    readonly value: string,
    readonly type: string,
  ) {
    super(`The field ${field} is of type ${type}; "${value}" is not.`);
  }
}

/** A field is set that the exchange does not serve. Contract error of the same name. */
export class UnsupportedOrderField extends BallastError {
  constructor(readonly field: string) {
    super(`The exchange does not serve the order field ${field} as it is set. Leave it out.`);
  }
}

/** Nothing would be traded. Contract error of the same name. */
export class ZeroSize extends BallastError {
  constructor() {
    super("The size is zero. State lots and a ratio, or a size, other than zero.");
  }
}

/** The last second of validity has passed. Times in unix seconds. Contract error of the same name. */
export class OrderExpired extends BallastError {
  constructor(
    readonly validUntil: bigint,
    readonly time: bigint,
  ) {
    super(`It was valid until ${isoTimeOf(validUntil)} and it is ${isoTimeOf(time)} now. State a later validUntil.`);
  }
}

/** The order is never valid: it ends before it starts. */
export class ValidityEmpty extends BallastError {
  constructor(
    readonly validFrom: bigint,
    readonly validUntil: bigint,
  ) {
    super(`The order ends at ${isoTimeOf(validUntil)}, before it starts at ${isoTimeOf(validFrom)}.`);
  }
}

/** The signer does not own the account. Contract error of the same name. */
export class SignerNotOwner extends BallastError {
  constructor(
    readonly account: bigint,
    readonly signer: string,
    readonly owner: string,
  ) {
    super(`Account ${account} belongs to ${owner}, not to ${signer}. Sign with its owner.`);
  }
}

/** The account was transferred since. Contract error of the same name. */
export class WrongEpoch extends BallastError {
  constructor(
    readonly account: bigint,
    readonly signed: bigint,
    readonly current: bigint,
  ) {
    super(`Account ${account} is in epoch ${current}, not ${signed}. Read its epoch again.`);
  }
}

/** The nonce is used up. Contract error of the same name. */
export class OrderUsed extends BallastError {
  constructor(
    readonly account: bigint,
    readonly nonce: bigint,
  ) {
    super(`Nonce ${nonce} of account ${account} is filled or cancelled. Take another, for example randomNonce().`);
  }
}

/** Both sides are one account. Contract error of the same name. */
export class SameAccount extends BallastError {
  constructor(readonly account: bigint) {
    super(`Both sides are account ${account}. Name two accounts.`);
  }
}

/** The giver holds less than it is to give. Wad. Contract error of the same name. */
export class MoreThanHeld extends BallastError {
  constructor(
    readonly account: bigint,
    readonly size: bigint,
    readonly held: bigint,
  ) {
    super(
      `Account ${account} holds ${decimalOf(held)} and cannot give ${decimalOf(size)}. Give at most what it holds.`,
    );
  }
}
