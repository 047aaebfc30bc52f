/** What everything of one market and expiry shares: forward, discount, volatilities and their shocks. */
import type { Instrument } from "../instruments/index.js";
import { SETTLEMENT_WINDOW } from "../instruments/times.js";
import { WAD, exp, ln, mulDown, sqrt } from "../pricing/fixedPoint.js";
import * as svi from "../pricing/svi.js";
import { ExpiryMissing } from "./errors.js";
import type { MarketState, RiskModel, SettlementState } from "./parameters.js";

export const DAY = 86_400n;
const YEAR = 365n * DAY;
const MAX_VOLATILITY = 10n * WAD;
const WINDOW = BigInt(SETTLEMENT_WINDOW);

/** What one market and expiry share, wad unless named otherwise. */
export interface Tenor {
  /** Unix seconds. */
  expiry: number;
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
  /** √(what is left of the time a day later / the time): volatility down is also a day later. */
  aged: bigint;
  halfSpread: bigint;
  svi: svi.SviParams | undefined;
}

/** The terms of an option. */
export interface Option {
  instrument: Instrument;
  isCall: boolean;
  strike: bigint;
  /** Of its strike, wad. */
  volatility: bigint;
  tenor: Tenor;
}

/** e^(−rate · time), wad; 1 at rate 0. Rate in wad per year, time in seconds. */
export const discountOf = (rate: bigint, timeToExpiry: bigint): bigint =>
  rate === 0n || timeToExpiry === 0n ? WAD : exp(-((rate * timeToExpiry) / YEAR));

/** √(time in years), wad, rounded down; time in seconds. */
export const rootYears = (time: bigint): bigint => sqrt((time * WAD) / YEAR);

/**
 * What everything that expires at `expiry` (unix seconds) shares. In the hour before expiry part of the settlement price
 * is known: only the rest of it still moves, and is uncertain, with the spot.
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
    expiry,
    timeToExpiry,
    discount: discountOf(market.rate, timeToExpiry),
    forward,
    share: elapsed === 0n ? WAD : (remaining * ahead) / forward,
    remaining,
    ...multiplesOf(timeToExpiry, model),
    aged: timeToExpiry > DAY ? sqrt(((timeToExpiry - DAY) * WAD) / timeToExpiry) : 0n,
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

/** The smile's volatility, of which in the hour before expiry only what is still open counts. Wad, at most 10. */
export const volatilityOf = ({ timeToExpiry, svi: smile, forward, remaining }: Tenor, strike: bigint): bigint => {
  if (timeToExpiry === 0n || smile === undefined) return 0n;
  const whole = svi.volatility(smile, forward, strike, timeToExpiry);
  return limited(remaining === WAD ? whole : (whole * remaining) / WAD);
};

/** A volatility after its fall, wad. */
export const fallen = ({ down }: Tenor, volatility: bigint): bigint => limited((volatility * down) / WAD);

/**
 * Down, unmoved and up for a volatility at which an option is valued, wad. What has fallen has aged by a day, too: so much less of
 * it is as good as less time.
 */
export const shocked = (tenor: Tenor, volatility: bigint): readonly [bigint, bigint, bigint] => [
  (fallen(tenor, volatility) * tenor.aged) / WAD,
  limited(volatility),
  limited((volatility * tenor.up) / WAD),
];

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
