/** What `explain` tells. Everything is wad (1e18 = 1.0), USDC unless named otherwise, and frozen. */
import type { Instrument } from "../../instruments/index.js";

/** The volatility of a scenario. */
export type VolatilityMove = "down" | "unmoved" | "up";

/**
 * What a loss is decided by: a scenario of the grid, a tail, a valley between the shifts, a node at a strike, a rest (what is left
 * once the first expiries are gone), the payoff bound, the cap (payoff bound and what moves with the spot alone), or nothing.
 */
export type SetBy = "scenario" | "tail" | "valley" | "node" | "rest" | "bound" | "cap" | "nothing";

/** What one part of a market adds to a loss; negative: takes off it. */
export interface Contribution {
  /** The payoff bound, too, takes off what the options would lose beyond it. */
  readonly source: "position" | "collateral" | "bound";
  /** Undefined unless a position. */
  readonly instrument: Instrument | undefined;
  /** Contracts, positive for long, or units of the token; 0 for the bound. */
  readonly size: bigint;
  readonly amount: bigint;
}

/** The greatest loss of a market, as it counts in a margin before its factors. */
export interface LossExplanation {
  /** 0 or more. */
  readonly amount: bigint;
  readonly setBy: SetBy;
  /** Where it lies, whatever else decides. */
  readonly place: "scenario" | "tail" | "valley" | "node" | "nowhere";
  /** Index of the scenario, 0 to 22; undefined at other places. */
  readonly scenario: number | undefined;
  /** The held strike that the spot meets; undefined at other places than a node, and at the ends of the width. */
  readonly strike: bigint | undefined;
  /** By how much the spot moves, a share of it within [−0.95, 2.5], and where it stands then. */
  readonly shift: bigint;
  readonly price: bigint;
  /** At a node that of what is not near, beside near options with volatility down and a day less to run. */
  readonly volatility: VolatilityMove;
  /** How much of the loss counts: the weight of a tail, and less than 1 where the last expiry has not quite left. */
  readonly weight: bigint;
  /** Expiries that are left and that are gone, ascending, unix seconds. */
  readonly left: readonly number[];
  readonly gone: readonly number[];
  /** Whether the options lose as much there as they ever can. */
  readonly isBounded: boolean;
  /** All of it as a sentence without a full stop. */
  readonly words: string;
  /**
   * Of the collateral and of each position, in the order of the portfolio. They sum to `amount` exactly: each is rounded toward
   * zero, and what remains is part of the greatest one (at a bound, of the bound): some wei for each part, in a valley also up to
   * a wei for each USDC that the parts add or take.
   */
  readonly contributions: readonly Contribution[];
}

/** What no scenario shows, before its factors. */
export interface Contingencies {
  readonly shortOptions: bigint;
  /** By expiry, ascending. */
  readonly basis: readonly { readonly expiry: number; readonly amount: bigint }[];
  readonly closeOut: bigint;
  readonly total: bigint;
}

/** The most that a market can ask for. */
export interface Cap {
  readonly amount: bigint;
  /** How far below it loss and contingencies stay; negative: how much it takes off. */
  readonly room: bigint;
  readonly bites: boolean;
}

/** One margin of one market. */
export interface MarginExplanation {
  readonly margin: bigint;
  /** Of the spot, a share of it. */
  readonly width: bigint;
  readonly loss: LossExplanation;
  readonly contingencies: Contingencies;
  /** Undefined where options can lose without end. */
  readonly cap: Cap | undefined;
}

/** Profits in the 23 scenarios at the maintenance width: `RiskEngine.profile`. */
export interface Profile {
  readonly width: bigint;
  /** Spot shifts: seven of the grid, the lower and the upper tail. */
  readonly shifts: readonly bigint[];
  /** Scenario 3·i + j belongs to shift i and volatility down, unmoved, up; the last two to the tails, in full. */
  readonly profits: readonly bigint[];
}

/** One market. */
export interface MarketExplanation {
  /** Of positions and collateral. */
  readonly equity: bigint;
  readonly maintenance: MarginExplanation;
  readonly initial: MarginExplanation;
  readonly profile: Profile;
}

/** Sums over the markets, before factors. */
export interface Sums {
  readonly loss: bigint;
  readonly shortOptions: bigint;
  readonly basis: bigint;
  readonly closeOut: bigint;
}

/** A trade at mark, without fee, and the margins after it. */
export interface Trade {
  readonly kind: "close" | "buy" | "sell" | "hedge";
  readonly instrument: Instrument;
  /** Contracts to be received, negative: given. */
  readonly size: bigint;
  /** That the account receives; negative: pays. */
  readonly cash: bigint;
  readonly maintenance: bigint;
  readonly initial: bigint;
}

/** Why a portfolio needs the margins that it needs. */
export interface Explanation {
  readonly equity: bigint;
  readonly maintenance: bigint;
  readonly initial: bigint;
  readonly health: bigint;
  /** Whether no margin is asked for because the portfolio can never owe; the markets tell what would be asked otherwise. */
  readonly neverOwes: boolean;
  /** What the initial margin is: the sum of the markets, the least one of an account, or the maintenance margin. */
  readonly initialSetBy: "markets" | "minimum" | "maintenance" | "nothing";
  /** By id, those in which the portfolio holds something. */
  readonly markets: Readonly<Record<number, MarketExplanation>>;
  readonly sums: { readonly maintenance: Sums; readonly initial: Sums };
  /** Candidates, the best first. Margins by the fast evaluator: within 1e-9 of notional. */
  readonly trades: readonly Trade[];
  /** The one that lowers the margin most, with the exact margins; undefined when none lowers it. */
  readonly best: Trade | undefined;
}
