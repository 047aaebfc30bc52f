/** What each position and the collateral of a market add to the loss that decides a margin. */
import { Kind, expiryOf, kindOf } from "../../instruments/index.js";
import { WAD, magnitude, mulFloor, toWadFloor } from "../../pricing/fixedPoint.js";
import { collateralValue, scaled } from "../exposure.js";
import type { MarketRisk } from "../marketRisk.js";
import type { MarketState, Position } from "../parameters.js";
import { type Place, type Slice, type ValuedLeg, goneOf, leavingOf } from "../rests.js";
import { FIRST_TAIL, GRID_SHIFTS, spotOf } from "../scenarioGrid.js";
import type { Contribution } from "./types.js";

/** The positions of a market, and the amount of its collateral. */
export interface Held {
  readonly positions: readonly Position[];
  readonly collateral: bigint;
}

/** Seven figures, one for each shift of the grid, of every third scenario from the first one on. */
const rowOf = (values: readonly bigint[], first: 0 | 2): bigint[] =>
  Array.from({ length: GRID_SHIFTS }, (_, j) => values[3 * j + first]!);

/** The parabola through a figure and its neighbours, a step (wad) of their distance beside it. */
const parabola = (row: readonly bigint[], { index, step }: { index: number; step: bigint }): bigint => {
  const [before, here, after] = [row[index - 1]!, row[index]!, row[index + 1]!];
  const bent = (after - 2n * here + before) * step * step;
  return here + ((after - before) * step * WAD + bent) / (2n * WAD * WAD);
};

/** How much of a loss at a place counts, wad. */
export const weightOf = (place: Place | undefined, tailWeight: bigint): bigint =>
  place?.kind === "scenario" && place.index >= FIRST_TAIL ? tailWeight : WAD;

/** Losses of single positions at the place of one risk, 1e-36. */
class Attribution {
  constructor(
    private readonly risk: MarketRisk,
    private readonly market: MarketState,
  ) {}

  /** Of a market's loss, what a position has lost; 0 for one that is neither in the rest nor loses by leaving. */
  lossOf(position: Position): bigint {
    const { slices } = this.risk.sliced;
    const at = slices.findIndex(({ tenor }) => tenor.expiry === expiryOf(position.instrument));
    const { left } = this.risk.decisive;
    if (at >= left && at >= 0) return this.goneLoss(position, slices[at]!);
    if (this.risk.decisive.worst.place === undefined) return 0n;
    const leg = at < 0 ? undefined : slices[at]!.legs.find((valued) => valued.position === position);
    if (leg === undefined) return this.linearLoss(this.exposureOf(position, slices[at]));
    return position.size * leg.mark - this.valueOf(leg, slices[at]!);
  }

  linearLoss(exposure: bigint): bigint {
    const { worst } = this.risk.decisive;
    const { place, shift, isBounded } = worst;
    if (place?.kind !== "valley" || isBounded) return -exposure * shift;
    return -parabola(
      this.risk.sliced.shifts.map((s) => exposure * s),
      place,
    );
  }

  private exposureOf({ instrument, size }: Position, slice: Slice | undefined): bigint {
    if (kindOf(instrument) === Kind.Perpetual || slice === undefined) return mulFloor(size, this.market.price);
    return scaled(mulFloor(size, slice.tenor.forward), slice.tenor.share);
  }

  /** Value of an option position at the place, 1e-36. */
  private valueOf({ position: { size }, values, valueAt }: ValuedLeg, slice: Slice): bigint {
    const place = this.risk.decisive.worst.place!;
    if (place.kind === "scenario") return size * values[place.index]!;
    if (place.kind === "valley") {
      return parabola(
        rowOf(values, 0).map((value) => size * value),
        place,
      );
    }
    const { node, chord } = this.risk.book.nodes[place.index]!;
    const row = rowOf(values, place.volatility === 0 ? 0 : 2).map((value) => size * value);
    const weight = place.volatility === 0 ? slice.nearness : slice.ending;
    const near = valueAt === undefined ? 0n : size * valueAt(node);
    return (chord(row) * (WAD - weight) + near * weight) / WAD;
  }

  private goneLoss(position: Position, slice: Slice): bigint {
    const { isInitial } = this.risk.sliced;
    const leg = slice.legs.find((valued) => valued.position === position);
    if (leg === undefined || goneOf(slice, isInitial) === 0n) return 0n;
    return (position.size * (leg.mark - leg.paid) * leavingOf(slice.tenor.timeToExpiry, isInitial)) / WAD;
  }
}

/** What collateral and positions add to the loss of a market, each rounded toward zero, without the bound. */
export const partsOf = (risk: MarketRisk, { positions, collateral }: Held, market: MarketState): Contribution[] => {
  const { decisive, sliced, book } = risk;
  const { worst, loss, left } = decisive;
  const attribution = new Attribution(risk, market);
  const tail = weightOf(worst.place, book.model.tailWeight);
  const counted = (amount: bigint, weight: bigint): bigint => (loss === 0n ? 0n : (amount * weight) / (WAD * WAD));
  const gone = new Set(sliced.slices.slice(left).map(({ tenor }) => tenor.expiry));
  const parts = [...new Set(positions)].map((position): Contribution => {
    const { instrument, size } = position;
    const amount = counted(attribution.lossOf(position), gone.has(expiryOf(instrument)) ? WAD : tail);
    return { source: "position", instrument, size, amount };
  });
  if (collateral === 0n) return parts;
  const amount = counted(attribution.linearLoss(collateralValue(collateral, market)), tail);
  return [{ source: "collateral", instrument: undefined, size: collateral, amount }, ...parts];
};

/** Contributions to the loss of a market: they sum to it exactly. */
export const contributionsOf = (risk: MarketRisk, held: Held, market: MarketState): Contribution[] => {
  const parts = partsOf(risk, held, market);
  const { worst, loss } = risk.decisive;
  const remains = loss - parts.reduce((sum, { amount }) => sum + amount, 0n);
  if (worst.isBounded) return [...parts, { source: "bound", instrument: undefined, size: 0n, amount: remains }];
  return withRest(parts, remains);
};

/** Adds what rounding has left to the greatest part. */
const withRest = (parts: readonly Contribution[], remains: bigint): Contribution[] => {
  let greatest = 0;
  for (const [i, { amount }] of parts.entries()) {
    if (magnitude(amount) > magnitude(parts[greatest]!.amount)) greatest = i;
  }
  return parts.map((part, i) => (i === greatest ? { ...part, amount: part.amount + remains } : part));
};

/** What a market would gain in each scenario, the tails in full, wad: the twin of `MarketMargins.profile`. */
export const profitsOf = ({ book }: MarketRisk): bigint[] =>
  book.totals.map((total, i) => {
    const moved = mulFloor(book.exposure, book.shifts[spotOf(i)]!);
    return toWadFloor(total) - toWadFloor(book.worth) + moved;
  });
