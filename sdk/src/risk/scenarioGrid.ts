/**
 * Values of one contract in 23 scenarios: the twin of `contracts/risk/ScenarioGrid.sol`. Spot moved by −1, −2/3 … 1
 * widths with volatility down, unmoved and up, and two tails with volatility up.
 */
import type { Instrument } from "../instruments/index.js";
import { expiryOf, isCall, isOption, strikeOf } from "../instruments/index.js";
import * as black76 from "../pricing/black76.js";
import { WAD, exp, ln } from "../pricing/fixedPoint.js";
import { UnsupportedInstrument } from "./errors.js";
import type { MarketState, RiskModel } from "./parameters.js";

/** Number of scenarios; the last two are the tails. */
export const SCENARIOS = 23;
/** Index of the first tail. */
export const FIRST_TAIL = SCENARIOS - 2;

const DAY = 86_400n;
const YEAR = 365n * DAY;
const MIN_SHIFT = (-95n * WAD) / 100n;
const MAX_SHIFT = (5n * WAD) / 2n;
const MAX_VOLATILITY = 10n * WAD;

/** Volatilities down, unmoved and up, wad. */
type Volatilities = readonly [down: bigint, unmoved: bigint, up: bigint];

/** What the options of one market and expiry share. */
export interface Tenor {
  /** Seconds, 0 once expired. */
  timeToExpiry: bigint;
  /** Wad. */
  discount: bigint;
  volatilities: Volatilities;
}

/** An option with all that its scenarios share. `unmoved`: its values at the spot, one for each volatility. */
export interface Option {
  isCall: boolean;
  strike: bigint;
  tenor: Tenor;
  unmoved: Volatilities;
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
export const loadOption = (instrument: Instrument, price: bigint, tenorAt: (expiry: number) => Tenor): Option => {
  if (!isOption(instrument)) throw new UnsupportedInstrument(instrument);
  const terms = { isCall: isCall(instrument), strike: strikeOf(instrument), tenor: tenorAt(expiryOf(instrument)) };
  const [down, unmoved, up] = terms.tenor.volatilities;
  return {
    ...terms,
    unmoved: [valueOf(terms, price, down), valueOf(terms, price, unmoved), valueOf(terms, price, up)],
  };
};

/** Value of one contract in each scenario, wad. */
export const scenarioValues = (option: Option, price: bigint, shifts: readonly bigint[]): bigint[] =>
  shifts.map((shift, i) => {
    const volatility = i < FIRST_TAIL ? i % 3 : 2;
    // Without a shift the forward is the price itself, whatever the width.
    if (shift === 0n) return option.unmoved[volatility]!;
    return valueOf(option, (price * (WAD + shift)) / WAD, option.tenor.volatilities[volatility]!);
  });

/** Spot shift of each scenario for a width, wad: three volatilities in a row share one. */
export const shiftsOf = (width: bigint, model: RiskModel): bigint[] => {
  const shifts = Array.from({ length: FIRST_TAIL }, (_, i) => clamp((width * BigInt(Math.floor(i / 3) - 3)) / 3n));
  const tail = (width * model.tailShift) / WAD;
  return [...shifts, clamp(-tail), clamp(tail)];
};

const valueOf = (option: Omit<Option, "unmoved">, forward: bigint, volatility: bigint): bigint => {
  const { timeToExpiry, discount } = option.tenor;
  const { call, put } = black76.price(forward, option.strike, timeToExpiry, volatility, discount);
  return option.isCall ? call : put;
};

/** Down and up by a term that grows as the tenor shortens, q = (30 days / max(T, 1 day))^p. */
const volatilitiesOf = (volatility: bigint, timeToExpiry: bigint, model: RiskModel): Volatilities => {
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
  if (shift < MIN_SHIFT) return MIN_SHIFT;
  return shift > MAX_SHIFT ? MAX_SHIFT : shift;
};
