import { BallastError } from "../errors/BallastError.js";
import type { Instrument } from "../instruments/index.js";

/** The portfolio holds something in a market whose state was not given. Contract error of the same name. */
export class MarketMissing extends BallastError {
  constructor(readonly market: number) {
    super(`The portfolio holds something of market ${market}: give its state.`);
  }
}

/** The formula values calls and puts only. Contract error of the same name. */
export class UnsupportedInstrument extends BallastError {
  constructor(readonly instrument: Instrument) {
    super(`Instrument ${instrument} is neither a call nor a put: it cannot be margined.`);
  }
}
