/** One market's part of an explanation, from what the engine has computed. */
import { WAD } from "../../pricing/fixedPoint.js";
import type { MarketPart, MarginPart } from "../marketBook.js";
import { contingencyOf } from "../marketRisk.js";
import type { MarketState } from "../parameters.js";
import { FIRST_TAIL } from "../scenarioGrid.js";
import { shiftTo } from "../strikeNodes.js";
import { type Held, contributionsOf, profitsOf, weightOf } from "./contributions.js";
import type {
  Cap,
  Contingencies,
  LossExplanation,
  MarginExplanation,
  MarketExplanation,
  SetBy,
  VolatilityMove,
} from "./types.js";
import { wordsOf } from "./words.js";

const MOVES: readonly VolatilityMove[] = ["down", "unmoved", "up"];

const placeOf = ({ risk }: MarginPart): LossExplanation["place"] => {
  const { place } = risk.decisive.worst;
  if (place === undefined) return "nowhere";
  return place.kind === "scenario" && place.index >= FIRST_TAIL ? "tail" : place.kind;
};

const moveOf = ({ risk }: MarginPart): VolatilityMove => {
  const { place } = risk.decisive.worst;
  if (place?.kind === "scenario") return place.index < FIRST_TAIL ? MOVES[place.index % 3]! : "up";
  if (place?.kind === "node") return MOVES[place.volatility]!;
  return place === undefined ? "unmoved" : "down";
};

/** The strike at which the node of the loss lies. */
const strikeOf = ({ risk: { decisive, sliced } }: MarginPart): bigint | undefined => {
  const { place, shift } = decisive.worst;
  if (place?.kind !== "node") return undefined;
  const near = sliced.slices.filter(({ nearness, tenor }) => nearness !== 0n && tenor.share !== 0n);
  const strikes = near.flatMap(({ tenor, strikes }) =>
    strikes.map((strike) => ({ strike, at: shiftTo(strike, tenor) })),
  );
  return strikes.find(({ at }) => at === shift)?.strike;
};

const capOf = ({ whole, cap }: MarginPart): Cap | undefined =>
  cap === undefined ? undefined : { amount: cap, room: cap - whole, bites: whole > cap };

const setByOf = (part: MarginPart): SetBy => {
  const { risk, cap } = part;
  const { decisive, linear, sliced } = risk;
  if (capOf(part)?.bites === true) return linear.loss === 0n && cap === risk.bound ? "bound" : "cap";
  if (decisive.loss === 0n) return "nothing";
  if (decisive.worst.isBounded) return "bound";
  if (decisive.left < sliced.slices.length) return "rest";
  const place = placeOf(part);
  return place === "nowhere" ? "nothing" : place;
};

const lossOf = (part: MarginPart, held: Held, market: MarketState): LossExplanation => {
  const { decisive, sliced, book } = part.risk;
  const { place, shift, isBounded } = decisive.worst;
  const expiries = sliced.slices.map(({ tenor }) => tenor.expiry);
  const told = {
    amount: decisive.loss,
    setBy: setByOf(part),
    place: placeOf(part),
    scenario: place?.kind === "scenario" ? place.index : undefined,
    strike: strikeOf(part),
    shift,
    price: (market.price * (WAD + shift)) / WAD,
    volatility: moveOf(part),
    weight: weightOf(place, book.model.tailWeight),
    left: expiries.slice(0, decisive.left).toReversed(),
    gone: expiries.slice(decisive.left).toReversed(),
    isBounded,
  };
  return { ...told, words: wordsOf(told), contributions: contributionsOf(part.risk, held, market) };
};

const contingenciesOf = ({ risk }: MarginPart): Contingencies => {
  const { short, basis, closeOut } = risk.contingencies;
  const byExpiry = basis.map((amount, e) => ({ expiry: risk.sliced.slices[e]!.tenor.expiry, amount }));
  return { shortOptions: short, basis: byExpiry.toReversed(), closeOut, total: contingencyOf(risk) };
};

const marginOf = (part: MarginPart, held: Held, market: MarketState): MarginExplanation => ({
  margin: part.margin,
  width: part.width,
  loss: lossOf(part, held, market),
  contingencies: contingenciesOf(part),
  cap: capOf(part),
});

/** What a market asks for and why. */
export const describeMarket = (part: MarketPart, held: Held, market: MarketState): MarketExplanation => {
  const { width, risk } = part.maintenance;
  return {
    equity: part.equity,
    maintenance: marginOf(part.maintenance, held, market),
    initial: marginOf(part.initial, held, market),
    profile: { width, shifts: [...risk.sliced.shifts], profits: profitsOf(risk) },
  };
};
