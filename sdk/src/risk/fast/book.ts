/** One market's part of equity and margins on numbers: the formula of `../marketBook.ts`, `../rests.ts` and their kind. */
import { Kind } from "../../instruments/index.js";
import { UnsupportedInstrument } from "../errors.js";
import { type FastLeg, SCENARIOS, baseOf, fillValues, legOf } from "./leg.js";
import type { FastMarketState, FastPosition, FastRiskModel } from "./parameters.js";
import {
  type FastShifts,
  type FastTenor,
  clamp,
  leavingOf,
  limited,
  nearnessOf,
  scaled,
  shiftsOf,
  tenorOf,
} from "./tenor.js";

const FIRST_TAIL = 21;
/** Sums of sizes that should cancel are met within this part of what was added. */
const CANCELS = 1e-12;

/** What an account holds of one expiry. */
interface Slice {
  readonly tenor: FastTenor;
  readonly legs: FastLeg[];
  futures: number;
  /** X[e]. */
  exposure: number;
  /** Least payoff, not discounted; minus infinity where it falls without end. */
  least: number;
}

/** What an account holds in the market. */
export interface FastHolding {
  /** The last expiry first. */
  readonly slices: readonly Slice[];
  readonly equity: number;
  /** X[0]. */
  readonly lasting: number;
  /** Number of options, and of futures and perpetuals. */
  readonly options: number;
  readonly linear: number;
  /** How much of the options' width is asked for. */
  readonly mix: number;
}

/** What a holding asks for at a width. */
interface Risk {
  loss: number;
  contingency: number;
  spot: number;
  linearContingency: number;
  /** Infinite: none. */
  bound: number;
}

/** What an expiry loses if it leaves at a spot that has not moved. */
const goneOf = ({ legs, tenor }: Slice, isInitial: boolean): number => {
  let lost = 0;
  for (const { size, mark, isCall, strike } of legs) {
    const paid = isCall ? tenor.forward - strike : strike - tenor.forward;
    lost += size * (mark - (paid > 0 ? paid * tenor.discount : 0));
  }
  return Math.max(lost, 0) * leavingOf(tenor, isInitial);
};

/** Least payoff of the options of one expiry over all settlement prices. */
const leastPayoff = (legs: readonly FastLeg[]): number => {
  let slope = 0;
  let all = 0;
  let least = 0;
  for (const { size, isCall, strike } of legs) {
    all += Math.abs(size);
    if (isCall) slope += size;
    else least += size * strike;
  }
  if (slope < -CANCELS * all) return -Infinity;
  for (const { strike: price } of legs) {
    let payoff = 0;
    for (const { size, isCall, strike } of legs) {
      const paid = isCall ? price - strike : strike - price;
      if (paid > 0) payoff += size * paid;
    }
    if (payoff < least) least = payoff;
  }
  return least;
};

/** One market under one set of inputs. Keeps buffers between calls, and no value of any instrument. */
export class FastBook {
  private readonly tenors = new Map<number, FastTenor>();
  private readonly maintenanceShifts: FastShifts;
  private readonly initialShifts: FastShifts;
  private readonly values = new Float64Array(SCENARIOS);
  private readonly slice = new Float64Array(SCENARIOS);
  private readonly totals = new Float64Array(SCENARIOS);
  private readonly down = new Float64Array(7);
  private readonly up = new Float64Array(7);

  constructor(
    private readonly market: FastMarketState,
    private readonly model: FastRiskModel,
  ) {
    for (const expiry of Object.keys({ ...market.surface, ...market.settlement })) this.tenorAt(Number(expiry));
    this.maintenanceShifts = shiftsOf(market.maintenanceWidth, model);
    this.initialShifts = shiftsOf(this.initialWidth(1), model);
  }

  /** Value of one contract. */
  mark({ kind, expiry, strike }: Pick<FastPosition, "kind" | "expiry" | "strike">): number {
    if (kind === Kind.Perpetual) return this.market.price;
    const tenor = this.tenorAt(expiry);
    if (kind === Kind.Future) return tenor.forward;
    return legOf({ market: 0, kind, expiry, strike, size: 1 }, tenor).mark;
  }

