import type { PublishedOption } from "./published.js";

/** Forward, strike (wad), time to expiry (s), volatility, discount (wad). */
export type Option = [forward: bigint, strike: bigint, timeToExpiry: bigint, volatility: bigint, discount: bigint];

export const WAD = 10n ** 18n;
const YEAR = 31_536_000n;
/** Bounds of the kernels. */
export const MAX_PRICE = (1n << 120n) - 1n;
export const MAX_TIME = (1n << 32n) - 1n;
/** Of the volatility and the discount. */
export const MAX_RATE = (1n << 64n) - 1n;

/** Deterministic generator of pseudo-random integers (xorshift, 64 bits). */
export class Random {
  private state: bigint;

  constructor(seed: bigint) {
    this.state = BigInt.asUintN(64, seed * 0x9e3779b97f4a7c15n + 1n);
  }

  private next(): bigint {
    this.state ^= BigInt.asUintN(64, this.state << 13n);
    this.state ^= this.state >> 7n;
    this.state ^= BigInt.asUintN(64, this.state << 17n);
    return this.state;
  }

  /** Uniform in [0, 2^bits). */
  bits(bits: number): bigint {
    let value = 0n;
    for (let i = 0; i < bits; i += 64) value = (value << 64n) | this.next();
    return BigInt.asUintN(bits, value);
  }

  /** Uniform in [low, high]. */
  between(low: bigint, high: bigint): bigint {
    return low + (this.bits(320) % (high - low + 1n));
  }

  /** Uniform in the number of bits, up to `bits`, so that small and large values are equally frequent. */
  anySize(bits: number): bigint {
    return this.bits(Number(this.between(0n, BigInt(bits))));
  }

  pick<T>(values: readonly T[]): T {
    return values[Number(this.between(0n, BigInt(values.length - 1)))]!;
  }
}

/** Options that traders quote: forwards of 1e-2 to 1e6, strikes within a factor of 4, an hour to three years. */
export const quotedOption = (random: Random): Option => {
  const forward = random.between(1n, 1000n) * 10n ** random.between(15n, 21n) + random.bits(40);
  return [
    forward,
    (forward * random.between(WAD / 4n, 4n * WAD)) / WAD,
    random.pick([random.between(3600n, 7n * 86_400n), random.between(86_400n, 3n * YEAR)]),
    random.between(WAD / 20n, 3n * WAD),
    random.between((9n * WAD) / 10n, WAD),
  ];
};

/** Anything in the supported range, with its bounds, zeros and equal forward and strike frequent. */
export const anyOption = (random: Random): Option => {
  const forward = random.pick([random.anySize(120), random.anySize(90), MAX_PRICE, 0n, 1n, WAD]);
  const near = (forward * random.between(WAD / 2n, 2n * WAD)) / WAD;
  const strike = random.pick([random.anySize(120), near, near, forward, forward + 1n, forward && forward - 1n]);
  return [
    forward,
    strike > MAX_PRICE ? MAX_PRICE : strike,
    random.pick([random.between(0n, 100n * YEAR), random.anySize(32), random.between(0n, YEAR), 1n, MAX_TIME]),
    random.pick([random.between(0n, 10n * WAD), random.anySize(64), random.between(0n, WAD), 1n, MAX_RATE]),
    random.pick([WAD, WAD, random.between(0n, WAD), random.between(0n, 10n * WAD), MAX_RATE]),
  ];
};

/** At the money, half of s within a billionth of 13: where the time value becomes the whole price. */
export const atTheSwitch = (random: Random): Option => {
  const forward = 10n ** 30n + random.bits(90);
  const time = random.between(3n * YEAR, 100n * YEAR);
  const root = Math.sqrt(Number(time) / Number(YEAR));
  const volatility = BigInt(Math.floor((26 / root) * 1e15)) * 1000n + random.between(-(10n ** 10n), 10n ** 10n);
  return [forward, forward, time, volatility < MAX_RATE ? volatility : MAX_RATE, WAD];
};

export const optionOf = (vector: PublishedOption): Option => [
  BigInt(vector.forward),
  BigInt(vector.strike),
  BigInt(vector.time),
  BigInt(vector.volatility),
  BigInt(vector.discount),
];

/** Decimals that `parseDecimal` keeps beyond the unit of its argument. */
export const DECIMALS = 48n;

/** A decimal string, possibly with exponent, times 10^48. */
export const parseDecimal = (text: string): bigint => {
  const [mantissa = "0", exponent = "0"] = text.split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  const power = DECIMALS - BigInt(fraction.length) + BigInt(exponent);
  const digits = BigInt(whole + fraction);
  if (power >= 0n) return digits * 10n ** power;
  return power < -1000n ? 0n : digits / 10n ** -power;
};

export const absolute = (x: bigint): bigint => (x < 0n ? -x : x);
export const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** Slices of at most `size`. */
export const chunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));

/** The rows of a decoded two-dimensional array, as plain arrays. */
export const rowsOf = (result: Iterable<Iterable<bigint>>): bigint[][] => Array.from(result, (row) => Array.from(row));
