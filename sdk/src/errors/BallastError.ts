/**
 * What every error of this package extends, so that one `instanceof` tells them from the errors of other packages.
 *
 * A subclass stands for one failure. Its message says what happened and what to do about it.
 */
export abstract class BallastError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}
