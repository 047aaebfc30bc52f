/** A market at a width and a volatility, with every instrument that a book of the search may hold. */
import { Kind, strikesAround } from "../../sdk/src/instruments/index.ts";
import { black76, svi } from "../../sdk/src/pricing/index.ts";
import {
  type FastEvaluator,
  type FastMarketState,
  type FastRiskModel,
  fastEvaluator,
} from "../../sdk/src/risk/index.ts";

/** Off the strike grid. */
export const SPOT = 2507;
const WAD = 1e18;
const HOUR = 3600;
const YEAR = 31_536_000;
const NOW = 1_772_787_600;

/** The default constants; closing costs nothing, because who looks for a hole trades in size. */
export const MODEL: FastRiskModel = {
  volatilityUp: 0.45,
  volatilityDown: 0.3,
  volatilityDownFloor: 0.2,
  shortTenorPower: 0.3,
  longTenorPower: 0.13,
  tailShift: 2.5,
  tailWeight: 0.35,
  initialFactor: 1.3,
  shortContingency: 0.015,
  contingencyTail: 1.5,
  contingencyInitialFactor: 1.5,
  basis: 0.005,
  closeOut: 0,
  minimumInitialMargin: 0,
};

/** Volatility whose daily move, 4.3 times over, is the width. */
export const impliedBy = (width: number): number => width / (4.3 * Math.sqrt(1 / 365));

/** Where the search takes place. */
export interface Conditions {
  /** Width of a book of options, as a share of the spot. */
  readonly width: number;
  /** Width of a book of futures and perpetuals. */
  readonly linearWidth: number;
  /** Volatility at the money of all expiries. */
  readonly volatility: number;
}

/** An instrument of the search. */
export interface Contract {
  readonly kind: Kind;
  /** Hours to expiry, infinite for a perpetual. */
  readonly hours: number;
  readonly strike: number;
}

/** Where a book may stand within a day: how late it is, the volatility, the spot, and the price of what has expired. */
interface State {
  readonly hours: number;
  /** Volatility down, unmoved or up by the scenarios' multiple. */
  readonly shock: 0 | 1 | 2;
  readonly spot: number;
  readonly settlement: number;
}

const HORIZONS = [0, 2, 6, 12, 24];
/** Points of the spot inside the width, besides the strikes. */
const POINTS = 61;
const REACH = { strikesBelow: 75, strikesAbove: 85 };

/** A market under some conditions, and what its instruments gain in every state. */
export class World {
  readonly strikes: readonly number[];
  readonly evaluator: FastEvaluator;
  readonly states: readonly State[];
  /** How far the spot has moved in each, as a share of it. */
  readonly moves: Float64Array;
  private readonly gains = new Map<string, Float64Array>();

  constructor(
    readonly conditions: Conditions,
    /** Hours to the expiries. */
    readonly expiries: readonly number[],
    readonly model: FastRiskModel = MODEL,
    make: typeof fastEvaluator = fastEvaluator,
  ) {
    const around = strikesAround(BigInt(SPOT) * BigInt(WAD), Math.max(...Object.values(REACH)));
    this.strikes = around.map((strike) => Number(strike) / WAD).filter((k) => k > 0.45 * SPOT && k < 1.8 * SPOT);
    this.evaluator = make({ 1: this.market() }, model);
    this.states = this.allStates();
    this.moves = Float64Array.from(this.states, ({ spot }) => Math.abs(spot / SPOT - 1));
  }

  /** Unix seconds of an expiry, 0 for a perpetual. */
  expiryOf(hours: number): number {
    return hours === Infinity ? 0 : NOW + hours * HOUR;
  }

  /** What one contract gains in every state, USDC. */
  gainsOf(contract: Contract): Float64Array {
    const key = `${contract.kind} ${contract.hours} ${contract.strike}`;
    let gains = this.gains.get(key);
    if (gains === undefined) {
      gains = this.compute(contract);
      this.gains.set(key, gains);
    }
    return gains;
  }

  /**
   * What one contract gains in the 21 scenarios of the grid, in the two tails times their weight, and at the strikes inside the
   * width as a node sees them, with volatility down and a day less to run; and its loss as a short position in its adverse tail.
   */
  scenarioGains({ kind, hours, strike }: Contract): { scenarios: number[]; tail: number } {
    const { width } = this.conditions;
    const { tailShift, tailWeight } = this.model;
    const terms = { kind, hours, strike };
    const [down, unmoved, up] = this.multiplesOf(hours);
    const scenarios: number[] = [];
    for (let j = -3; j <= 3; j++) {
      for (const multiple of [down, unmoved, up]) scenarios.push(this.gainAt(terms, (width * j) / 3, multiple, hours));
    }
    const tails = [-1, 1].map((side) => this.gainAt(terms, Math.max(side * width * tailShift, -0.95), up, hours));
    scenarios.push(...tails.map((gain) => gain * tailWeight));
    for (const node of this.nodes) {
      // Three days before an expiry and later; earlier what is not near is read on a chord, about its value there.
      scenarios.push(this.gainAt(terms, node, down, hours <= 72 ? Math.max(hours - 24, 0) : hours));
    }
    return { scenarios, tail: kind === Kind.Put ? tails[0]! : tails[1]! };
  }

