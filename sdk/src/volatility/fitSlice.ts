import type { BallastError } from "../errors/BallastError.js";
import { volatilityFast } from "../pricing/fast/svi.js";
import { fittedQuote, halfSpreadOf, rmseOf } from "./fit/describe.js";
import { FitInputError, FitNotAdmissible, TooFewQuotes } from "./fit/errors.js";
import { fastSmile } from "./fit/fastSmile.js";
import { fitSmile } from "./fit/fitSmile.js";
import { deviationOf, levelsOf } from "./fit/levels.js";
import type { Neighbour } from "./fit/limits.js";
import { observationsOf } from "./fit/observations.js";
import { scaledSmile } from "./fit/raw.js";
import { refusalOf } from "./fit/refusalOf.js";
import { roundSlice } from "./fit/roundSlice.js";
import type { FitInput, FitOptions, FittedSlice } from "./fit/types.js";

const YEAR = 31_536_000;
const LEAST_STRIKES = 3;

const requireInput = ({ forward, spot, time, expiry, options }: FitInput): void => {
  for (const [figure, value] of Object.entries({ forward, spot })) {
    if (!(value > 0 && value < Infinity)) throw new FitInputError(figure, value, "finite and above 0");
  }
  if (!Number.isSafeInteger(time)) throw new FitInputError("time", time, "in whole seconds");
  if (!Number.isSafeInteger(expiry) || expiry <= time) {
    throw new FitInputError("expiry", expiry, `in whole seconds, after the time ${time}`);
  }
  const least = options?.leastStrikes ?? LEAST_STRIKES;
  if (!(least >= 1)) throw new FitInputError("leastStrikes", least, "at least 1");
};

const neighboursOf = ({ earlier, later }: FitOptions, time: number, s: number): Neighbour[] =>
  [earlier, later].flatMap((slice, i) =>
    slice === undefined ? [] : [{ smile: scaledSmile(fastSmile(slice, slice.expiry - time), 1 / s), isLater: i === 1 }],
  );

/**
 * The slice that describes the quotes of one expiry best among those that the contract takes: raw SVI without butterfly
 * arbitrage, between its neighbours where they are given, in whole units of the slot.
 *
 * Distances of the smile to the middles of bid and ask are weighted by vega and by the inverse of the spread, with
 * Huber's loss, so that stale quotes do not draw it; a quote with one side counts only where the smile is beyond it.
 * The half-spread is the median of the quotes' between 25 and 75 delta.
 * @throws {@link FitInputError}, {@link TooFewQuotes} and {@link FitNotAdmissible}, all of them {@link FitError}s
 */
export const fitSlice = (input: FitInput): FittedSlice => {
  requireInput(input);
  const { time, expiry, options = {} } = input;
  const tenor = expiry - time;
  const observations = observationsOf(input);
  const unused = input.quotes.length - observations.length;
  const levels = levelsOf(observations);
  const needed = options.leastStrikes ?? LEAST_STRIKES;
  if (levels.length < needed) throw new TooFewQuotes(expiry, levels.length, needed, unused);
  const s = deviationOf(levels, tenor);
  const neighbours = neighboursOf(options, time, s);
  const carry = (Math.log(input.forward / input.spot) * YEAR) / tenor;
  let refusal: BallastError | undefined;
  for (const smile of fitSmile(observations, { s, tenor, neighbours })) {
    const bare = roundSlice(scaledSmile(smile, s), { expiry, tenor, carry, halfSpread: 0 });
    refusal = refusalOf(
      [options.earlier, bare, options.later].filter((slice) => slice !== undefined),
      time,
    );
    if (refusal !== undefined) continue;
    const rounded = fastSmile(bare, tenor);
    const quotes = observations.map((observation) => fittedQuote(observation, rounded, tenor));
    const halfSpread = BigInt(Math.round(halfSpreadOf(quotes, volatilityFast(rounded, 1, 1, tenor)) * 1e6));
    return { slice: { ...bare, halfSpread }, rmse: rmseOf(quotes), quotes, unused };
  }
  throw new FitNotAdmissible(expiry, refusal!);
};
