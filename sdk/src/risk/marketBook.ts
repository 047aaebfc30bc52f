/**
 * One market's inputs together with what has been computed from them: the value of a contract in each scenario is the
 * same for every account, so it is computed once.
 */
import type { Instrument } from "../instruments/index.js";
import { divUp, mulDown, mulFloor, mulUp, toWadFloor } from "../pricing/fixedPoint.js";
import { type Shifts, prepare } from "../pricing/scenarios.js";
import type { MarketMargin, MarketState, Position, RiskModel } from "./parameters.js";
import type { PayoffGroup } from "./payoffBound.js";
import {
  FIRST_TAIL,
  type Option,
  SCENARIOS,
  type Tenor,
  discountOf,
  loadOption,
  markOf,
  scenarioValues,
  shiftsOf,
  spotOf,
  tenorOf,
} from "./scenarioGrid.js";

/** The values of contracts at one width. */
interface Grid {
  shifts: readonly bigint[];
  prepared: Shifts;
  values: Map<Instrument, readonly bigint[]>;
}

/** What an account holds in the market. */
export interface Holding {
  positions: readonly Position[];
  groups: readonly PayoffGroup[];
  /** Wad units of the market's collateral. */
  collateral: bigint;
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
  private readonly gridOf: (width: bigint) => Grid;

  constructor(
    private readonly market: MarketState,
    private readonly model: RiskModel,
  ) {
    this.tenorAt = memoize((expiry) => tenorOf(expiry, market, model));
    this.option = memoize((instrument) => loadOption(instrument, this.tenorAt));
    this.mark = memoize((instrument) => markOf(this.option(instrument), market.price));
    this.gridOf = memoize((width) => {
      const shifts = shiftsOf(width, model);
      return { shifts, prepared: prepare(shifts), values: new Map<Instrument, readonly bigint[]>() };
    });
  }

  /** The market's part of an account's equity and margins. */
  evaluate({ positions, groups, collateral: amount }: Holding): MarketResult {
    const { price, halfWidth, initialWidth, maintenanceWidth, collateralFactor } = this.market;
    const collateral = mulDown(mulDown(amount, price), collateralFactor);
    let worth = 0n;
    for (const { instrument, size } of positions) worth += size * this.mark(instrument);
    const value = toWadFloor(worth);
    const equity = value + collateral;
    if (positions.length === 0 && collateral === 0n) return { equity, maintenance: 0n, initial: 0n };

    const bound = this.lossBound(value, groups);
    const width = initialWidth + divUp(halfWidth, price);
    const lossAt = (width: bigint): bigint => this.worstLoss(positions, { value, bound, collateral }, width);
    const maintenance = lossAt(maintenanceWidth);
    return { equity, maintenance, initial: width === maintenanceWidth ? maintenance : lossAt(width) };
  }

  /** Worth now less the discounted least payoffs of the expiries; undefined where nothing bounds the loss. */
  private lossBound(value: bigint, groups: readonly PayoffGroup[]): bigint | undefined {
    let bound = value;
    const now = BigInt(this.market.time);
    for (const { expiry, least, unbounded } of groups) {
      if (unbounded) return undefined;
      const left = BigInt(expiry) - now;
      bound -= mulFloor(least, discountOf(this.market.rate, left > 0n ? left : 0n));
    }
    return bound < 0n ? 0n : bound;
  }

  /** Greatest loss over the scenarios; the tails count in part. Collateral moves with the spot. */
  private worstLoss(
    positions: readonly Position[],
    book: { value: bigint; bound: bigint | undefined; collateral: bigint },
    width: bigint,
  ): bigint {
    const { shifts } = this.gridOf(width);
    const totals = this.totals(positions, width);
    let worst = 0n;
    for (let i = 0; i < SCENARIOS; i++) {
      let loss = book.value - toWadFloor(totals[i]!);
      if (book.bound !== undefined && loss > book.bound) loss = book.bound;
      if (book.collateral !== 0n) loss -= mulFloor(book.collateral, shifts[spotOf(i)]!);
      if (loss <= 0n) continue;
      if (i >= FIRST_TAIL) loss = mulUp(loss, this.model.tailWeight);
      if (loss > worst) worst = loss;
    }
    return worst;
  }

  /** Σ size · value in each scenario, 1e-36. */
  private totals(positions: readonly Position[], width: bigint): bigint[] {
    const { prepared, values } = this.gridOf(width);
    const totals = new Array<bigint>(SCENARIOS).fill(0n);
    for (const { instrument, size } of positions) {
      let unit = values.get(instrument);
      if (unit === undefined) {
        unit = scenarioValues(this.option(instrument), this.market.price, prepared);
        values.set(instrument, unit);
      }
      for (let i = 0; i < SCENARIOS; i++) totals[i]! += size * unit[i]!;
    }
    return totals;
  }
}
