/** The coefficients of `contracts/pricing` and the error of the integers that stand there. */
import {
  type Fraction,
  NEAR_ONE,
  absolute,
  exponentialFraction,
  logarithmFraction,
  rounded,
  widened,
} from "./elementary.js";
import { type Level, levels } from "./fractions.js";
import {
  LN2,
  ONE,
  PI,
  density,
  divide,
  logarithm,
  millsRatio,
  multiply,
  ratio,
  squareRoot,
  toNumber,
} from "./precise.js";
import { remez } from "./remez.js";

const YEAR = 31_536_000n;

const remembered = new Map<bigint, bigint>();
const exactMills = (t: bigint): bigint => {
  const known = remembered.get(t) ?? millsRatio(t);
  remembered.set(t, known);
  return known;
};

const valueOfLevels = (fraction: readonly Level[], t: bigint): bigint => {
  let v: bigint | undefined;
  for (let k = fraction.length - 1; k >= 0; k--) {
    v = t + fraction[k]!.b + (v === undefined ? 0n : divide(fraction[k + 1]!.a, v));
  }
  return divide(fraction[0]!.a, v!);
};

/** Mills' ratio as a₁/(t + b₁ + a₂/(t + b₂ + …)): t and b in Q`bits`, a in twice that, the first in `output` + bits. */
const millsFraction = (
  degree: number,
  [end, bits, output]: readonly [bigint, bigint, bigint],
  tolerance: (t: bigint) => bigint,
): Fraction => {
  const exact = levels(remez({ degree, end, centre: 2n * ONE, value: exactMills, tolerance }));
  const integers = exact.map(({ a, b }, k) => ({
    a: rounded(a, k === 0 ? output + bits : 2n * bits),
    b: rounded(b, bits),
  }));
  const wide = integers.map(({ a, b }, k) => ({
    a: widened(a, k === 0 ? output + bits : 2n * bits),
    b: widened(b, bits),
  }));
  let relative = 0n;
  let weighted = 0n;
  for (let i = 0; i <= 400; i++) {
    const t = (13n * ONE * BigInt(i)) / 400n;
    const error = absolute(valueOfLevels(wide, t) - exactMills(t));
    const share = divide(error, exactMills(t));
    const tail = multiply(error, density(t));
    if (share > relative) relative = share;
    if (tail > weighted) weighted = tail;
  }
  return {
    name: `Mills' ratio, ${degree} levels, t in Q${bits}, R in Q${output}`,
    coefficients: integers.flatMap(({ a, b }, k) => [[`a${k + 1}`, a] as const, [`b${k + 1}`, b] as const]),
    errors: { "relative on [0, 13]": toNumber(relative), "of N(-t)": toNumber(weighted) },
  };
};

/** Every fraction of the contracts. */
export const fractions = (): Fraction[] => [
  logarithmFraction(NEAR_ONE, 7, 120n),
  // Of smiles, in wad.
  logarithmFraction(NEAR_ONE, 6, 120n),
  exponentialFraction(5, 64n),
  exponentialFraction(5, 96n),
  // As bad as any other: an error of 1 in the tail, or of 5e7 relative to the ratio.
  millsFraction(8, [13n * ONE, 80n, 64n], (t) => divide(ONE, density(t) + divide(ONE / 50_000_000n, exactMills(t)))),
  // Of the distribution function: hardly any error where |t| is small, the least there is in a tail.
  millsFraction(9, [13n * ONE, 80n, 64n], (t) => divide(ONE, density(t) + divide(ONE / 160_000_000n, exactMills(t)))),
  // Of the scenarios, where 1e-13 of the spot is enough.
  exponentialFraction(3, 59n),
  millsFraction(6, [8n * ONE, 56n, 56n], (t) => divide(ONE, density(t))),
];

/** Constants that need no fit. */
export const constants = (): Readonly<Record<string, bigint>> => ({
  "ln 2, Q128": rounded(LN2, 128n),
  "log2(e)/2, Q80": rounded(divide(ONE, LN2) >> 1n, 80n),
  "log2(e)/2, Q64": rounded(divide(ONE, LN2) >> 1n, 64n),
  "log2(e)/1e18, Q244": rounded(divide(ONE, LN2 * 10n ** 18n), 244n),
  "log2(√(2π)), Q64": rounded(divide(logarithm(2n * PI), LN2) >> 1n, 64n),
  "log2(√(2π)), Q59": rounded(divide(logarithm(2n * PI), LN2) >> 1n, 59n),
  "1/year, Q240": (1n << 240n) / YEAR,
  // √u is within 3% of 0.687 + 0.3428·u on [1, 4); the slope is a power of two in the units of the contract.
  "0.687/√year, Q247": rounded(multiply(ratio(687n, 1000n), squareRoot(ratio(1n, YEAR))), 247n),
});
