import { type Option as PeerOption, BlackScholes } from "@uqee/black-scholes";

import { greeksFast, priceFast, solveFast } from "../../sdk/src/pricing/fast/index.ts";
import {
  type DoubleOption,
  RandomDoubles,
  YEAR,
  quotedDoubles,
  volatilityError,
} from "../../test/support/pricing/doubles.ts";
import type { Results } from "./results.ts";

const COUNT = 1_000;
const SEED = 1n;
const ROUNDS = 31;
/** Passes over the options per round, for a round to last some milliseconds. */
const PASSES = 10;

/** An option, the side whose price is given, and that price: three figures that both sides of the comparison take. */
interface Case {
  readonly option: DoubleOption;
  readonly isCall: boolean;
  readonly price: number;
}

/** Quoted options without discount, whose price still is something: what the peer can be asked for, too. */
const casesOf = (random: RandomDoubles): Case[] => {
  const cases: Case[] = [];
  while (cases.length < COUNT) {
    const [forward, strike, timeToExpiry, volatility] = quotedDoubles(random);
    const option: DoubleOption = [forward, strike, timeToExpiry, volatility, 1];
    const isCall = random.uniform(0, 1) < 0.5;
    const { call, put } = priceFast(...option);
    if (Math.min(call, put) > 1e-6 * forward) cases.push({ option, isCall, price: isCall ? call : put });
  }
  return cases;
};

/** What the peer takes; its rate of 0 makes the underlying the forward. */
const peerInputOf = ({ option: [underlying, strike, time, sigma], isCall, price }: Case) => ({
  rate: 0,
  sigma,
  strike,
  time: time / YEAR,
  type: isCall ? ("call" as const) : ("put" as const),
  underlying,
  price,
});

/** Nanoseconds per call. The sum keeps the engine from leaving the work out. */
const timed = (work: (i: number) => number): number => {
  let sum = 0;
  const start = process.hrtime.bigint();
  for (let pass = 0; pass < PASSES; pass++) {
    for (let i = 0; i < COUNT; i++) sum += work(i);
  }
  const elapsed = Number(process.hrtime.bigint() - start) / (PASSES * COUNT);
  if (Number.isNaN(sum)) throw new Error("a figure is missing");
  return elapsed;
};

/** Times two implementations in turn, so that what else the machine does falls on both. */
const compare = (results: Results, key: string, ours: (i: number) => number, peer: (i: number) => number): void => {
  for (let round = -2; round < ROUNDS; round++) {
    const [own, other] = [timed(ours), timed(peer)];
    // The first rounds compile.
    if (round < 0) continue;
    results.add(key, own, "ns");
    results.add(`${key}.peer`, other, "ns");
    results.add(`${key}Ratio`, own / other, "ratio");
  }
};

/** Share of the cases whose volatility is wrong. */
const wrongShare = (
  cases: readonly Case[],
  volatilityOf: (i: number) => number,
  isWrong: (volatility: number, of: Case) => boolean,
): number => cases.filter((of, i) => isWrong(volatilityOf(i), of)).length / cases.length;

/** Further off than two roundings of the price explain. */
const isInexact = (volatility: number, { option: [forward, strike, time], isCall, price }: Case): boolean => {
  if (!(volatility > 0 && volatility < Infinity)) return true;
  const { error, allowed } = volatilityError([forward, strike, time, volatility, 1], price, isCall);
  return error > allowed;
};

/** Further off than the accuracy that the peer's documentation names. */
const isOff = (volatility: number, { option }: Case): boolean => !(Math.abs(volatility - option[3]) <= 1e-3);

/**
 * The functions on JavaScript numbers against `@uqee/black-scholes` in the same process, over seeded quoted options.
 *
 * Price and greeks: one call each, which gives us both sides and four greeks, the peer one side and five greeks, one of
 * them to the interest rate. Implied volatility: the peer by Newton's method, the faster of its two. Of ours a volatility
 * counts as wrong beyond 4·2⁻⁵³·(σ + price/vega), of the peer's beyond the 0.001 that it promises.
 */
export async function fast(results: Results): Promise<void> {
  const cases = casesOf(new RandomDoubles(SEED));
  const inputs = cases.map(peerInputOf);
  const [pricing, solving] = [new BlackScholes(), new BlackScholes({ priceToSigmaMethod: "newton-raphson" })];

  compare(
    results,
    "sdk.priceGreeks",
    (i) => {
      const { option } = cases[i]!;
      const greeks = greeksFast(option[0], option[1], option[2], option[3], option[4]);
      return greeks.call + greeks.put + greeks.delta + greeks.gamma + greeks.vega + greeks.theta;
    },
    (i) => {
      const option: PeerOption = pricing.option(inputs[i]!);
      return option.price + option.delta + option.gamma + option.vega + option.theta;
    },
  );

  const own = (i: number): number => {
    const { option, isCall, price } = cases[i]!;
    return solveFast(option[0], option[1], option[2], option[4], price, isCall);
  };
  const peer = (i: number): number => solving.sigma(inputs[i]!);
  // The peer's NaN, where its method diverges, would spoil the sum.
  compare(results, "sdk.impliedVolatility", own, (i) => peer(i) || 0);
  results.add("sdk.impliedVolatility.wrong", wrongShare(cases, own, isInexact), "ratio");
  results.add("sdk.impliedVolatility.peer.wrong", wrongShare(cases, peer, isOff), "ratio");
}
