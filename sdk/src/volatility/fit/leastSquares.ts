/** Sums of squares made small: Levenberg and Marquardt's method with Huber's loss. */

/** What is minimised. @internal */
export interface Problem {
  /** Writes the residuals of `parameters` into `out`. */
  readonly residuals: (parameters: Float64Array, out: Float64Array) => void;
  /** How many residuals there are. */
  readonly count: number;
  /** The first so many count with Huber's loss, the others with their squares. */
  readonly robust: number;
}

/** @internal */
export interface Minimum {
  readonly parameters: Float64Array;
  readonly cost: number;
}

/** From here on a residual counts linearly. */
const HUBER = 1.5;
const STEP = 1e-6;
/** A step that gains less, as a part of the sum, is the last. */
const ENOUGH = 1e-7;
const MAX_DAMPING = 1e10;

const costOf = (r: Float64Array, robust: number): number => {
  let cost = 0;
  for (let i = 0; i < r.length; i++) {
    const size = Math.abs(r[i]!);
    cost += i < robust && size > HUBER ? HUBER * (2 * size - HUBER) : size * size;
  }
  return cost;
};

/** Solves the symmetric positive definite `matrix`·x = `right` in place (Cholesky); false where it is not definite. */
const solve = (matrix: Float64Array[], right: Float64Array): boolean => {
  const n = right.length;
  for (let i = 0; i < n; i++) {
    const row = matrix[i]!;
    for (let j = 0; j <= i; j++) {
      let sum = row[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * matrix[j]![k]!;
      if (i !== j) row[j] = sum / matrix[j]![j]!;
      else if (sum > 0) row[i] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) right[i]! -= matrix[i]![k]! * right[k]!;
    right[i]! /= matrix[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) right[i]! -= matrix[k]![i]! * right[k]!;
    right[i]! /= matrix[i]![i]!;
  }
  return true;
};

/** Gradient and JᵀJ of the loss, residuals weighted as Huber's loss does. */
const normalEquations = (problem: Problem, p: Float64Array, r: Float64Array) => {
  const n = p.length;
  const columns = Array.from(p, (value, j) => {
    const moved = Float64Array.from(p);
    moved[j] = value + STEP;
    const column = new Float64Array(problem.count);
    problem.residuals(moved, column);
    for (let i = 0; i < column.length; i++) column[i] = (column[i]! - r[i]!) / STEP;
    return column;
  });
  const hessian = Array.from({ length: n }, () => new Float64Array(n));
  const gradient = new Float64Array(n);
  for (let i = 0; i < r.length; i++) {
    const size = Math.abs(r[i]!);
    const weight = i < problem.robust && size > HUBER ? HUBER / size : 1;
    for (let j = 0; j < n; j++) {
      const slope = weight * columns[j]![i]!;
      gradient[j]! -= slope * r[i]!;
      for (let k = 0; k <= j; k++) hessian[j]![k]! += slope * columns[k]![i]!;
    }
  }
  return { hessian, gradient };
};

/** A step with the damping `lambda`, undefined where the equations have no solution. */
const stepOf = (hessian: Float64Array[], gradient: Float64Array, lambda: number): Float64Array | undefined => {
  const matrix = hessian.map((row) => Float64Array.from(row));
  for (const [i, row] of matrix.entries()) row[i]! += lambda * (row[i]! + 1e-9);
  const step = Float64Array.from(gradient);
  return solve(matrix, step) ? step : undefined;
};

/**
 * The least sum of losses near `start` (Marquardt, An algorithm for least-squares estimation of nonlinear parameters,
 * 1963; Huber, Robust estimation of a location parameter, 1964). Derivatives are differences.
 * @internal
 */
export const leastSquares = (problem: Problem, start: Float64Array, steps: number): Minimum => {
  let parameters = Float64Array.from(start);
  let r = new Float64Array(problem.count);
  problem.residuals(parameters, r);
  let cost = costOf(r, problem.robust);
  let lambda = 1e-2;
  for (let i = 0; i < steps; i++) {
    const { hessian, gradient } = normalEquations(problem, parameters, r);
    let gain = 0;
    while (lambda < MAX_DAMPING) {
      const step = stepOf(hessian, gradient, lambda);
      const moved = step && parameters.map((value, j) => value + step[j]!);
      const next = new Float64Array(problem.count);
      if (moved !== undefined) problem.residuals(moved, next);
      const reached = moved === undefined ? Infinity : costOf(next, problem.robust);
      if (moved !== undefined && reached < cost) {
        gain = cost - reached;
        [parameters, r, cost] = [moved, next, reached];
        lambda = Math.max(lambda / 8, 1e-12);
        break;
      }
      lambda *= 4;
    }
    if (gain <= ENOUGH * cost) break;
  }
  return { parameters, cost };
};
