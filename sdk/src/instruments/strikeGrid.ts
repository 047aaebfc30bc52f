/**
 * The strikes that exist: the twin of `contracts/instruments/StrikeGrid.sol`. For K in [10^n, 10^(n+1)) the tick is 1%
 * of 10^n below 2·10^n, 2% below 5·10^n and 5% above, so a strike has at most three significant digits.
 */
import { PriceOffGrid, StrikeNotRepresentable } from "./errors.js";
import { strikeDigits } from "./instrument.js";

const MIN_EXPONENT = 2;
const MAX_EXPONENT = 30;
const DECADE = 1000n;

/** Whether mantissa · 10^exponent (in wei of the quote) is canonical and on the grid. */
export const isOnGrid = (mantissa: bigint, exponent: number): boolean => {
  if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) return false;
  if (mantissa < 0n || mantissa >= DECADE || mantissa % 10n === 0n) return false;
  if (mantissa < 200n) return true;
  return mantissa % (mantissa < 500n ? 2n : 5n) === 0n;
};

/** Whether a strike in wad is on the grid. */
export const isStrikeOnGrid = (strike: bigint): boolean => {
  try {
    const { mantissa, exponent } = strikeDigits(strike);
    return isOnGrid(mantissa, exponent);
  } catch (error) {
    if (error instanceof StrikeNotRepresentable) return false;
    throw error;
  }
};

/**
 * The strike of the grid that is nearest to a price, the lower one of two equally near. Both wad.
 * @throws {@link PriceOffGrid}
 */
export const nearestStrike = (price: bigint): bigint => {
  const below = floorStrike(price);
  const above = below < price ? strikeAbove(below) : below;
  const nearest = above - price < price - below ? above : below;
  if (!isStrikeOnGrid(nearest)) throw new PriceOffGrid(price);
  return nearest;
};

/**
 * Strikes of the grid around a price, ascending: the nearest one and up to `count` on either side; fewer at the ends
 * of the grid. Wad.
 * @throws {@link PriceOffGrid}
 */
export const strikesAround = (price: bigint, count: number): bigint[] => {
  const middle = nearestStrike(price);
  const strikes = [middle];
  for (let i = 0, k = strikeBelow(middle); i < count; i++, k = strikeBelow(k)) strikes.unshift(k);
  for (let i = 0, k = strikeAbove(middle); i < count; i++, k = strikeAbove(k)) strikes.push(k);
  return strikes.filter(isStrikeOnGrid);
};

/** 10^n/100 for a price in [10^n, 10^(n+1)): the unit of which every tick of the decade is a multiple. */
const unitOf = (price: bigint): bigint => {
  if (price < DECADE / 10n) throw new PriceOffGrid(price);
  return 10n ** BigInt(price.toString().length - 3);
};

/** The tick at and above a price, in units of its decade. */
const tickOf = (digits: bigint): bigint => {
  if (digits < 200n) return 1n;
  return digits < 500n ? 2n : 5n;
};

const floorStrike = (price: bigint): bigint => {
  const unit = unitOf(price);
  const digits = price / unit;
  return (digits - (digits % tickOf(digits))) * unit;
};

const strikeAbove = (strike: bigint): bigint => {
  const unit = unitOf(strike);
  return strike + tickOf(strike / unit) * unit;
};

const strikeBelow = (strike: bigint): bigint => {
  // The lower end of the grid has no strike below; the caller drops what is not on the grid.
  if (strike <= DECADE / 10n) return 0n;
  return floorStrike(strike - 1n);
};
