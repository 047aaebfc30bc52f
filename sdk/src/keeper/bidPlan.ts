import { type Instrument, enterLinear, isLinear, marketOf } from "../instruments/index.js";
import { WAD, divUp, mulDown } from "../pricing/fixedPoint.js";
import { type Evaluator, type Margin, type Portfolio, type Position, rewardShares } from "../risk/index.js";

/** A bid must not lift the health above 1.1; planned a little below, since the reward's share moves with time. */
const TARGET_HEALTH = (109n * WAD) / 100n;
/** Least value that a bid may leave of a leg, USDC, with room for the price to move. */
const LEAST_REST = 101n * WAD;
/** A leg up to this value may be taken whole, USDC. */
const SMALL_LEG = 199n * WAD;
/** Halvings of the interval in which the size is sought. */
const SEARCH_STEPS = 14;

/** A leg of an account: a position, or collateral (then `collateralMarket` is its market). */
export interface Leg {
  readonly instrument: Instrument;
  readonly collateralMarket: number;
  /** What is held, wad, signed. */
  readonly size: bigint;
}

/** What a bid should take. */
export interface BidPlan {
  readonly leg: Leg;
  /** Wad, unsigned. */
  readonly size: bigint;
  /** Maintenance margin that it frees, USDC. */
  readonly freed: bigint;
  /** What the account and the fund would pay for it, USDC, if the fund has it. */
  readonly reward: bigint;
}

/** What a plan is made from. */
export interface BidInputs {
  readonly portfolio: Portfolio;
  readonly margin: Margin;
  readonly evaluator: Evaluator;
  /** Price of each market by its id, wad. */
  readonly spot: Readonly<Record<number, bigint>>;
  /** Seconds since the account was flagged. */
  readonly elapsed: bigint;
}

/** Bids that the liquidator would take, the one that frees most margin first: at most one for each leg. */
export const planBids = (inputs: BidInputs): BidPlan[] =>
  legsOf(inputs.portfolio)
    .map((leg) => planBid(leg, inputs))
    .filter((plan) => plan !== undefined)
    .toSorted((a, b) => (a.freed < b.freed ? 1 : -1));

const legsOf = ({ positions, collateral }: Portfolio): Leg[] => [
  ...positions.map(({ instrument, size }) => ({ instrument, collateralMarket: 0, size })),
  ...Object.entries(collateral)
    .filter(([, size]) => size !== 0n)
    .map(([market, size]) => ({ instrument: 0n, collateralMarket: Number(market), size })),
];

const planBid = (leg: Leg, inputs: BidInputs): BidPlan | undefined => {
  const held = leg.size < 0n ? -leg.size : leg.size;
  const size = sizeOfBid(leg, held, inputs);
  if (size <= 0n) return undefined;
  const { freed, reward } = afterBid(leg, size, inputs);
  return freed > 0n ? { leg, size, freed, reward } : undefined;
};

/** The most of a leg that may be taken, 0 when nothing may. */
const sizeOfBid = (leg: Leg, held: bigint, inputs: BidInputs): bigint => {
  const spot = inputs.spot[leg.collateralMarket || marketOf(leg.instrument)]!;
  if (mulDown(held, spot) <= SMALL_LEG || afterBid(leg, held, inputs).measured) return held;
  const size = largestMeasured(leg, held, inputs);
  const most = held - divUp(LEAST_REST, spot);
  return size < most ? size : most;
};

const largestMeasured = (leg: Leg, held: bigint, inputs: BidInputs): bigint => {
  let [low, high] = [0n, held];
  for (let i = 0; i < SEARCH_STEPS; i++) {
    const middle = (low + high) / 2n;
    if (afterBid(leg, middle, inputs).measured) low = middle;
    else high = middle;
  }
  return low;
};

interface AfterBid {
  readonly freed: bigint;
  readonly reward: bigint;
  /** Whether it takes no more than the account needs. */
  readonly measured: boolean;
}

const afterBid = (leg: Leg, size: bigint, { portfolio, margin, evaluator, spot, elapsed }: BidInputs): AfterBid => {
  const { equity, maintenance } = evaluator.evaluate(without(portfolio, leg, { size, evaluator, spot }));
  const freed = margin.maintenance - maintenance;
  if (freed <= 0n) return { freed, reward: 0n, measured: true };
  const shares = rewardShares(margin.health, elapsed);
  const paid = mulDown(freed, shares.fromAccount);
  const left = equity - paid;
  const measured = left <= 0n || left * WAD <= TARGET_HEALTH * maintenance;
  return { freed, reward: paid + mulDown(freed, shares.fromFund), measured };
};

interface Taken {
  readonly size: bigint;
  readonly evaluator: Evaluator;
  readonly spot: Readonly<Record<number, bigint>>;
}

/** The portfolio after a leg was sold at mark. */
const without = (portfolio: Portfolio, leg: Leg, { size, evaluator, spot }: Taken): Portfolio => {
  if (leg.collateralMarket !== 0) {
    const collateral = { ...portfolio.collateral };
    collateral[leg.collateralMarket] = collateral[leg.collateralMarket]! - size;
    return { ...portfolio, collateral, cash: portfolio.cash + mulDown(size, spot[leg.collateralMarket]!) };
  }
  const taken = leg.size > 0n ? size : -size;
  const mark = evaluator.mark(leg.instrument);
  const value = taken > 0n ? mulDown(size, mark) : -mulDown(size, mark);
  let cash = portfolio.cash;
  const positions: Position[] = [];
  for (const position of portfolio.positions) {
    if (position.instrument !== leg.instrument) {
      positions.push(position);
      continue;
    }
    const { entryNotional, paid } = sold(position, taken, value);
    cash += paid;
    if (position.size !== taken) positions.push({ ...position, size: position.size - taken, entryNotional });
  }
  return { ...portfolio, positions, cash };
};

/** What a sale at a value leaves of the entry notional and pays. Of funding only what stays open is left out, for a plan. */
const sold = ({ instrument, size, entryNotional = 0n }: Position, taken: bigint, value: bigint) =>
  isLinear(instrument)
    ? enterLinear({ size, entryNotional, change: -taken, value })
    : { entryNotional: 0n, paid: value };
