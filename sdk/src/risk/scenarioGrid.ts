/**
 * Values of one contract in 23 scenarios: the twin of `contracts/risk/ScenarioGrid.sol`. Spot moved by −1, −2/3 … 1
 * widths with volatility down, unmoved and up, and two tails with volatility up.
 */
import type { Instrument } from "../instruments/index.js";
import { expiryOf, isCall, isOption, strikeOf } from "../instruments/index.js";
import * as black76 from "../pricing/black76.js";
import * as scenarios from "../pricing/scenarios.js";
import { WAD, exp, ln, mulDown } from "../pricing/fixedPoint.js";
import * as svi from "../pricing/svi.js";
import { SETTLEMENT_WINDOW } from "../instruments/times.js";
import { ExpiryMissing, UnsupportedInstrument } from "./errors.js";
import type { MarketState, RiskModel, SettlementState } from "./parameters.js";

/** Number of scenarios; the last two are the tails. */
export const SCENARIOS = 23;
/** Index of the first tail. */
export const FIRST_TAIL = SCENARIOS - 2;

const DAY = 86_400n;
const YEAR = 365n * DAY;
const MAX_VOLATILITY = 10n * WAD;

const WINDOW = BigInt(SETTLEMENT_WINDOW);

/** What the options of one market and expiry share, wad unless named otherwise. */
export interface Tenor {
  /** Seconds, 0 once expired. */
  timeToExpiry: bigint;
  discount: bigint;
  forward: bigint;
  /** How far a move of the spot moves the forward: below 1 in the hour before expiry, 0 once expired. */
  share: bigint;
  /** Part of the settlement price that is still open. */
  remaining: bigint;
  /** Multiples of the volatility. */
  up: bigint;
  down: bigint;
  halfSpread: bigint;
  svi: svi.SviParams | undefined;
}

/** An option with all that its scenarios share. */
export interface Option {
  isCall: boolean;
  strike: bigint;
  /** Of its strike, wad. */
  volatility: bigint;
  tenor: Tenor;
}

/** e^(−rate · time), wad; 1 at rate 0. Rate in wad per year, time in seconds. */
export const discountOf = (rate: bigint, timeToExpiry: bigint): bigint =>
  rate === 0n || timeToExpiry === 0n ? WAD : exp(-((rate * timeToExpiry) / YEAR));

/**
 * What the options that expire at `expiry` (unix seconds) share. In the hour before expiry part of the settlement price is
 * known: only the rest of it still moves, and is uncertain, with the spot.
 * @throws {@link ExpiryMissing} when the market's state says nothing of it
 */
export const tenorOf = (expiry: number, market: MarketState, model: RiskModel): Tenor => {
  const left = BigInt(expiry) - BigInt(market.time);
  const timeToExpiry = left > 0n ? left : 0n;
  const smile = market.surface[expiry];
  const { average, elapsed } = settlementOf(market.settlement?.[expiry]);
  if (smile === undefined && (timeToExpiry > 0n || elapsed === 0n)) throw new ExpiryMissing(expiry);
  const remaining = WAD - (WAD * elapsed) / WINDOW;
  const ahead = forwardOf(market.price, smile?.carry ?? 0n, timeToExpiry);
  const forward = (elapsed * average + (WINDOW - elapsed) * ahead) / WINDOW;
  return {
    timeToExpiry,
    discount: discountOf(market.rate, timeToExpiry),
    forward,
    share: elapsed === 0n ? WAD : (remaining * ahead) / forward,
    remaining,
    ...multiplesOf(timeToExpiry, model),
    halfSpread: smile?.halfSpread ?? 0n,
    svi: smile,
  };
};

const settlementOf = (state: SettlementState | undefined): { average: bigint; elapsed: bigint } => {
  if (state === undefined) return { average: 0n, elapsed: 0n };
  if ("price" in state) return { average: state.price, elapsed: WINDOW };
  return { average: state.average, elapsed: BigInt(state.elapsed) };
};

