import { greeksFast } from "../../pricing/fast/black76.js";
import { FastPricingError } from "../../pricing/fast/errors.js";
import { solveFast } from "../../pricing/fast/impliedVolatility.js";
import type { FitInput, OptionQuote } from "./types.js";

const YEAR = 31_536_000;

/** What one quote says of the smile. @internal */
export interface Observation {
  readonly quote: OptionQuote;
  readonly forward: number;
  /** ln(strike/forward). */
  readonly logMoneyness: number;
  /** Volatilities; at least one of them is there. */
  readonly bid?: number | undefined;
  readonly ask?: number | undefined;
}

type Side = "bid" | "ask";

/** The volatility of a side; undefined where there is none, NaN where no volatility gives the price. */
const volatilityOf = (quote: OptionQuote, side: Side, forward: number, input: FitInput): number | undefined => {
  const figure = quote[side];
  if (figure === undefined || !(figure > 0)) return undefined;
  if (input.options?.unit === "volatility") return figure;
  try {
    const volatility = solveFast(forward, quote.strike, input.expiry - input.time, 1, figure, quote.isCall);
    return volatility > 0 ? volatility : undefined;
  } catch (error) {
    if (!(error instanceof FastPricingError)) throw error;
    // A bid below the intrinsic value says nothing; an ask there, or a price above the bound, is a fault.
    return side === "bid" && figure < forward ? undefined : NaN;
  }
};

const observationOf = (quote: OptionQuote, input: FitInput): Observation | undefined => {
  const forward = quote.forward ?? input.forward;
  if (!(quote.strike > 0) || !(forward > 0)) return undefined;
  const bid = volatilityOf(quote, "bid", forward, input);
  const ask = volatilityOf(quote, "ask", forward, input);
  const isEmpty = bid === undefined && ask === undefined;
  if (isEmpty || Number.isNaN(bid) || Number.isNaN(ask)) return undefined;
  if (bid !== undefined && ask !== undefined && bid > ask) return undefined;
  return { quote, forward, logMoneyness: Math.log(quote.strike / forward), bid, ask };
};

/** Quotes as volatilities; those that are empty, crossed or impossible are left out. @internal */
export const observationsOf = (input: FitInput): Observation[] =>
  input.quotes.map((quote) => observationOf(quote, input)).filter((observation) => observation !== undefined);

/** The middle of bid and ask; undefined where one is missing. @internal */
export const middleOf = ({ bid, ask }: Pick<Observation, Side>): number | undefined =>
  bid === undefined || ask === undefined ? undefined : (bid + ask) / 2;

/** Delta of the call at a volatility. @internal */
export const callDeltaOf = ({ quote, forward }: Observation, tenor: number, volatility: number): number =>
  greeksFast(forward, quote.strike, tenor, volatility, 1).delta;

/** Whether the option has no intrinsic value, from which side its price is most telling. @internal */
export const isOutOfTheMoney = ({ quote, logMoneyness }: Observation): boolean =>
  quote.isCall ? logMoneyness >= 0 : logMoneyness <= 0;

/** √(time to expiry in years). @internal */
export const rootOfYears = (tenor: number): number => Math.sqrt(tenor / YEAR);
