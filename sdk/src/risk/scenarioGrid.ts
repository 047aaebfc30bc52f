/**
 * Values of one contract in 23 scenarios: the twin of `contracts/risk/ScenarioGrid.sol`. Spot moved by −1, −2/3 … 1
 * widths with volatility down, unmoved and up, and two tails with volatility up.
 */
import type { Instrument } from "../instruments/index.js";
import { expiryOf, isCall, isOption, strikeOf } from "../instruments/index.js";
import * as black76 from "../pricing/black76.js";
import * as scenarios from "../pricing/scenarios.js";
import { WAD, exp, ln } from "../pricing/fixedPoint.js";
import { UnsupportedInstrument } from "./errors.js";
import type { MarketState, RiskModel } from "./parameters.js";

/** Number of scenarios; the last two are the tails. */
export const SCENARIOS = 23;
/** Index of the first tail. */
export const FIRST_TAIL = SCENARIOS - 2;

const DAY = 86_400n;
const YEAR = 365n * DAY;
const MAX_VOLATILITY = 10n * WAD;

/** What the options of one market and expiry share. */
export interface Tenor {
  /** Seconds, 0 once expired. */
  timeToExpiry: bigint;
  /** Wad. */
  discount: bigint;
  volatilities: scenarios.Volatilities;
}

/** An option with all that its scenarios share. */
export interface Option {
  isCall: boolean;
  strike: bigint;
  tenor: Tenor;
}

/** e^(−rate · time), wad; 1 at rate 0. Rate in wad per year, time in seconds. */
export const discountOf = (rate: bigint, timeToExpiry: bigint): bigint =>
  rate === 0n || timeToExpiry === 0n ? WAD : exp(-((rate * timeToExpiry) / YEAR));

/** What the options that expire at `expiry` (unix seconds) share. */
export const tenorOf = (expiry: number, market: MarketState, model: RiskModel): Tenor => {
  const left = BigInt(expiry) - BigInt(market.time);
  const timeToExpiry = left > 0n ? left : 0n;
  return {
    timeToExpiry,
    discount: discountOf(market.rate, timeToExpiry),
    volatilities: volatilitiesOf(market.volatility, timeToExpiry, model),
  };
};

/**
 * The terms of an option.
 * @throws {@link UnsupportedInstrument} for anything but a call or a put
 */
export const loadOption = (instrument: Instrument, tenorAt: (expiry: number) => Tenor): Option => {
  if (!isOption(instrument)) throw new UnsupportedInstrument(instrument);
  return { isCall: isCall(instrument), strike: strikeOf(instrument), tenor: tenorAt(expiryOf(instrument)) };
};

/** Value of one contract at the forward and the unmoved volatility, wad. */
export const markOf = ({ isCall, strike, tenor }: Option, forward: bigint): bigint => {
  const { call, put } = black76.price(forward, strike, tenor.timeToExpiry, tenor.volatilities[1], tenor.discount);
  return isCall ? call : put;
};

/** Value of one contract in each scenario, wad. */
export const scenarioValues = (
  { isCall, strike, tenor }: Option,
  price: bigint,
  shifts: scenarios.Shifts,
): readonly bigint[] =>
  scenarios.values(price, strike, tenor.timeToExpiry, tenor.volatilities, tenor.discount, isCall, shifts);

/** The nine spot shifts for a width, wad: seven of the grid, then the tails. */
export const shiftsOf = (width: bigint, model: RiskModel): bigint[] => {
  const grid = Array.from({ length: 7 }, (_, i) => clamp((width * BigInt(i - 3)) / 3n));
  const tail = (width * model.tailShift) / WAD;
  return [...grid, clamp(-tail), clamp(tail)];
};

/** Which of the shifts a scenario uses: three volatilities in a row share one, each tail has its own. */
export const spotOf = (scenario: number): number =>
  scenario < FIRST_TAIL ? Math.floor(scenario / 3) : scenario - FIRST_TAIL + 7;

/** Down and up by a term that grows as the tenor shortens, q = (30 days / max(T, 1 day))^p. */
const volatilitiesOf = (volatility: bigint, timeToExpiry: bigint, model: RiskModel): scenarios.Volatilities => {
  const tenor = timeToExpiry > DAY ? timeToExpiry : DAY;
  const power = timeToExpiry <= 30n * DAY ? model.shortTenorPower : model.longTenorPower;
  const q = exp((power * ln((30n * DAY * WAD) / tenor)) / WAD);
  const cut = (model.volatilityDown * q) / WAD;
  const down = cut < WAD ? WAD - cut : 0n;
  return [
    shocked(volatility, down < model.volatilityDownFloor ? model.volatilityDownFloor : down),
    shocked(volatility, WAD),
    shocked(volatility, WAD + (model.volatilityUp * q) / WAD),
  ];
};

const shocked = (volatility: bigint, multiplier: bigint): bigint => {
  const v = (volatility * multiplier) / WAD;
  return v < MAX_VOLATILITY ? v : MAX_VOLATILITY;
};

const clamp = (shift: bigint): bigint => {
  if (shift < scenarios.MIN_SHIFT) return scenarios.MIN_SHIFT;
  return shift > scenarios.MAX_SHIFT ? scenarios.MAX_SHIFT : shift;
};
