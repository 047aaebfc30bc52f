import { BallastError } from "../errors/BallastError.js";
import { isoTimeOf } from "../errors/format.js";

/** The funding of a time before the last accrual is not known from the state. Unix seconds. */
export class FundingTimeBeforeAccrual extends BallastError {
  constructor(
    readonly time: bigint,
    readonly accruedAt: bigint,
  ) {
    super(`Funding was accrued at ${isoTimeOf(accruedAt)}, after ${isoTimeOf(time)}. Ask for a time from then on.`);
  }
}
