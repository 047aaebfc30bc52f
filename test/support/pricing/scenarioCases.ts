import { MAX_PRICE, MAX_RATE, type Random, WAD, anyOption, quotedOption } from "./samples.js";

/** The input of the scenario kernel, as the harness takes it. */
export interface ScenarioCase {
  forward: bigint;
  strike: bigint;
  timeToExpiry: bigint;
  volatilities: [down: bigint, unmoved: bigint, up: bigint];
  discount: bigint;
  isCall: boolean;
  shifts: bigint[];
}

const YEAR = 31_536_000n;

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const clamp = (shift: bigint): bigint =>
  shift < (-95n * WAD) / 100n ? (-95n * WAD) / 100n : least(shift, (5n * WAD) / 2n);

/** The nine shifts of a width: thirds of it and tails at two and a half times. */
export const shiftsOf = (width: bigint): bigint[] =>
  [...[-3n, -2n, -1n, 0n, 1n, 2n, 3n].map((k) => (width * k) / 3n), (-5n * width) / 2n, (5n * width) / 2n].map(clamp);

/** What a margin sees: moneyness 0.5 to 2, an hour to a year, volatility 30% to 200%, width 20%. */
export const typicalCase = (random: Random): ScenarioCase => {
  const forward = random.between(1n, 1000n) * 10n ** random.between(17n, 20n) + random.bits(40);
  const unmoved = random.between((3n * WAD) / 10n, 2n * WAD);
  return {
    forward,
    strike: (forward * random.between(WAD / 2n, 2n * WAD)) / WAD,
    timeToExpiry: random.pick([
      random.between(3_600n, 86_400n),
      random.between(86_400n, YEAR / 12n),
      random.between(86_400n, YEAR),
    ]),
    volatilities: [(unmoved * 7n) / 10n, unmoved, (unmoved * 145n) / 100n],
    discount: random.between((9n * WAD) / 10n, WAD),
    isCall: random.bits(1) === 1n,
    shifts: shiftsOf(WAD / 5n),
  };
};

/** Anything in range; zeros, bounds and arbitrary shifts frequent. */
export const anyCase = (random: Random): ScenarioCase => {
  const [forward, strike, timeToExpiry, unmoved, discount] = random.pick([anyOption, quotedOption])(random);
  const shifts = random.pick([
    shiftsOf(random.between(0n, 3n * WAD)),
    shiftsOf(0n),
    Array.from({ length: 9 }, () => random.between((-95n * WAD) / 100n, (5n * WAD) / 2n)),
  ]);
  const greatest = WAD + shifts.reduce((a, b) => (a > b ? a : b));
  const bound = greatest > WAD ? (MAX_PRICE * WAD) / greatest : MAX_PRICE;
  return {
    forward: least(forward, bound),
    strike,
    timeToExpiry,
    volatilities: [
      (unmoved * random.between(0n, WAD)) / WAD,
      unmoved,
      least(unmoved + random.between(0n, WAD), MAX_RATE),
    ],
    discount,
    isCall: random.bits(1) === 1n,
    shifts,
  };
};

/** The forward of scenario k. */
export const forwardOf = ({ forward, shifts }: ScenarioCase, k: number): bigint =>
  (forward * (WAD + shifts[k < 21 ? Math.floor(k / 3) : k - 14]!)) / WAD;
/** The volatility of scenario k. */
export const volatilityOf = ({ volatilities }: ScenarioCase, k: number): bigint => volatilities[k < 21 ? k % 3 : 2]!;
