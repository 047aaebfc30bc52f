/**
 * One market's inputs together with what has been computed from them: the value of a contract in each scenario is the
 * same for every account, so it is computed once.
 */
import { type Instrument, expiryOf } from "../instruments/index.js";
import { WAD, divUp, mulDown, mulFloor, mulUp, toWadFloor } from "../pricing/fixedPoint.js";
import { type Shifts, prepare } from "../pricing/scenarios.js";
import type { MarketMargin, MarketState, Position, RiskModel } from "./parameters.js";
import type { PayoffGroup } from "./payoffBound.js";
import {
  FIRST_TAIL,
  type Option,
  SCENARIOS,
  type Tenor,
  loadOption,
  markOf,
  scaled,
  scenarioValues,
  shiftsOf,
  spotOf,
  tenorOf,
} from "./scenarioGrid.js";

/** The values of contracts at one width. */
interface Grid {
  shifts: readonly bigint[];
  /** The shifts of a forward that a move of the spot moves by this share. */
  preparedFor: (share: bigint) => Shifts;
  /** Values at the bid, at the mid and at the ask volatility. */
  values: Readonly<Record<Side, Map<Instrument, readonly bigint[]>>>;
}

/** The volatility at which a position is valued in the scenarios. */
type Side = "bid" | "mid" | "ask";

/** Scenario loss and contingencies at one width, wad. */
interface Risk {
  loss: bigint;
  contingency: bigint;
  /** The most that both may ask for: what the options can lose at all and the collateral by itself; undefined: no bound. */
  most: bigint | undefined;
}

/** A width, and whether longs and shorts are valued on their side of the volatility spread. */
interface GridChoice {
  width: bigint;
  spread: boolean;
}

