/**
 * Margins of one contract of a book under four sets of rules, all as the equity that is asked for when equity counts each position at
 * its mark. A venue whose own balance leaves options out is put on that footing: a short option then has already lost its mark, and
 * a long one adds none of it.
 */
import { Kind } from "../../sdk/src/instruments/index.ts";
import { type FastMarketState, type FastRiskModel, fastEvaluator } from "../../sdk/src/risk/index.ts";
import { MODEL } from "../holes/world.ts";
import { type Book, CONTRACTS, type Leg, SPOT, VOLATILITY, valueOf } from "./books.ts";

export interface Margins {
  readonly maintenance: number;
  readonly initial: number;
}

export interface Venue {
  readonly name: string;
  /** Undefined for what the venue does not trade. */
  readonly marginOf: (book: Book) => Margins | undefined;
}

const DAY = 86_400;
const YEAR = 31_536_000;
const NOW = 1_772_787_600;
const expiryIn = (days: number): number => NOW + days * DAY;
const isOption = ({ strike }: Leg): boolean => strike > 0;

/** The default constants, also those that the search for holes leaves out. */
const model: FastRiskModel = { ...MODEL, closeOut: 1, minimumInitialMargin: 100 };

const smileIn = (days: number) => ({
  a: (VOLATILITY ** 2 * days * DAY) / YEAR,
  b: 0,
  rho: 0,
  m: 0,
  sigma: 0.4,
  carry: 0,
  halfSpread: 0,
});

/** The widths stand at their floors, prices are certain, nothing is crowded, volatility has no spread. */
const market: FastMarketState = {
  price: SPOT,
  halfWidth: 0,
  rate: 0,
  initialWidth: 0.13,
  maintenanceWidth: 0.13,
  linearInitialWidth: 0.075,
  linearMaintenanceWidth: 0.075,
  crowding: 1,
  collateralFactor: 0.9,
  time: NOW,
  surface: Object.fromEntries([1, 7, 30].map((days) => [expiryIn(days), smileIn(days)])),
};

/** Without cash that would cover the greatest loss, and before the minimum of an account. */
const ballast: Venue = {
  name: "Ballast",
  marginOf: ({ legs, ether }) => {
    const { byMarket } = fastEvaluator({ 1: market }, model).evaluate({
      cash: 0,
      collateral: { 1: ether * CONTRACTS },
      positions: legs.map(({ kind, days, strike, size }) => ({
        market: 1,
        kind,
        expiry: kind === Kind.Perpetual ? 0 : expiryIn(days),
        strike,
        size: size * CONTRACTS,
        entryNotional: strike === 0 ? size * CONTRACTS * SPOT : 0,
      })),
    });
    const { maintenance, initial } = byMarket[1]!;
    return { maintenance: maintenance / CONTRACTS, initial: initial / CONTRACTS };
  },
};

/**
 * A fixed scenario grid, with the spots, volatilities and factor that Derive publishes for its portfolio margin. Seven spots with three
 * volatilities each, σ·(1 + 0.60·q), σ and σ·(1 − 0.30·q, at least 0) with q = (30 days / days)^0.30 up to 30 days and at least a day;
 * two tails with volatility up that count in full; the initial margin is 1.25 times the maintenance margin. Assumed: time stands
 * still, the volatility of a strike stays with it, ether counts and moves in full. Its additions, 2% of the spot for a short option and
 * 3% for a perpetual or ether, those for the basis and for less trusted inputs, and its discount of what it counts as worth are left
 * out, which favours it.
 */
const grid: Venue = {
  name: "grid",
  marginOf: ({ legs, ether }) => {
    let worst = 0;
    for (const { shift, volatility } of gridScenarios()) {
      let profit = ether * SPOT * shift;
      for (const leg of legs) {
        const moved = VOLATILITY * volatility(Math.max(leg.days, 1));
        profit += leg.size * (valueOf(leg, SPOT * (1 + shift), moved) - valueOf(leg));
      }
      worst = Math.max(worst, -profit);
    }
    return { maintenance: worst, initial: 1.25 * worst };
  },
};

interface GridScenario {
  readonly shift: number;
  /** Multiple of the volatility for so many days. */
  readonly volatility: (days: number) => number;
}

function gridScenarios(): GridScenario[] {
  const q = (days: number): number => (30 / Math.min(days, 30)) ** 0.3;
  const up = (days: number): number => 1 + 0.6 * q(days);
  const moves = [up, (): number => 1, (days: number): number => Math.max(1 - 0.3 * q(days), 0)];
  const shifts = [-0.15, -0.1, -0.05, 0, 0.05, 0.1, 0.15];
  const scenarios = shifts.flatMap((shift) => moves.map((volatility) => ({ shift, volatility })));
  return [...scenarios, ...[-0.2, 0.2].map((shift) => ({ shift, volatility: up }))];
}

/**
 * Deribit's standard margin as published for options and for ether futures, in dollars. Each leg by itself, nothing is set off.
 * Short call: max(15% − out of the money / S, 10%)·S + mark and 7.5%·S + mark. Short put: the same, but the maintenance margin is
 * max(7.5%·S, 7.5%·mark) + mark, and the initial margin at least that. Long options: nothing, and their value is no collateral.
 * Futures and the perpetual: 2% and 1% (50 times), the part that grows with the size, 0.0004% for each ether, left out. Ether as collateral sets off nothing.
 */
const deribit: Venue = {
  name: "Deribit",
  marginOf: ({ legs }) => {
    let [maintenance, initial] = [0, 0];
    for (const leg of legs) {
      const asked = deribitLeg(leg);
      maintenance += asked.maintenance * Math.abs(leg.size);
      initial += asked.initial * Math.abs(leg.size);
    }
    return { maintenance, initial };
  },
};

function deribitLeg(leg: Leg): Margins {
  if (!isOption(leg)) return { maintenance: 0.01 * SPOT, initial: 0.02 * SPOT };
  const mark = valueOf(leg);
  if (leg.size > 0) return { maintenance: mark, initial: mark };
  const isCall = leg.kind === Kind.Call;
  const outside = Math.max(isCall ? leg.strike - SPOT : SPOT - leg.strike, 0);
  // The mark that both rules add has been lost already.
  const maintenance = isCall ? 0.075 * SPOT : Math.max(0.075 * SPOT, 0.075 * mark);
  const initial = Math.max(0.15 - outside / SPOT, 0.1) * SPOT;
  return { maintenance, initial: isCall ? initial : Math.max(initial, maintenance) };
}

/** A venue for perpetuals with ten times leverage: 10% to open, half of it to stay. */
const tenfold: Venue = {
  name: "10×",
  marginOf: ({ legs, ether }) => {
    if (ether > 0 || legs.some(isOption)) return undefined;
    const size = Math.abs(legs.reduce((sum, leg) => sum + leg.size, 0));
    return { maintenance: 0.05 * SPOT * size, initial: 0.1 * SPOT * size };
  },
};

export const VENUES: readonly Venue[] = [ballast, grid, deribit, tenfold];