  /** What a portfolio holds here, valued. Throws {@link ExpiryMissing}, {@link UnsupportedInstrument}. */
  hold(positions: readonly FastPosition[], market: number, amount: number): FastHolding {
    const { price, collateralFactor, fundingIndex = 0 } = this.market;
    const slices: Slice[] = [];
    let [contracts, perpetuals, options, linear] = [0, 0, 0, 0];
    let equity = amount * price * collateralFactor;
    for (const position of positions) {
      const { kind, expiry, size } = position;
      if (position.market !== market || size === 0) continue;
      if (kind === Kind.Perpetual) {
        perpetuals += size;
        linear += 1;
        const funding = size * (fundingIndex - (position.fundingIndex ?? 0));
        equity += size * price - (position.entryNotional ?? 0) - funding;
        continue;
      }
      const slice = this.sliceAt(slices, expiry);
      if (kind === Kind.Future) {
        slice.futures += size;
        linear += 1;
        equity += size * slice.tenor.forward - (position.entryNotional ?? 0);
      } else if (kind === Kind.Call || kind === Kind.Put) {
        const leg = legOf(position, slice.tenor);
        slice.legs.push(leg);
        contracts += Math.abs(size);
        options += 1;
        equity += size * leg.mark;
      } else {
        throw new UnsupportedInstrument((BigInt(market) << 104n) | (BigInt(kind) << 96n));
      }
    }
    let moving = perpetuals + amount;
    for (const slice of slices) {
      const { forward, share } = slice.tenor;
      slice.exposure = slice.futures * forward * share;
      slice.least = leastPayoff(slice.legs);
      moving += slice.futures * share;
    }
    const all = contracts + Math.abs(moving);
    return {
      slices,
      equity,
      lasting: amount * price * collateralFactor + perpetuals * price,
      options,
      linear,
      mix: all === 0 ? 1 : Math.min(1, (2 * contracts) / all),
    };
  }

  /** Maintenance margin of a holding. */
  maintenance(holding: FastHolding): number {
    const { mix } = holding;
    const { linearMaintenanceWidth: linear, maintenanceWidth } = this.market;
    const width = linear + (maintenanceWidth - linear) * mix;
    const risk = this.risk(holding, mix === 1 ? this.maintenanceShifts : shiftsOf(width, this.model), false);
    return Math.min(risk.loss + risk.contingency, risk.bound + risk.spot + risk.linearContingency);
  }

  /** Initial margin of a holding, before the least one of an account. */
  initial(holding: FastHolding): number {
    const { mix } = holding;
    const shifts = mix === 1 ? this.initialShifts : shiftsOf(this.initialWidth(mix), this.model);
    const { loss, contingency, spot, linearContingency, bound } = this.risk(holding, shifts, true);
    const { initialFactor, contingencyInitialFactor } = this.model;
    const perContingency = this.market.crowding * contingencyInitialFactor;
    return Math.min(
      loss * initialFactor + contingency * perContingency,
      bound + spot * initialFactor + linearContingency * perContingency,
    );
  }

  private tenorAt(expiry: number): FastTenor {
    let tenor = this.tenors.get(expiry);
    if (tenor === undefined) {
      tenor = tenorOf(expiry, this.market, this.model);
      this.tenors.set(expiry, tenor);
    }
    return tenor;
  }

  private initialWidth(mix: number): number {
    const { linearInitialWidth, initialWidth, crowding, halfWidth, price } = this.market;
    return (linearInitialWidth + (initialWidth - linearInitialWidth) * mix) * crowding + halfWidth / price;
  }

  /** The slice of an expiry, made where it belongs if there is none. */
  private sliceAt(slices: Slice[], expiry: number): Slice {
    let i = 0;
    while (i < slices.length && slices[i]!.tenor.expiry > expiry) i += 1;
    const found = slices[i];
    if (found !== undefined && found.tenor.expiry === expiry) return found;
    const slice: Slice = { tenor: this.tenorAt(expiry), legs: [], futures: 0, exposure: 0, least: 0 };
    slices.splice(i, 0, slice);
    return slice;
  }

