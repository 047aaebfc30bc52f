/** The fractions of `contracts/pricing/ImpliedVolatility.sol` and the error of the integers that stand there. */
import {
  type Fraction,
  NEAR_ONE,
  absolute,
  chebyshev,
  exponentialFraction,
  logarithmFactor,
  logarithmFraction,
  rounded,
  widened,
} from "./elementary.js";
import { interpolate } from "./fractions.js";
import { ONE, divide, multiply, ratio, toNumber } from "./precise.js";

/** One division: 2z/(c₀ + z²/c₁) as k₁·z/(k₂ − z²), Q136. */
const roughLogarithm = (end: bigint): Fraction => {
  const [c0, c1] = interpolate(logarithmFactor, chebyshev(end, 2)) as [bigint, bigint];
  const k1 = rounded(-2n * c1, 136n);
  const k2 = rounded(-multiply(c0, c1), 136n);
  let worst = 0n;
  for (let i = 1n; i <= 400n; i += 1n) {
    const w = (end * i) / 400n;
    const factor = divide(2n * (widened(k2, 136n) - w), widened(k1, 136n));
    const error = absolute(divide(logarithmFactor(w), factor) - ONE);
    if (error > worst) worst = error;
  }
  const coefficients = [["k1", k1] as const, ["k2", k2] as const];
  return { name: "ln((1+z)/(1-z)), rough, Q136", coefficients, errors: { relative: toNumber(worst) } };
};

/** Every fraction of the solver but the first guess; Mills' ratio and the logarithm of F/K are those of `kernels.ts`. */
export const volatilityFractions = (): Fraction[] => [
  // The last step's logarithm of wanted/reached is below 0.28.
  logarithmFraction(ratio(2n, 100n), 3, 68n),
  roughLogarithm(NEAR_ONE),
  exponentialFraction(4, 80n),
];
