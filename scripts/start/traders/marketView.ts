import { Kind, listedExpiries, nearestStrike, pack, perpetualOf } from "@ballast/sdk/instruments";
import { fixedPoint } from "@ballast/sdk/pricing";
import type { Position } from "@ballast/sdk/risk";

import { MARKET, type MarketInputs } from "../chain/house.ts";
import { toNumber, toWad } from "../units.ts";

const { WAD } = fixedPoint;
const DAY = 86_400;
/** Nobody trades what expires within this time. */
const LEAST_LIFE = 2 * 3600;
/** Contracts are traded in thousandths. */
const LOT = 10n ** 15n;

/** The market as a trader sees it at one step. */
export class MarketView {
  readonly spot: number;

  constructor(
    readonly time: number,
    readonly inputs: MarketInputs,
  ) {
    this.spot = toNumber(inputs.spot);
  }

  /** Expiries between two distances from now, in days; at least the nearest one beyond. */
  expiries(least: number, most: number): number[] {
    const listed = listedExpiries(this.time).filter(
      (expiry) => expiry - this.time >= Math.max(LEAST_LIFE, least * DAY),
    );
    const within = listed.filter((expiry) => expiry - this.time <= most * DAY);
    return within.length > 0 ? within : listed.slice(0, 1);
  }

  /** An option whose strike is about `moneyness` times the spot, on a coarse grid so that traders meet. */
  option(kind: "call" | "put", { expiry, moneyness }: { expiry: number; moneyness: number }): bigint {
    const strike = nearestStrike(coarse(this.spot * moneyness));
    return pack({ market: MARKET, kind: kind === "call" ? Kind.Call : Kind.Put, expiry, strike });
  }

  /** The market's perpetual. */
  perpetual(): bigint {
    return perpetualOf(MARKET);
  }

  /** Value of one contract, wad. */
  mark(instrument: bigint): bigint {
    return this.inputs.evaluator.mark(instrument);
  }

  /** Initial margin of one option sold, with nothing to offset it, USDC. */
  initialOfShort(instrument: bigint): number {
    return this.#initialOf({ instrument, size: -WAD });
  }

  /** Initial margin of one perpetual, USDC. */
  initialOf(instrument: bigint): number {
    return this.#initialOf({ instrument, size: WAD, entryNotional: this.inputs.spot });
  }

  #initialOf(position: Position): number {
    const portfolio = { cash: 0n, collateral: {}, positions: [position] };
    const { byMarket } = this.inputs.evaluator.evaluate(portfolio);
    return toNumber(byMarket[MARKET]!.initial);
  }

  /** A number of contracts in whole lots, wad. */
  size(contracts: number): bigint {
    const lots = toWad(Math.max(contracts, 0)) / LOT;
    return lots * LOT;
  }
}

/** A price rounded to about 2 to 5 percent, wad: fewer strikes than the grid has. */
function coarse(price: number): bigint {
  const decade = 10 ** Math.floor(Math.log10(price));
  const lead = price / decade;
  const tick = (lead < 2 ? 0.05 : lead < 5 ? 0.1 : 0.25) * decade;
  return toWad(Math.round(price / tick) * tick);
}
