/** Prints the coefficients of the implied volatility with their errors: `npx tsx scripts/fit/impliedVolatility.ts`. */
import { fitGuess } from "./firstGuess.js";
import { volatilityFractions } from "./volatilityFractions.js";

for (const { name, coefficients, errors } of volatilityFractions()) {
  const bounds = Object.entries(errors).map(([kind, error]) => `${kind} ${error.toExponential(2)}`);
  console.log(`${name}: error ${bounds.join(", ")}`);
  for (const [label, value] of coefficients) console.log(`  ${label} = ${value}`);
}
const { numerator, denominator, error } = fitGuess();
console.log(`first guess, X and Y in Q32: error ${error.toExponential(2)}`);
for (const [name, terms] of Object.entries({ n: numerator, d: denominator })) {
  for (const { powers, integer } of terms) console.log(`  ${name}${powers.join("")} = ${integer}`);
}
