/**
 * One market's inputs together with what has been computed from them: the value of a contract in each scenario is the
 * same for every account, so it is computed once.
 */
import { type Instrument, Kind, expiryOf, isCall, isOption, kindOf, strikeOf } from "../instruments/index.js";
import { WAD, magnitude, mulFloor, toWadFloor } from "../pricing/fixedPoint.js";
import { type Shifts, prepare } from "../pricing/scenarios.js";
import { shortContingency } from "./contingencies.js";
import { UnsupportedInstrument } from "./errors.js";
import { collateralValue, futuresExposure, lastingExposure, linearValue, scaled } from "./exposure.js";
import type { HeldExpiry, Holding } from "./holdings.js";
import { type Asked, type MarketRisk, askedOf, raisedBy, riskOf, unraised } from "./marketRisk.js";
import type { MarketState, Position, RiskModel } from "./parameters.js";
import { type Slice, leavingOf, sliceOf } from "./rests.js";
import {
  SCENARIOS,
  type Side,
  markOf,
  scaledShift,
  intrinsicOf,
  scenarioValues,
  shiftsOf,
  sideOf,
  volatilityAt,
} from "./scenarioGrid.js";
import { nearValueOf, nearnessOf } from "./strikeNodes.js";
import { type Option, type Tenor, tenorOf, volatilityOf } from "./tenor.js";
import { type Contracts, widthsOf } from "./widths.js";

/** The values of contracts at one width. */
interface Grid {
  width: bigint;
  shifts: readonly bigint[];
  /** The shifts of a forward that a move of the spot moves by this share. */
  preparedFor: (share: bigint) => Shifts;
  /** Values at the bid, at the mid and at the ask volatility. */
  values: Readonly<Record<Side, Map<Instrument, readonly bigint[]>>>;
}

/** One margin of a holding and how it came about. */
export interface MarginPart extends Asked {
  readonly width: bigint;
  readonly risk: MarketRisk;
}

/** One market's part of equity and margins, wad USDC. */
export interface MarketPart {
  /** Value of positions and collateral. */
  readonly equity: bigint;
  readonly maintenance: MarginPart;
  readonly initial: MarginPart;
}

const memoize = <K, V>(compute: (key: K) => V): ((key: K) => V) => {
  const known = new Map<K, V>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
};

/** One market under one set of inputs. */
export class MarketBook {
  /** Value of one contract now, wad. */
  readonly mark: (instrument: Instrument) => bigint;
  private readonly tenorAt: (expiry: number) => Tenor;
  private readonly option: (instrument: Instrument) => Option;
  private readonly sharedGrid: (width: bigint) => Grid;

  constructor(
    private readonly market: MarketState,
    private readonly model: RiskModel,
  ) {
    this.tenorAt = memoize((expiry) => tenorOf(expiry, market, model));
    this.option = memoize((instrument) => this.load(instrument));
    this.mark = memoize((instrument) => this.markOf(instrument));
    this.sharedGrid = memoize((width) => this.gridOf(width));
  }

  /** The market's part of an account's equity and margins, with what they are made of. */
  evaluate(holding: Holding): MarketPart {
    const widths = widthsOf(this.contractsOf(holding), this.market);
    // A mixed width is of one account only: what is computed at it is of no use to another one.
    const gridOf = widths.shared ? this.sharedGrid : (width: bigint) => this.gridOf(width);
    return {
      equity: this.equityOf(holding),
      maintenance: this.part(holding, gridOf(widths.maintenance), false),
      initial: this.part(holding, gridOf(widths.initial), true),
    };
  }

  private part(holding: Holding, grid: Grid, isInitial: boolean): MarginPart {
    const slices = holding.expiries.map((held) => this.slice(held, grid, isInitial));
    const lasting = lastingExposure(holding, this.market);
    const [options, linear] = [holding.options.length, holding.linear.length];
    const risk = riskOf({ slices, lasting, options, linear, shifts: grid.shifts, isInitial }, this.model);
    return { ...askedOf(risk, isInitial ? raisedBy(this.market, this.model) : unraised), width: grid.width, risk };
  }

  private contractsOf({ options, expiries, perpetuals, collateral }: Holding): Contracts {
    let linear = perpetuals + collateral;
    for (const { expiry, futures } of expiries) linear += scaled(futures, this.tenorAt(expiry).share);
    return { options: options.reduce((sum, { size }) => sum + magnitude(size), 0n), linear: magnitude(linear) };
  }

  private load(instrument: Instrument): Option {
    const strike = strikeOf(instrument);
    const tenor = this.tenorAt(expiryOf(instrument));
    return { instrument, isCall: isCall(instrument), strike, tenor, volatility: volatilityOf(tenor, strike) };
  }

  private markOf(instrument: Instrument): bigint {
    const kind = kindOf(instrument);
    if (isOption(instrument)) return markOf(this.option(instrument));
    if (kind === Kind.Future) return this.tenorAt(expiryOf(instrument)).forward;
    if (kind === Kind.Perpetual) return this.market.price;
    throw new UnsupportedInstrument(instrument);
  }

  private gridOf(width: bigint): Grid {
    const shifts = shiftsOf(width, this.model);
    const preparedFor = memoize((share: bigint) => prepare(shifts.map((shift) => scaledShift(shift, share))));
    return { width, shifts, preparedFor, values: { bid: new Map(), mid: new Map(), ask: new Map() } };
  }

  private equityOf({ options, linear, collateral }: Holding): bigint {
    let worth = 0n;
    for (const { instrument, size } of options) worth += size * this.mark(instrument);
    let equity = toWadFloor(worth) + collateralValue(collateral, this.market);
    for (const position of linear) equity += linearValue(position, this.mark(position.instrument), this.market);
    return equity;
  }

  /** One expiry of a book at a width. */
  private slice(held: HeldExpiry, grid: Grid, isInitial: boolean): Slice {
    const tenor = this.tenorAt(held.expiry);
    const slice = sliceOf(tenor, futuresExposure(held, tenor));
    if (held.group === undefined) return slice;
    slice.unbounded = held.group.unbounded;
    slice.least = slice.unbounded ? 0n : mulFloor(held.group.least, tenor.discount);
    slice.nearness = nearnessOf(tenor, { width: grid.width, isInitial });
    const leaving = leavingOf(tenor.timeToExpiry, isInitial);
    slice.ending = leaving < slice.nearness ? leaving : slice.nearness;
    for (const position of held.options) this.addOption(slice, position, grid, isInitial);
    return slice;
  }

  private addOption(slice: Slice, position: Position, grid: Grid, isInitial: boolean): void {
    const { instrument, size } = position;
    const option = this.option(instrument);
    const side = sideOf(size, option.tenor.halfSpread, isInitial);
    const volatility = volatilityAt(side, option);
    const mark = this.mark(instrument);
    const paid = (intrinsicOf(option) * option.tenor.discount) / WAD;
    let values = grid.values[side].get(instrument);
    if (values === undefined) {
      values = scenarioValues(option, volatility, grid.preparedFor(option.tenor.share));
      grid.values[side].set(instrument, values);
    }
    slice.worth += size * mark;
    slice.paid += size * paid;
    for (let i = 0; i < SCENARIOS; i++) slice.totals[i]! += size * values[i]!;
    if (size < 0n) {
      const short = { contracts: -size, isCall: option.isCall, mark, values };
      slice.short += shortContingency(short, this.market.price, this.model);
    }
    const isNear = slice.nearness !== 0n;
    if (isNear) slice.strikes.push(option.strike);
    slice.legs.push({ position, mark, paid, values, valueAt: isNear ? nearValueOf(option, volatility) : undefined });
  }
}