/** S · e^(carry · T). */
const forwardOf = (price: bigint, carry: bigint, timeToExpiry: bigint): bigint =>
  carry === 0n || timeToExpiry === 0n ? price : mulDown(price, exp((carry * timeToExpiry) / YEAR));

/**
 * The terms of an option.
 * @throws {@link UnsupportedInstrument} for anything but a call or a put
 */
export const loadOption = (instrument: Instrument, tenorAt: (expiry: number) => Tenor): Option => {
  if (!isOption(instrument)) throw new UnsupportedInstrument(instrument);
  const strike = strikeOf(instrument);
  const tenor = tenorAt(expiryOf(instrument));
  return { isCall: isCall(instrument), strike, tenor, volatility: volatilityOf(tenor, strike) };
};

/** The smile's volatility, of which in the hour before expiry only what is still open counts. */
const volatilityOf = ({ timeToExpiry, svi: smile, forward, remaining }: Tenor, strike: bigint): bigint => {
  if (timeToExpiry === 0n || smile === undefined) return 0n;
  const whole = svi.volatility(smile, forward, strike, timeToExpiry);
  return limited(remaining === WAD ? whole : (whole * remaining) / WAD);
};

/** Value of one contract now, wad. */
export const markOf = ({ isCall, strike, volatility, tenor }: Option): bigint => {
  const { call, put } = black76.price(tenor.forward, strike, tenor.timeToExpiry, volatility, tenor.discount);
  return isCall ? call : put;
};

/** Value of one contract in each scenario, wad, at a volatility that the side of the spread may have moved. */
export const scenarioValues = (
  { isCall, strike, tenor }: Option,
  volatility: bigint,
  shifts: scenarios.Shifts,
): readonly bigint[] =>
  scenarios.values(
    tenor.forward,
    strike,
    tenor.timeToExpiry,
    [limited((volatility * tenor.down) / WAD), limited(volatility), limited((volatility * tenor.up) / WAD)],
    tenor.discount,
    isCall,
    shifts,
  );

/** The nine spot shifts for a width, wad: seven of the grid, then the tails. */
export const shiftsOf = (width: bigint, model: RiskModel): bigint[] => {
  const grid = Array.from({ length: 7 }, (_, i) => clamp((width * BigInt(i - 3)) / 3n));
  const tail = (width * model.tailShift) / WAD;
  return [...grid, clamp(-tail), clamp(tail)];
};

/** Which of the shifts a scenario uses: three volatilities in a row share one, each tail has its own. */
export const spotOf = (scenario: number): number =>
  scenario < FIRST_TAIL ? Math.floor(scenario / 3) : scenario - FIRST_TAIL + 7;

/** The shifts of an expiry's forward for those of the spot. */
export const scaled = (shifts: readonly bigint[], share: bigint): bigint[] =>
  shifts.map((shift) => clamp((shift * share) / WAD));

/** Down and up by a term that grows as the tenor shortens, q = (30 days / max(T, 1 day))^p. */
const multiplesOf = (timeToExpiry: bigint, model: RiskModel): { up: bigint; down: bigint } => {
  const tenor = timeToExpiry > DAY ? timeToExpiry : DAY;
  const power = timeToExpiry <= 30n * DAY ? model.shortTenorPower : model.longTenorPower;
  const q = exp((power * ln((30n * DAY * WAD) / tenor)) / WAD);
  const cut = (model.volatilityDown * q) / WAD;
  const down = cut < WAD ? WAD - cut : 0n;
  return {
    down: down < model.volatilityDownFloor ? model.volatilityDownFloor : down,
    up: WAD + (model.volatilityUp * q) / WAD,
  };
};

const limited = (volatility: bigint): bigint => (volatility < MAX_VOLATILITY ? volatility : MAX_VOLATILITY);

const clamp = (shift: bigint): bigint => {
  if (shift < scenarios.MIN_SHIFT) return scenarios.MIN_SHIFT;
  return shift > scenarios.MAX_SHIFT ? scenarios.MAX_SHIFT : shift;
};
