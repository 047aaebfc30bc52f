import { MAX_PRICE, MAX_RATE, MAX_TIME, Random, WAD } from "../../test/support/pricing/samples.ts";

export { MAX_PRICE, MAX_RATE, MAX_TIME, WAD };

/** Of everything that is drawn at random. */
export const SEED = 0x766563746f7273n;

export const MAX_UINT256 = (1n << 256n) - 1n;
export const MAX_INT256 = (1n << 255n) - 1n;
export const MIN_INT256 = -(1n << 255n);
export const DAY = 86_400n;
export const YEAR = 365n * DAY;

/** A decimal number in wad, exactly. */
export const wad = (text: string): bigint => {
  const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(text)!;
  return (sign ? -1n : 1n) * (BigInt(whole!) * WAD + BigInt(fraction.padEnd(18, "0")));
};

/** `count` draws; each set starts from the same seed, so that sets do not depend on one another. */
export const drawn = <T>(count: number, draw: (random: Random) => T): T[] => {
  const random = new Random(SEED);
  return Array.from({ length: count }, () => draw(random));
};

/** `row` with some of its columns replaced, once for each replacement. */
export const varied = <T>(row: readonly T[], ...changes: readonly (readonly [column: number, value: T])[][]): T[][] =>
  changes.map((change) => {
    const replaced = new Map(change);
    return row.map((value, column) => replaced.get(column) ?? value);
  });
