/** What a book in one market asks for at one width: the greatest loss of its rests, and the contingencies. */
import { mulUp } from "../pricing/fixedPoint.js";
import { basisContingency, deltaOf } from "./contingencies.js";
import { exposureLoss } from "./exposure.js";
import type { MarketState, RiskModel } from "./parameters.js";
import { type Book, NO_LOSS, type Slice, type Worst, addSlice, bookOf, boundOf, goneOf, worstLoss } from "./rests.js";
import { nodesOf } from "./strikeNodes.js";

/** A book at a width, taken apart by expiries. */
export interface SlicedBook {
  /** The last expiry first. */
  readonly slices: readonly Slice[];
  /** X[0], wad. */
  readonly lasting: bigint;
  /** Number of options, and of futures and perpetuals. */
  readonly options: number;
  readonly linear: number;
  /** Spot shifts, wad. */
  readonly shifts: readonly bigint[];
  readonly isInitial: boolean;
}

/** The loss that counts, and the rest that has it. */
export interface RestLoss {
  /** Of the rest and of what is gone, as it counts, wad. */
  readonly loss: bigint;
  /** How many expiries are left, the last ones. */
  readonly left: number;
  readonly worst: Worst;
}

/** What a book asks for at one width, wad. */
export interface MarketRisk {
  readonly sliced: SlicedBook;
  /** All of it. */
  readonly book: Book;
  readonly decisive: RestLoss;
  readonly contingencies: {
    readonly short: bigint;
    /** In the order of the slices. */
    readonly basis: readonly bigint[];
    readonly closeOut: bigint;
  };
  /** What moves with the spot alone. */
  readonly linear: { readonly loss: bigint; readonly contingency: bigint };
  /** The most that the options can lose; undefined: no bound. */
  readonly bound: bigint | undefined;
}

/** What a margin asks for, wad. */
export interface Asked {
  /** Loss and contingencies with their factors. */
  readonly whole: bigint;
  /** The most that is asked: what the options can lose, and what moves with the spot alone. Undefined: no cap. */
  readonly cap: bigint | undefined;
  /** The lesser of both. */
  readonly margin: bigint;
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** The loss is that of the worst of the books that are left when the first expiries are gone. */
export const riskOf = (sliced: SlicedBook, model: RiskModel): MarketRisk => {
  const { slices, lasting, shifts, isInitial } = sliced;
  const near = slices.filter(({ nearness }) => nearness !== 0n);
  const book = bookOf(lasting, nodesOf(near, shifts), shifts, model);
  const lost = slices.map((slice) => goneOf(slice, isInitial));
  let gone = sum(lost);
  const alone = exposureLoss(lasting, shifts, model);
  let decisive: RestLoss = { loss: alone.loss + gone, left: 0, worst: alone };
  let linearLoss = alone.loss;
  for (const [e, slice] of slices.entries()) {
    addSlice(book, slice);
    gone -= lost[e]!;
    const worst = worstLoss(book);
    const loss = worst.loss + gone;
    if (loss > decisive.loss) decisive = { loss, left: e + 1, worst };
    const linear = exposureLoss(book.exposure, shifts, model).loss;
    if (linear > linearLoss) linearLoss = linear;
  }
  if (decisive.loss === 0n) decisive = { loss: 0n, left: slices.length, worst: NO_LOSS };
  return {
    sliced,
    book,
    decisive,
    contingencies: contingenciesOf(sliced, model),
    linear: { loss: linearLoss, contingency: linearContingency(sliced, model) },
    bound: boundOf(book),
  };
};

const contingenciesOf = (
  { slices, shifts, options, linear }: SlicedBook,
  model: RiskModel,
): MarketRisk["contingencies"] => ({
  short: sum(slices.map(({ short }) => short)),
  basis: slices.map(({ totals, exposure, tenor }) =>
    basisContingency(deltaOf(totals, shifts) + exposure, tenor, model),
  ),
  closeOut: model.closeOut * BigInt(options + linear),
});

const linearContingency = ({ slices, linear }: SlicedBook, model: RiskModel): bigint =>
  sum(slices.map(({ exposure, tenor }) => basisContingency(exposure, tenor, model))) + model.closeOut * BigInt(linear);

/** Sum of the contingencies, wad. */
export const contingencyOf = ({ contingencies: { short, basis, closeOut } }: MarketRisk): bigint =>
  short + sum(basis) + closeOut;

/** Loss and contingency with the factors of a margin, wad. */
export type Raise = (loss: bigint, contingency: bigint) => bigint;

/** Those of the maintenance margin: none. */
export const unraised: Raise = (loss, contingency) => loss + contingency;

/** Those of the initial margin. */
export const raisedBy =
  ({ crowding }: MarketState, { initialFactor, contingencyInitialFactor }: RiskModel): Raise =>
  (loss, contingency) =>
    mulUp(loss, initialFactor) + mulUp(mulUp(contingency, crowding), contingencyInitialFactor);

/** What a margin asks for. */
export const askedOf = (risk: MarketRisk, raise: Raise): Asked => {
  const { decisive, linear, bound } = risk;
  const whole = raise(decisive.loss, contingencyOf(risk));
  const cap = bound === undefined ? undefined : bound + raise(linear.loss, linear.contingency);
  return { whole, cap, margin: cap !== undefined && whole > cap ? cap : whole };
};