  private risk({ slices, lasting, options, linear }: FastHolding, shifts: FastShifts, isInitial: boolean): Risk {
    const { closeOut } = this.model;
    const nearness = slices.map(({ tenor, legs }) =>
      legs.length === 0 ? 0 : nearnessOf(tenor, shifts.width, isInitial),
    );
    const nodes = nodesOf(slices, nearness, shifts);
    const near = new Float64Array(nodes.length);
    const ending = new Float64Array(nodes.length);
    const { totals, down, up } = this;
    totals.fill(0);
    down.fill(0);
    up.fill(0);
    const risk: Risk = {
      loss: 0,
      contingency: closeOut * (options + linear),
      spot: 0,
      linearContingency: closeOut * linear,
      bound: 0,
    };
    risk.spot = this.exposureLoss(lasting, shifts);
    const gone = slices.map((slice) => goneOf(slice, isInitial));
    let lost = gone.reduce((sum, loss) => sum + loss, 0);
    risk.loss = risk.spot + lost;
    let exposure = lasting;
    let [value, least] = [0, 0];
    for (let e = 0; e < slices.length; e++) {
      const slice = slices[e]!;
      const { tenor, legs } = slice;
      exposure += slice.exposure;
      least += slice.least * tenor.discount;
      for (const { size, mark } of legs) value += size * mark;
      const perBasis = this.model.basis * tenor.root;
      risk.contingency += this.addScenarios(slice, shifts, isInitial);
      risk.contingency += Math.abs(this.deltaOf(shifts) + slice.exposure) * perBasis;
      risk.linearContingency += Math.abs(slice.exposure) * perBasis;
      const ends = Math.min(nearness[e]!, leavingOf(tenor, isInitial));
      for (let j = 0; j < 7; j++) {
        down[j]! += this.slice[3 * j]! * (1 - nearness[e]!);
        up[j]! += this.slice[3 * j + 2]! * (1 - ends);
      }
      if (nearness[e]! > 0) addNear(near, nodes, legs, nearness[e]!, isInitial);
      if (ends > 0) addNear(ending, nodes, legs, ends, isInitial);
      risk.bound = Math.max(value - least, 0);
      lost -= gone[e]!;
      this.addLosses(risk, { value, exposure, lost, nodes, near, ending, shifts: shifts.shifts });
      risk.spot = Math.max(risk.spot, this.exposureLoss(exposure, shifts));
    }
    return risk;
  }

  /** Adds the options of an expiry to the totals, and leaves their own in `slice`. Returns what is added for the short ones. */
  private addScenarios({ tenor, legs }: Slice, shifts: FastShifts, isInitial: boolean): number {
    const { slice, values, totals, model } = this;
    slice.fill(0);
    if (legs.length === 0) return 0;
    const moved = tenor.share === 1 ? shifts : scaled(shifts, tenor.share);
    let short = 0;
    for (const leg of legs) {
      const { size, isCall, mark } = leg;
      fillValues(leg, baseOf(leg, isInitial), moved, values);
      for (let i = 0; i < SCENARIOS; i++) slice[i]! += size * values[i]!;
      if (size >= 0) continue;
      const beyond = Math.max(values[isCall ? FIRST_TAIL + 1 : FIRST_TAIL]! - mark, 0);
      short -= size * Math.min(this.market.price * model.shortContingency, beyond * model.contingencyTail);
    }
    for (let i = 0; i < SCENARIOS; i++) totals[i]! += slice[i]!;
    return short;
  }

  private deltaOf({ shifts }: FastShifts): number {
    const between = shifts[4]! - shifts[2]!;
    return between === 0 ? 0 : (this.slice[13]! - this.slice[7]!) / between;
  }

  private exposureLoss(exposure: number, { shifts }: FastShifts): number {
    const { tailWeight } = this.model;
    return Math.max(
      0,
      -exposure * shifts[0]!,
      -exposure * shifts[6]!,
      -exposure * shifts[7]! * tailWeight,
      -exposure * shifts[8]! * tailWeight,
    );
  }

