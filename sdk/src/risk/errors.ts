import { BallastError } from "../errors/BallastError.js";
import type { Instrument } from "../instruments/index.js";

/** The portfolio holds something in a market whose state was not given. Contract error of the same name. */
export class MarketMissing extends BallastError {
  constructor(readonly market: number) {
    super(`The portfolio holds something of market ${market}: give its state.`);
  }
}

/** The formula values calls, puts, futures and perpetuals only. Contract error of the same name. */
export class UnsupportedInstrument extends BallastError {
  constructor(readonly instrument: Instrument) {
    super(`Instrument ${instrument} is no call, put, future or perpetual: it cannot be margined.`);
  }
}

/** The portfolio holds an expiry of which the market's state says nothing. Contract error of the same name. */
export class ExpiryMissing extends BallastError {
  constructor(readonly expiry: number) {
    super(
      `The portfolio holds something that expires at ${expiry}: give its smile, or what is known of the settlement.`,
    );
  }
}