  /** Every third strike inside the width, as a spot shift: enough for a program, whose book is then valued by the formula. */
  private get nodes(): number[] {
    const { width } = this.conditions;
    return this.strikes.map((strike) => strike / SPOT - 1).filter((shift, i) => Math.abs(shift) < width && i % 3 === 0);
  }

  /** Gain of one contract when the spot has moved, at a multiple of its volatility and so many hours to expiry. */
  private gainAt({ kind, hours, strike }: Contract, shift: number, multiple: number, left: number): number {
    const spot = SPOT * (1 + shift);
    if (strike === 0) return spot - SPOT;
    const mark = this.evaluator.mark({ market: 1, kind, expiry: this.expiryOf(hours), strike });
    return this.valueOf({ kind, hours, strike }, spot, multiple, left) - mark;
  }

  /** Value of one option, its volatility that of its strike now. */
  private valueOf({ kind, hours, strike }: Contract, spot: number, multiple: number, left: number): number {
    const volatility = svi.volatilityFast(this.smileOf(hours), SPOT, strike, hours * HOUR);
    const { call, put } = black76.priceFast(spot, strike, left * HOUR, volatility * multiple, 1);
    return kind === Kind.Call ? call : put;
  }

  private market(): FastMarketState {
    const { width, linearWidth } = this.conditions;
    return {
      price: SPOT,
      halfWidth: 0,
      rate: 0,
      initialWidth: width,
      maintenanceWidth: width,
      linearInitialWidth: linearWidth,
      linearMaintenanceWidth: linearWidth,
      crowding: 1,
      collateralFactor: 0.9,
      time: NOW,
      surface: Object.fromEntries(this.expiries.map((hours) => [this.expiryOf(hours), this.smileOf(hours)])),
    };
  }

  private smileOf(hours: number) {
    const variance = (this.conditions.volatility ** 2 * hours * HOUR) / YEAR;
    // 0.8 + 0.5 · 0.4 is 1 at the money.
    return { a: 0.8 * variance, b: 0.5 * variance, rho: -0.2, m: 0, sigma: 0.4, carry: 0, halfSpread: 0 };
  }

  private allStates(): State[] {
    const { width, linearWidth } = this.conditions;
    const spots = Array.from({ length: POINTS }, (_, i) => SPOT * (1 + width * ((2 * i) / (POINTS - 1) - 1)));
    spots.push(SPOT * (1 - linearWidth), SPOT * (1 + linearWidth));
    spots.push(...this.strikes.filter((strike) => Math.abs(strike / SPOT - 1) < width));
    const states: State[] = [];
    for (const hours of HORIZONS) {
      for (const shock of [0, 1, 2] as const) {
        for (const spot of spots) {
          states.push({ hours, shock, spot, settlement: spot });
          // The spot moves only after the first legs have expired.
          if (hours > 0) states.push({ hours, shock, spot, settlement: SPOT });
        }
      }
    }
    return states;
  }

  private compute(contract: Contract): Float64Array {
    const { kind, hours, strike } = contract;
    if (strike === 0) {
      return Float64Array.from(this.states, (s) => (s.hours >= hours ? s.settlement : s.spot) - SPOT);
    }
    const multiples = this.multiplesOf(hours);
    const mark = this.evaluator.mark({ market: 1, kind, expiry: this.expiryOf(hours), strike });
    return Float64Array.from(this.states, (s) => {
      const left = hours - s.hours;
      const isExpired = left <= 0;
      const value = this.valueOf(contract, isExpired ? s.settlement : s.spot, multiples[s.shock]!, Math.max(left, 0));
      return value - mark;
    });
  }

  private multiplesOf(hours: number): readonly [number, number, number] {
    const { shortTenorPower, longTenorPower, volatilityDown, volatilityDownFloor, volatilityUp } = this.model;
    const q = (720 / Math.max(hours, 24)) ** (hours <= 720 ? shortTenorPower : longTenorPower);
    return [Math.max(1 - volatilityDown * q, volatilityDownFloor), 1, 1 + volatilityUp * q];
  }
}