  private addLosses(risk: Risk, rest: Rest): void {
    const { totals, down, up } = this;
    const { value, exposure, lost, nodes, near, ending, shifts } = rest;
    let worst = 0;
    for (let i = 0; i < SCENARIOS; i++) {
      const shift = i < FIRST_TAIL ? shifts[Math.floor(i / 3)]! : shifts[i - 14]!;
      const loss = Math.min(value - totals[i]!, risk.bound) - exposure * shift;
      const counted = i < FIRST_TAIL ? loss : loss * this.model.tailWeight;
      if (counted > worst) worst = counted;
    }
    for (let j = 1; j < 6; j++) {
      const [before, here, after] = [totals[3 * j - 3]!, totals[3 * j]!, totals[3 * j + 3]!];
      const rise = after - before + exposure * (shifts[j + 1]! - shifts[j - 1]!);
      const bend = 2 * (after - 2 * here + before + exposure * (shifts[j + 1]! - 2 * shifts[j]! + shifts[j - 1]!));
      if (!(bend > Math.abs(rise))) continue;
      const step = -rise / bend;
      const shift = shifts[j]! + (shifts[j + 1]! - shifts[j]!) * step;
      const total = here + exposure * (shifts[j]! - shift) + (rise * step) / 4;
      const loss = Math.min(value - total, risk.bound) - exposure * shift;
      if (loss > worst) worst = loss;
    }
    for (let k = 0; k < nodes.length; k++) {
      const node = nodes[k]!;
      const total = Math.min(chord(down, shifts, node) + near[k]!, chord(up, shifts, node) + ending[k]!);
      const loss = Math.min(value - total, risk.bound) - exposure * node;
      if (loss > worst) worst = loss;
    }
    risk.loss = Math.max(risk.loss, worst + lost);
  }
}

interface Rest {
  value: number;
  /** What the expiries that are gone have lost. */
  lost: number;
  exposure: number;
  nodes: readonly number[];
  near: Float64Array;
  ending: Float64Array;
  shifts: Float64Array;
}

/** Spot shifts besides the grid; none without a near expiry. */
const nodesOf = (slices: readonly Slice[], nearness: readonly number[], { shifts }: FastShifts): number[] => {
  const nodes: number[] = [];
  const [from, to] = [shifts[0]!, shifts[6]!];
  for (let e = 0; e < slices.length; e++) {
    if (!(nearness[e]! > 0)) continue;
    if (nodes.length === 0) nodes.push(from, to);
    const { tenor, legs } = slices[e]!;
    if (!(tenor.share > 0)) continue;
    for (const { strike } of legs) {
      const node = (strike / tenor.forward - 1) / Math.min(tenor.share, 1);
      if (from < node && node < to && !nodes.includes(node)) nodes.push(node);
    }
  }
  return nodes;
};

/** Adds the values of near options at the nodes. */
const addNear = (
  near: Float64Array,
  nodes: readonly number[],
  legs: readonly FastLeg[],
  nearness: number,
  isInitial: boolean,
): void => {
  for (const leg of legs) {
    const { size, strike, isCall, tenor } = leg;
    const reach = 3.1 * limited(baseOf(leg, isInitial) * tenor.down) * tenor.rootOfDayLess;
    const weight = size * nearness * tenor.discount;
    for (let k = 0; k < nodes.length; k++) {
      const moved = tenor.share === 1 ? nodes[k]! : clamp(nodes[k]! * tenor.share);
      const forward = tenor.forward * (1 + moved);
      const paid = isCall ? forward - strike : strike - forward;
      const half = (reach * (forward + strike)) / 2;
      const inside = half - Math.abs(paid);
      let value = paid > 0 ? paid : 0;
      if (inside > 0) value += inside * 0.128691059 * (inside / half) ** 3;
      near[k]! += weight * value;
    }
  }
};

/** Seven figures, one for each shift of the grid, read between the shifts. */
const chord = (row: Float64Array, shifts: Float64Array, node: number): number => {
  let j = 5;
  while (j > 0 && shifts[j]! > node) j -= 1;
  const [from, to] = [shifts[j]!, shifts[j + 1]!];
  return from === to ? row[j]! : row[j]! + ((row[j + 1]! - row[j]!) * (node - from)) / (to - from);
};
