/**
 * The last digits of the implied volatility.
 *
 * With V the out-of-the-money value over low = min(F, K), v = ∂V/∂s = φ(x − h), x = L/s and h = s/2, the logarithm of
 * V is solved for s, close to the upper bound that of 1 − V. Both have the derivatives of v in closed form, so four
 * terms of the inverse series cost little, and the error of a step is about 10·δ⁵ for a guess that is off by δ.
 *
 * What counts is the rounding of the residual in the last step. So s is rounded to 24 bits before it: with a part of
 * x = L/s of 24 bits, too, what their product lacks of L is exact, and gives the rest of x. And V has three forms, of
 * which the one whose terms cancel least is taken.
 */
import {
  CENTRAL_LIMIT,
  DENSITY_AT_ZERO,
  ROOT_REST,
  ROOT_TWO_PI,
  compareMiddle,
  compareMills,
  middle,
  mills,
} from "./normal.js";

/** A step below this is the last, if the last term of its series is below the second figure. */
const LAST = 3e-4;
const LAST_TERM = 2e-10;
/** Beyond this residual the series does not help, and a plain step of Newton's method does. */
const SERIES = 0.05;
/** Of a smaller share the logarithm is a difference: close to the smallest double there are fewer bits, or none. */
const SMALL = 2 ** -900;
/** At the money a smaller s is not rounded: 24 bits would leave the range of singles. */
const TINY = 1e-30;
const MAX_STEPS = 100;

/** x up to which the middle form is the more precise one; for x < h it is so anyway. */
const MIDDLE = 0.7;

/** What {@link refineDeviation} solves for and finds; a store for the reason given at `mills`. */
export const target = {
  /** The undiscounted out-of-the-money value, in the unit of `low`. */
  value: 0.5,
  /** min(F, K). */
  low: 0.5,
  /** 1 − value/low. */
  complement: 0.5,
  /** |F − K|. */
  gap: 0.5,
  /** L = |ln(F/K)|. */
  distance: 0.5,
  /** Set a first value of s = σ√T here, find it to 24 bits. */
  deviation: 0.5,
  /** Find here what s is off by, over s. */
  step: 0.5,
};

/** Fills `deviation` and `step` of {@link target}. */
export const refineDeviation = (): void => {
  const { value, low, complement, gap, distance } = target;
  const share = value / low;
  let s = target.deviation;
  for (let i = 0; i < MAX_STEPS; i++) {
    if (s > TINY) s = Math.fround(s);
    let x = 0;
    let rest = 0;
    let exactDistance = -0.5 * s;
    if (distance > 0) {
      x = Math.fround(distance / s);
      exactDistance = x - 0.5 * s;
      rest = (distance - x * s) / s;
      x += rest;
    }
    const h = 0.5 * s;
    const a = exactDistance + rest;
    const b = x + h;
    // ln of the target over the value at s, and s·∂ln/∂s.
    let residual: number;
    let slope: number;
    if (b <= CENTRAL_LIMIT && (x <= MIDDLE || a < 0)) {
      // V/low = N(b) − N(a) − (high/low − 1)·N(−b).
      middle.near = a;
      middle.far = b;
      compareMiddle();
      const here = s * middle.slope - (gap / low) * (0.5 - middle.far);
      slope = (s * DENSITY_AT_ZERO * Math.exp(-0.5 * a * a)) / here;
      residual = Math.log1p((share - here) / here);
    } else {
      const square = 0.5 * exactDistance * exactDistance + rest * (exactDistance + 0.5 * rest);
      mills.near = Math.abs(a);
      mills.far = b;
      compareMills();
      if (a >= 0) {
        slope = 1 / mills.slope;
        const factor = ROOT_TWO_PI * slope + ROOT_REST * slope;
        const logarithm =
          share > SMALL ? Math.log(share * (factor / s)) : Math.log(value) - Math.log(low) + Math.log(factor / s);
        residual = logarithm + square;
      } else if (2 * share < 1 && a > -CENTRAL_LIMIT) {
        // V/low = N(−a) − φ(a)·R(b), here more precise than 1 − V/low.
        middle.near = a;
        middle.far = 0;
        compareMiddle();
        const density = DENSITY_AT_ZERO * Math.exp(-0.5 * a * a);
        const here = 0.5 - middle.near - density * mills.far;
        slope = (s * density) / here;
        residual = Math.log1p((share - here) / here);
      } else {
        const sum = mills.near + mills.far;
        slope = -s / sum;
        residual = Math.log((complement * ROOT_TWO_PI + complement * ROOT_REST) / sum) + square;
      }
    }
    const n = residual / slope;
    let step: number;
    if (Math.abs(n) < SERIES) {
      const xx = x * x;
      const hh = h * h;
      // Logarithmic derivatives of v: s·v′/v, s²·v″/v, s³·v‴/v.
      const first = xx - hh;
      const bend = -3 * xx - hh;
      const second = first * first + bend;
      const third = first * (first * first + 3 * bend) + 12 * xx;
      const c2 = (first - slope) / 2;
      const c3 = (second + slope * (2 * slope - 3 * first)) / 6;
      const c4 = (third - slope * (4 * second + 3 * first * first - slope * (12 * first - 6 * slope))) / 24;
      const fourth = n * n * n * (5 * c2 * (c3 - c2 * c2) - c4);
      step = n * (1 - n * (c2 - n * (2 * c2 * c2 - c3)) + fourth);
      if (Math.abs(n) < LAST && Math.abs(fourth) < LAST_TERM) {
        target.deviation = s;
        target.step = step;
        return;
      }
    } else {
      step = Math.min(Math.max(n, -0.5), 1);
    }
    s += s * step;
  }
  target.deviation = s;
  target.step = 0;
};
