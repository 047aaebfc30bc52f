import { black76, svi } from "@ballast/sdk/pricing";
import { type FitInput, type OptionQuote, type Slice, sliceSmile } from "@ballast/sdk/volatility";

/** A Friday, 09:00 UTC. */
export const TIME = 1_772_787_600;
export const FORWARD = 2000;
const YEAR = 31_536_000;
const WAD = 1e18;

export const sliceOf = (expiry: number, change: Partial<Slice> = {}): Slice => ({
  expiry,
  a: 200_000_000n,
  b: 400_000_000n,
  rho: -200_000n,
  m: 10_000_000n,
  sigma: 400_000_000n,
  carry: 3_000_000n,
  halfSpread: 5_000n,
  ...change,
});

/** What a slice says for a strike, as the risk engine reads it. */
export const volatilityOf = (slice: Slice, strike: number, time = TIME): number => {
  const tenor = slice.expiry - time;
  const { a, b, rho, m, sigma } = sliceSmile(slice, BigInt(tenor));
  const [level, slope, tilt, centre, width] = [a, b, rho, m, sigma].map((figure) => Number(figure) / WAD);
  return svi.volatilityFast({ a: level!, b: slope!, rho: tilt!, m: centre!, sigma: width! }, FORWARD, strike, tenor);
};

/** Strikes up to `reach` deviations from the forward. */
export const strikesOf = (slice: Slice, count = 21, reach = 3): number[] => {
  const deviation = volatilityOf(slice, FORWARD) * Math.sqrt((slice.expiry - TIME) / YEAR);
  return Array.from({ length: count }, (_, i) => FORWARD * Math.exp(deviation * reach * ((2 * i) / (count - 1) - 1)));
};

/** Out-of-the-money options of a slice, quoted as prices `halfSpread` of volatility to each side of it. */
export const quotesOf = (slice: Slice, strikes = strikesOf(slice)): OptionQuote[] =>
  strikes.map((strike) => {
    const isCall = strike >= FORWARD;
    const halfSpread = Number(slice.halfSpread) / 1e6;
    const priceAt = (volatility: number): number => {
      const { call, put } = black76.priceFast(FORWARD, strike, slice.expiry - TIME, volatility, 1);
      return isCall ? call : put;
    };
    const middle = volatilityOf(slice, strike);
    return { strike, isCall, bid: priceAt(middle - halfSpread), ask: priceAt(middle + halfSpread) };
  });

/** What is asked of a fit for the quotes of a slice. */
export const inputOf = (slice: Slice, quotes: readonly OptionQuote[] = quotesOf(slice)): FitInput => ({
  quotes,
  forward: FORWARD,
  spot: FORWARD * Math.exp((-Number(slice.carry) * 1e-8 * (slice.expiry - TIME)) / YEAR),
  time: TIME,
  expiry: slice.expiry,
});

/** How far two slices are apart at most, as a volatility, over strikes. */
export const distanceOf = (a: Slice, b: Slice, strikes: readonly number[]): number =>
  Math.max(...strikes.map((strike) => Math.abs(volatilityOf(a, strike) - volatilityOf(b, strike))));
