/** Prints the coefficients of `contracts/pricing` with their errors: `npx tsx scripts/fit/pricing.ts`. */
import { constants, fractions } from "./kernels.js";

for (const { name, coefficients, errors } of fractions()) {
  const bounds = Object.entries(errors).map(([kind, error]) => `${kind} ${error.toExponential(2)}`);
  console.log(`${name}: error ${bounds.join(", ")}`);
  for (const [label, value] of coefficients) console.log(`  ${label} = ${value}`);
}
console.log("constants");
for (const [name, value] of Object.entries(constants())) console.log(`  ${name} = ${value}`);
