/** Something that the user can put right: one sentence, no stack trace, exit code 2. */
export class UserError extends Error {
  override readonly name = "UserError";
}

/** A proof at the end of a run that does not hold: exit code 1. */
export class ProofError extends Error {
  override readonly name = "ProofError";
}
