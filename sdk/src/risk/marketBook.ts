/**
 * One market's inputs together with what has been computed from them: the value of a contract in each scenario is the
 * same for every account, so it is computed once.
 */
import { type Instrument, Kind, expiryOf, isCall, isOption, kindOf, strikeOf } from "../instruments/index.js";
import { WAD, magnitude, mulFloor, mulUp, toWadFloor } from "../pricing/fixedPoint.js";
import { type Shifts, prepare } from "../pricing/scenarios.js";
import { basisContingency, deltaOf, shortContingency } from "./contingencies.js";
import { UnsupportedInstrument } from "./errors.js";
import { collateralValue, exposureLoss, futuresExposure, lastingExposure, linearValue, scaled } from "./exposure.js";
import type { HeldExpiry, Holding } from "./holdings.js";
import type { MarketMargin, MarketState, Position, RiskModel } from "./parameters.js";
import { type Book, type Slice, addSlice, bookOf, boundOf, goneOf, leavingOf, sliceOf, worstLoss } from "./rests.js";
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
import { nearValueOf, nearnessOf, nodesOf } from "./strikeNodes.js";
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

/** What a book asks for at one width, wad. */
interface Risk {
  loss: bigint;
  contingency: bigint;
  /** The same for what moves with the spot alone. */
  linear: { loss: bigint; contingency: bigint };
  /** The most that the options can lose; undefined: no bound. */
  bound: bigint | undefined;
}

/** One market's part of equity and margins, wad USDC. */
export interface MarketResult extends MarketMargin {
  /** Value of positions and collateral. */
  equity: bigint;
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

  /** The market's part of an account's equity and margins. */
  evaluate(holding: Holding): MarketResult {
    const equity = this.equityOf(holding);
    const { options, linear, collateral } = holding;
    if (options.length === 0 && linear.length === 0 && collateral === 0n) {
      return { equity, maintenance: 0n, initial: 0n };
    }
    const widths = widthsOf(this.contractsOf(holding), this.market);
    // A mixed width is of one account only: what is computed at it is of no use to another one.
    const gridOf = widths.shared ? this.sharedGrid : (width: bigint) => this.gridOf(width);
    return {
      equity,
      maintenance: this.maintenanceOf(this.risk(holding, gridOf(widths.maintenance), false)),
      initial: this.initialOf(this.risk(holding, gridOf(widths.initial), true)),
    };
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

  private maintenanceOf({ loss, contingency, linear, bound }: Risk): bigint {
    const asked = loss + contingency;
    const most = (bound ?? 0n) + linear.loss + linear.contingency;
    return bound !== undefined && asked > most ? most : asked;
  }

  private initialOf({ loss, contingency, linear, bound }: Risk): bigint {
    const asked = this.raised(loss, contingency);
    const most = (bound ?? 0n) + this.raised(linear.loss, linear.contingency);
    return bound !== undefined && asked > most ? most : asked;
  }

  /** Loss and contingency with the factors of the initial margin. */
  private raised(loss: bigint, contingency: bigint): bigint {
    const { initialFactor, contingencyInitialFactor } = this.model;
    return mulUp(loss, initialFactor) + mulUp(mulUp(contingency, this.market.crowding), contingencyInitialFactor);
  }

  /**
   * Greatest loss at a width, and the contingencies. The loss is that of the worst of the books that are left when the
   * first expiries are gone.
   */
  private risk(holding: Holding, grid: Grid, isInitial: boolean): Risk {
    const { expiries, options, linear } = holding;
    const slices = expiries.map((held) => this.slice(held, grid, isInitial));
    const near = slices.flatMap((slice) => (slice.nearness === 0n ? [] : [slice]));
    const nodes = nodesOf(near, grid.shifts);
    const book = bookOf(lastingExposure(holding, this.market), nodes, grid.shifts, this.model);
    const risk: Risk = {
      loss: 0n,
      contingency: this.model.closeOut * BigInt(options.length + linear.length),
      linear: { loss: 0n, contingency: this.model.closeOut * BigInt(linear.length) },
      bound: undefined,
    };
    let gone = slices.reduce((sum, slice) => sum + goneOf(slice, isInitial), 0n);
    if (slices.length === 0) this.addLosses(risk, book, 0n);
    else this.addLeft(risk, book, gone, leavingOf(slices[0]!.tenor.timeToExpiry, isInitial));
    for (const slice of slices) {
      addSlice(book, slice);
      gone -= goneOf(slice, isInitial);
      this.addLosses(risk, book, gone);
      const { tenor, exposure } = slice;
      const delta = deltaOf(slice.totals, grid.shifts);
      risk.contingency += slice.short + basisContingency(delta + exposure, tenor, this.model);
      risk.linear.contingency += basisContingency(exposure, tenor, this.model);
    }
    risk.bound = boundOf(book);
    return risk;
  }

  /** Makes the losses at least those of a rest and of what is gone. */
  private addLosses(risk: Risk, book: Book, gone: bigint): void {
    const loss = worstLoss(book) + gone;
    if (loss > risk.loss) risk.loss = loss;
    const linear = exposureLoss(book.exposure, book.shifts, this.model);
    if (linear > risk.linear.loss) risk.linear.loss = linear;
  }

  /** Makes the losses at least those of what the last expiry leaves behind, by as much as it is leaving. */
  private addLeft(risk: Risk, { exposure, shifts }: Book, gone: bigint, leaving: bigint): void {
    const spot = exposureLoss(exposure, shifts, this.model);
    risk.loss = mulUp(spot + gone, leaving);
    risk.linear.loss = mulUp(spot, leaving);
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

  private addOption(slice: Slice, { instrument, size }: Position, grid: Grid, isInitial: boolean): void {
    const option = this.option(instrument);
    const side = sideOf(size, option.tenor.halfSpread, isInitial);
    const volatility = volatilityAt(side, option);
    const mark = this.mark(instrument);
    let values = grid.values[side].get(instrument);
    if (values === undefined) {
      values = scenarioValues(option, volatility, grid.preparedFor(option.tenor.share));
      grid.values[side].set(instrument, values);
    }
    slice.worth += size * mark;
    slice.paid += size * ((intrinsicOf(option) * option.tenor.discount) / WAD);
    for (let i = 0; i < SCENARIOS; i++) slice.totals[i]! += size * values[i]!;
    if (size < 0n) {
      const short = { contracts: -size, isCall: option.isCall, mark, values };
      slice.short += shortContingency(short, this.market.price, this.model);
    }
    if (slice.nearness !== 0n) {
      slice.strikes.push(option.strike);
      slice.near.push({ size, valueAt: nearValueOf(option, volatility) });
    }
  }
}