/** The options that are left when the first expiries are gone: value and scenario totals in 1e-36. */
interface Rest {
  worth: bigint;
  leastWorth: bigint;
  unbounded: boolean;
  totals: bigint[];
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

const emptyRest = (): Rest => ({
  worth: 0n,
  leastWorth: 0n,
  unbounded: false,
  totals: new Array<bigint>(SCENARIOS).fill(0n),
});

/** Worth now less the discounted least payoffs, wad: no scenario takes more off the options. */
const boundOf = ({ worth, leastWorth, unbounded }: Rest): bigint | undefined => {
  if (unbounded) return undefined;
  const bound = toWadFloor(worth) - leastWorth;
  return bound > 0n ? bound : 0n;
};

const atMost = (amount: bigint, most: bigint | undefined): bigint =>
  most !== undefined && amount > most ? most : amount;

/** A long would be sold at the bid volatility, a short bought back at the ask. */
const onSide = (side: Side, volatility: bigint, halfSpread: bigint): bigint => {
  if (side === "ask") return volatility + halfSpread;
  return volatility > halfSpread ? volatility - halfSpread : 0n;
};

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
    this.mark = memoize((instrument) => markOf(this.option(instrument)));
    this.gridOf = memoize((width) => {
      const shifts = shiftsOf(width, model);
      const preparedFor = memoize((share: bigint) => prepare(share === WAD ? shifts : scaled(shifts, share)));
      return { shifts, preparedFor, values: { bid: new Map(), mid: new Map(), ask: new Map() } };
    });
  }

  /** The market's part of an account's equity and margins. */
  evaluate({ positions, groups, collateral: amount }: Holding): MarketResult {
    const { price, halfWidth, initialWidth, maintenanceWidth, crowding, collateralFactor } = this.market;
    const collateral = mulDown(mulDown(amount, price), collateralFactor);
    let worth = 0n;
    for (const { instrument, size } of positions) worth += size * this.mark(instrument);
    const value = toWadFloor(worth);
    const equity = value + collateral;
    if (positions.length === 0 && collateral === 0n) return { equity, maintenance: 0n, initial: 0n };

    const width = mulUp(initialWidth, crowding) + divUp(halfWidth, price);
    const holding = { positions, groups, collateral };
    const maintenance = this.risk(holding, { width: maintenanceWidth, spread: false });
    const initial = this.risk(holding, { width, spread: true });
    const { initialFactor, contingencyInitialFactor } = this.model;
    const raised =
      mulUp(initial.loss, initialFactor) + mulUp(mulUp(initial.contingency, crowding), contingencyInitialFactor);
    return {
      equity,
      maintenance: atMost(maintenance.loss + maintenance.contingency, maintenance.most),
      initial: atMost(raised, initial.most),
    };
  }

  /**
   * Greatest loss at a width, and the contingencies of the short options. The loss is that of the worst of the books
   * that are left when the first expiries are gone.
   */
  private risk({ positions, groups, collateral }: Holding, choice: GridChoice): Risk {
    const rest = emptyRest();
    const { shifts } = this.gridOf(choice.width);
    if (positions.length === 0) {
      return { loss: this.worstLoss(rest, collateral, shifts), contingency: 0n, most: undefined };
    }
    let loss = 0n;
    let contingency = 0n;
    for (const group of [...groups].sort((a, b) => b.expiry - a.expiry)) {
      for (const position of positions) {
        if (expiryOf(position.instrument) === group.expiry) contingency += this.accumulate(rest, position, choice);
      }
      if (group.unbounded) rest.unbounded = true;
      else rest.leastWorth += mulFloor(group.least, this.tenorAt(group.expiry).discount);
      const worst = this.worstLoss(rest, collateral, shifts);
      if (worst > loss) loss = worst;
    }
    const bound = boundOf(rest);
    const most = bound === undefined ? undefined : bound + this.worstLoss(emptyRest(), collateral, shifts);
    return { loss, contingency, most };
  }

  /** Adds a position to the rest. Returns its contingency, wad. */
  private accumulate(rest: Rest, { instrument, size }: Position, { width, spread }: GridChoice): bigint {
    const { preparedFor, values } = this.gridOf(width);
    const option = this.option(instrument);
    const halfSpread = spread ? option.tenor.halfSpread : 0n;
    const side = halfSpread === 0n ? "mid" : size < 0n ? "ask" : "bid";
    let unit = values[side].get(instrument);
    if (unit === undefined) {
      const volatility = onSide(side, option.volatility, halfSpread);
      unit = scenarioValues(option, volatility, preparedFor(option.tenor.share));
      values[side].set(instrument, unit);
    }
    rest.worth += size * this.mark(instrument);
    for (let i = 0; i < SCENARIOS; i++) rest.totals[i]! += size * unit[i]!;
    return size < 0n ? this.contingency(instrument, -size, unit) : 0n;
  }

  /** Greatest loss over the scenarios; the tails count in part, collateral moves with the spot. */
  private worstLoss(rest: Rest, collateral: bigint, shifts: readonly bigint[]): bigint {
    const value = toWadFloor(rest.worth);
    const bound = boundOf(rest);
    let worst = 0n;
    for (let i = 0; i < SCENARIOS; i++) {
      let loss = value - toWadFloor(rest.totals[i]!);
      if (bound !== undefined && loss > bound) loss = bound;
      if (collateral !== 0n) loss -= mulFloor(collateral, shifts[spotOf(i)]!);
      if (loss <= 0n) continue;
      if (i >= FIRST_TAIL) loss = mulUp(loss, this.model.tailWeight);
      if (loss > worst) worst = loss;
    }
    return worst;
  }

  /** For a short option a share of spot per contract, but not more than a multiple of its loss in the adverse tail. */
  private contingency(instrument: Instrument, contracts: bigint, values: readonly bigint[]): bigint {
    const tail = values[this.option(instrument).isCall ? FIRST_TAIL + 1 : FIRST_TAIL]!;
    const mark = this.mark(instrument);
    if (tail <= mark) return 0n;
    const most = mulUp(tail - mark, this.model.contingencyTail);
    const share = mulUp(this.market.price, this.model.shortContingency);
    return mulUp(contracts, share < most ? share : most);
  }
}
