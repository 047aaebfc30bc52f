/**
 * Elementary functions in binary fixed point with 640 fractional bits: the reference from which the coefficients are
 * fitted and against which the tests compare. Slow and plain on purpose; nothing here is shared with the contracts.
 */

/** Fractional bits of every number in this file. */
export const BITS = 640n;
/** The number 1. */
export const ONE = 1n << BITS;

/** `numerator / denominator` as a fixed-point number. */
export const ratio = (numerator: bigint, denominator: bigint): bigint => (numerator << BITS) / denominator;
/** Product of two fixed-point numbers. */
export const multiply = (a: bigint, b: bigint): bigint => (a * b) >> BITS;
/** Quotient of two fixed-point numbers. */
export const divide = (a: bigint, b: bigint): bigint => (a << BITS) / b;

const integerRoot = (value: bigint): bigint => {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
};

/** Square root of a fixed-point number. */
export const squareRoot = (x: bigint): bigint => integerRoot(x << BITS);

/** Natural logarithm, by 2·artanh((m − 1)/(m + 1)) after taking square roots until m is close to 1. */
export const logarithm = (x: bigint): bigint => {
  let m = x;
  let halvings = 0n;
  while (m > ONE + (ONE >> 6n) || m < ONE - (ONE >> 6n)) {
    m = squareRoot(m);
    halvings += 1n;
  }
  const z = divide(m - ONE, m + ONE);
  const square = multiply(z, z);
  let power = z;
  let sum = 0n;
  for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
    sum += power / n;
    power = multiply(power, square);
  }
  return (sum * 2n) << halvings;
};

/** ln 2. */
export const LN2 = logarithm(2n * ONE);

/** e^x, by its Taylor series after removing a power of two and 2⁻³² more. */
export const exponential = (x: bigint): bigint => {
  const n = x / LN2;
  const rest = (x - n * LN2) >> 32n;
  let term = ONE;
  let sum = ONE;
  for (let k = 1n; term !== 0n && term !== -1n; k += 1n) {
    term = multiply(term, rest) / k;
    sum += term;
  }
  for (let i = 0; i < 32; i++) sum = multiply(sum, sum);
  return n >= 0n ? sum << n : sum >> -n;
};

const arcTangentOfInverse = (n: bigint): bigint => {
  let power = ONE / n;
  let sum = 0n;
  for (let k = 1n, sign = 1n; power !== 0n; k += 2n, sign = -sign) {
    sum += (sign * power) / k;
    power /= n * n;
  }
  return sum;
};

/** π, by Machin's formula. */
export const PI = 16n * arcTangentOfInverse(5n) - 4n * arcTangentOfInverse(239n);

/** The normal density φ(x). */
export const density = (x: bigint): bigint => divide(exponential(-multiply(x, x) >> 1n), squareRoot(2n * PI));

/** Mills' ratio N(−t)/φ(t) for t ≥ 0: the series about 0 up to 14, the continued fraction beyond. */
export const millsRatio = (t: bigint): bigint => {
  if (t > 14n * ONE) {
    let tail = t;
    for (let n = 1500n; n > 0n; n -= 1n) tail = t + divide(n * ONE, tail);
    return divide(ONE, tail);
  }
  const square = multiply(t, t);
  let term = t;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term;
    term = multiply(term, square) / (n + 2n);
  }
  return multiply(squareRoot(PI / 2n), exponential(square >> 1n)) - sum;
};

/** The normal distribution N(x), with relative precision in both tails. */
export const distribution = (x: bigint): bigint =>
  x < 0n ? multiply(density(x), millsRatio(-x)) : ONE - multiply(density(x), millsRatio(x));

/** cos(x) for |x| ≤ 4, by its Taylor series. */
export const cosine = (x: bigint): bigint => {
  const square = multiply(x, x);
  let term = ONE;
  let sum = 0n;
  for (let n = 0n; term !== 0n && term !== -1n; n += 2n) {
    sum += term;
    term = -multiply(term, square) / ((n + 1n) * (n + 2n));
  }
  return sum;
};

/** Solves a square linear system by Gaussian elimination with row pivoting. */
export const solveLinear = (matrix: bigint[][], right: bigint[]): bigint[] => {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const magnitude = (v: bigint): bigint => (v < 0n ? -v : v);
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let i = column + 1; i < n; i++) {
      if (magnitude(rows[i]![column]!) > magnitude(rows[pivot]![column]!)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    for (let i = column + 1; i < n; i++) {
      const factor = divide(rows[i]![column]!, rows[column]![column]!);
      for (let j = column; j <= n; j++) rows[i]![j]! -= multiply(factor, rows[column]![j]!);
    }
  }
  const solution = new Array<bigint>(n).fill(0n);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i]![n]!;
    for (let j = i + 1; j < n; j++) sum -= multiply(rows[i]![j]!, solution[j]!);
    solution[i] = divide(sum, rows[i]![i]!);
  }
  return solution;
};

/** Value of a polynomial with coefficients from the lowest power up. */
export const evaluate = (coefficients: readonly bigint[], x: bigint): bigint =>
  coefficients.reduceRight((sum, coefficient) => multiply(sum, x) + coefficient, 0n);

/** The nearest double, for printing. */
export const toNumber = (x: bigint): number => {
  const length = (x < 0n ? -x : x).toString(2).length;
  const drop = BigInt(Math.max(0, length - 60));
  return Number(x >> drop) * 2 ** Number(drop - BITS);
};
