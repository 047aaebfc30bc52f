/** Differences without the rounding of their terms (Dekker, A floating-point technique, 1971). */

/** 2^27 + 1: splits a double into two halves. */
const SPLITTER = 134_217_729;

/** a·b − c, rounded about once: the product is not rounded before the difference is taken. */
export const exactDifference = (a: number, b: number, c: number): number => {
  if (b === 1) return a - c;
  const product = a * b;
  const splitA = SPLITTER * a;
  const highA = splitA - (splitA - a);
  const lowA = a - highA;
  const splitB = SPLITTER * b;
  const highB = splitB - (splitB - b);
  const lowB = b - highB;
  const rest = highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
  const difference = product - c + rest;
  // Splitting overflows near the largest double.
  return Number.isNaN(difference) ? product - c : difference;
};

/** price/discount − (high − low), without rounding the terms: for the price of an option in the money. */
export const timeValue = (price: number, discount: number, high: number, low: number): number => {
  const gap = high - low;
  const back = high - gap;
  const rest = high - (gap + back) + (back - low);
  return (-exactDifference(gap, discount, price) - discount * rest) / discount;
};
