/** Differences without the rounding of their terms (Dekker, A floating-point technique, 1971). */

/** 2^27 + 1: splits a double into two halves. */
const SPLITTER = 134_217_729;

/** What a·b rounds off; NaN where splitting overflows, near the largest double. */
const restOfProduct = (a: number, b: number, product: number): number => {
  const splitA = SPLITTER * a;
  const highA = splitA - (splitA - a);
  const lowA = a - highA;
  const splitB = SPLITTER * b;
  const highB = splitB - (splitB - b);
  const lowB = b - highB;
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
};

/** a·b − c, rounded about once: the product is not rounded before the difference is taken. */
export const exactDifference = (a: number, b: number, c: number): number => {
  if (b === 1) return a - c;
  const product = a * b;
  const difference = product - c + restOfProduct(a, b, product);
  return Number.isNaN(difference) ? product - c : difference;
};

/** price/discount − (high − low), without rounding the terms: for the price of an option in the money. */
export const timeValue = (price: number, discount: number, high: number, low: number): number => {
  const gap = high - low;
  const back = high - gap;
  const rest = high - (gap + back) + (back - low);
  return (-exactDifference(gap, discount, price) - discount * rest) / discount;
};

/** Where the squares of {@link scaledRoot} are safe. */
const SMALL = 1e-30;
const LARGE = 1e30;

/** s·(1 + step)·√(numerator/denominator), rounded about once, where s has 24 bits; step is small. */
export const scaledRoot = (s: number, step: number, numerator: number, denominator: number): number => {
  const plain = s / Math.sqrt(denominator / numerator);
  const root = Math.fround(plain);
  if (!(s > SMALL && root > SMALL && root < LARGE && denominator < LARGE)) return plain + plain * step;
  // Squares of 24 bits are exact, and so is the difference of products that are close.
  const a = s * s;
  const b = root * root;
  const wanted = a * numerator;
  const found = b * denominator;
  const rest = restOfProduct(a, numerator, wanted) - restOfProduct(b, denominator, found);
  const off = (wanted - found + rest) / found;
  const correction = off * (0.5 - 0.125 * off);
  return root + root * (correction + step + correction * step);
};
