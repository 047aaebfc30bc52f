import { listedExpiries } from "@ballast/sdk/instruments";
import { BallastError } from "@ballast/sdk/errors";
import {
  type PublishedSlice,
  type Slice,
  anchorOf,
  buildPublish,
  checkPublication,
  signPublication,
} from "@ballast/sdk/volatility";
import type { Wallet } from "ethers";

import * as contracts from "../chain/contracts.ts";
import { type House, MARKET } from "../chain/house.ts";
import { toNumber } from "../units.ts";

const YEAR = 365 * 86_400;
/** Smiles are published for expiries up to this far ahead, seconds. */
const REACH = 16 * 86_400;
const INTERVAL = 6000;
/** Implied over realised volatility, and its floor. */
const PREMIUM = 1.08;
const FLOOR = 0.35;
/** Most that a publication moves a volatility: less than the surface's own limit of a tenth an hour. */
const STEP = 1.06;
/** The shape in standard deviations: slope, correlation, and half of the volatility spread as a share. */
const SLOPE = 0.12;
const CORRELATION = -0.25;
const HALF_SPREAD = 0.02;

/** Those who publish volatility surfaces in the run: three sign, the keeper submits. */
export class Publishers {
  readonly #published: Record<number, PublishedSlice> = {};
  #last = 0;

  constructor(
    private readonly house: House,
    private readonly signers: readonly Wallet[],
  ) {}

  /** Publishes smiles when the last ones are nearly stale. */
  async round(time: number): Promise<void> {
    if (time - this.#last < INTERVAL) return;
    const { chain, deployment, operator } = this.house;
    const data = contracts.priceOracle.encodeFunctionData("clock", [MARKET]);
    const read = await chain.call(deployment.priceOracle, data);
    const [clock] = contracts.priceOracle.decodeFunctionResult("clock", read);
    const realized: { fast: bigint; slow: bigint } = { fast: clock.fast, slow: clock.slow };
    const anchor = (tenor: bigint): bigint => anchorOf(realized, tenor);
    const slices = this.#acceptable(time, anchor);
    if (slices.length === 0) return;
    const publication = { market: MARKET, time, slices };
    const where = { chainId: deployment.chainId, surface: deployment.volatilitySurface };
    const signatures = await Promise.all(
      this.signers.map((signer) => signPublication(publication, { ...where, signer })),
    );
    const call = buildPublish(publication, { ...where, signatures, threshold: signatures.length });
    await chain.send({ from: operator, to: call.to, data: call.data, action: "publish" });
    this.house.forgetInputs();
    for (const slice of slices) this.#published[slice.expiry] = { slice, time };
    this.#last = time;
  }

  /** The smiles that the surface would take; one that it would refuse waits for the next time. */
  #acceptable(now: number, anchor: (tenor: bigint) => bigint): Slice[] {
    const expiries = listedExpiries(now).filter((expiry) => expiry - now <= REACH && expiry - now > INTERVAL);
    let slices = expiries.map((expiry) => this.#sliceOf(expiry, now, anchor));
    while (slices.length > 0) {
      try {
        checkPublication({ market: MARKET, time: now, slices }, { now, published: this.#published, anchor });
        return slices;
      } catch (error) {
        const refused = refusedExpiries(error).find((expiry) => slices.some((slice) => slice.expiry === expiry));
        if (refused === undefined) throw error;
        slices = slices.filter(({ expiry }) => expiry !== refused);
      }
    }
    return slices;
  }

  #sliceOf(expiry: number, now: number, anchor: (tenor: bigint) => bigint): Slice {
    const years = (expiry - now) / YEAR;
    const wanted = Math.max(FLOOR, PREMIUM * Math.min(toNumber(anchor(BigInt(expiry - now))), 4));
    const past = this.#published[expiry];
    const before = past === undefined ? wanted : Math.sqrt(atTheMoney(past.slice));
    const level = Math.min(Math.max(wanted, before / STEP), before * STEP);
    const deviation = level * Math.sqrt(years);
    const slope = (SLOPE * deviation) / years;
    return {
      expiry,
      a: units(level ** 2 - slope * deviation, 1e9),
      b: units(slope, 1e9),
      rho: units(CORRELATION, 1e6),
      m: 0n,
      sigma: units(deviation, 1e9),
      carry: 0n,
      halfSpread: units(HALF_SPREAD * level, 1e6),
    };
  }
}

const EXPIRY_KEYS = new Set(["expiry", "later", "earlier"]);

const units = (value: number, unit: number): bigint => BigInt(Math.round(value * unit));

/** Variance per year of the forward's own strike. */
const atTheMoney = ({ a, b, sigma }: Slice): number => Number(a) / 1e9 + (Number(b) / 1e9) * (Number(sigma) / 1e9);

/** The expiries that an error of the checks names; none for an error of another kind. */
const refusedExpiries = (error: unknown): number[] =>
  error instanceof BallastError
    ? Object.entries(error).flatMap(([key, value]) => (EXPIRY_KEYS.has(key) ? [Number(value)] : []))
    : [];
