/**
 * The normal distribution on JavaScript numbers, in the two forms that options need.
 *
 * In the tails it is Mills' ratio R(t) = N(−t)/φ(t), written 1/R(t) = t + C(t): C varies so slowly that the difference
 * of two ratios, which is the price of an option, keeps its relative precision however close they are. Around the
 * middle it is N(t) − 1/2, an odd function. `scripts/fit/fastNormal.ts` derives the coefficients.
 */

/** √(2π). */
export const ROOT_TWO_PI = 2.5066282746310007;
/** What {@link ROOT_TWO_PI} lacks of √(2π). */
export const ROOT_REST = -1.8328579980459167e-16;
/** 1/√(2π) = φ(0). */
export const DENSITY_AT_ZERO = 0.3989422804014327;
/** What {@link DENSITY_AT_ZERO} lacks of 1/√(2π). */
const DENSITY_REST = -2.49232720227773e-17;

/**
 * Arguments and results of {@link compareMills}: a store of its own, because JavaScript passes and returns several
 * numbers only by allocating for them, which would take as long as a third of the work.
 */
export const mills = {
  /** Set t ≥ 0 here, find R(t). */
  near: 1.25,
  /** Set t ≥ near here, find R(t). */
  far: 1.25,
  /** Find (R(near) − R(far))/(far − near) here. */
  slope: 0.5,
};

/**
 * Replaces the arguments in {@link mills} by the results. R has a relative error of a few 2⁻⁵³, the slope one of about
 * 10·2⁻⁵³·(1 + near²), also at near = far. Beyond 40 they lose precision slowly, to 1e-9 at infinity.
 *
 * With the polynomials P and Q of C = P/Q, every value P(near) comes with the quotient (P(far) − P(near))/(far − near)
 * by the same scheme of Horner, so nothing cancels. Even and odd powers run apart, which halves the latency.
 */
export const compareMills = (): void => {
  const { near, far } = mills;
  const n = near * near;
  const f = far * far;
  const sum = near + far;

  let pEven = 46.24391146344707 * n + 6979.640932043533;
  let pEvenSlope = 46.24391146344707 * f + pEven;
  pEven = pEven * n + 232929.39298192694;
  pEvenSlope = pEvenSlope * f + pEven;
  pEven = pEven * n + 2072817.321754107;
  pEvenSlope = pEvenSlope * f + pEven;
  pEven = pEven * n + 2822504.2510543372;

  let pOdd = 1.4570312494240132 * n + 713.8822239806686;
  let pOddSlope = 1.4570312494240132 * f + pOdd;
  pOdd = pOdd * n + 47468.593340287065;
  pOddSlope = pOddSlope * f + pOdd;
  pOdd = pOdd * n + 827850.7250485021;
  pOddSlope = pOddSlope * f + pOdd;
  pOdd = pOdd * n + 3371967.0678952364;

  let qEven = 1.45703125 * n + 716.7962945715781;
  let qEvenSlope = 1.45703125 * f + qEven;
  qEven = qEven * n + 48887.62788749408;
  qEvenSlope = qEvenSlope * f + qEven;
  qEven = qEven * n + 918570.9056781244;
  qEvenSlope = qEvenSlope * f + qEven;
  qEven = qEven * n + 4773038.577166735;
  qEvenSlope = qEvenSlope * f + qEven;
  qEven = qEven * n + 3537484.480479499;

  let qOdd = 46.24391136125766 * n + 7072.128371778823;
  let qOddSlope = 46.24391136125766 * f + qOdd;
  qOdd = qOdd * n + 246610.9248672673;
  qOddSlope = qOddSlope * f + qOdd;
  qOdd = qOdd * n + 2498669.2696170155;
  qOddSlope = qOddSlope * f + qOdd;
  qOdd = qOdd * n + 5837209.055620192;

  const p = pEven + near * pOdd;
  const q = qEven + near * qOdd;
  const pSlope = sum * (pEvenSlope + far * pOddSlope) + pOdd;
  const qSlope = sum * (qEvenSlope + far * qOddSlope) + qOdd;
  const distance = far - near;
  const qFar = q + distance * qSlope;
  const nearInverse = near * q + p;
  const farInverse = far * qFar + (p + distance * pSlope);
  const inverse = 1 / (nearInverse * farInverse);
  mills.near = q * farInverse * inverse;
  mills.far = qFar * nearInverse * inverse;
  mills.slope = (q * qFar + (pSlope * q - p * qSlope)) * inverse;
};

/** Arguments and results of {@link compareMiddle}, for the same reason. */
export const middle = {
  /** Set t here, find N(t) − 1/2. */
  near: 0.5,
  /** Set t here, find N(t) − 1/2. */
  far: 0.5,
  /** Find (N(far) − N(near))/(far − near) here. */
  slope: 0.5,
};

/** The largest |t| that {@link compareMiddle} takes. */
export const CENTRAL_LIMIT = 1.1;

/**
 * Replaces the arguments in {@link middle}, |near| ≤ {@link CENTRAL_LIMIT} and likewise far, by the results, which have
 * a relative error of about 2·2⁻⁵³, the slope also at near = far. A polynomial of t², and quotients of differences as
 * in {@link compareMills}.
 */
export const compareMiddle = (): void => {
  const { near, far } = middle;
  const n = near * near;
  const f = far * far;
  const nn = n * n;
  const ff = f * f;

  let even = 4.957395592844452e-12 * nn + 2.273214935704267e-9;
  let evenSlope = 4.957395592844452e-12 * ff + even;
  even = even * nn + 6.659692308600411e-7;
  evenSlope = evenSlope * ff + even;
  even = even * nn + 0.00011543468760760138;
  evenSlope = evenSlope * ff + even;
  even = even * nn + 0.009973557010035747;
  evenSlope = evenSlope * ff + even;

  let odd = -1.6091287854362444e-13 * nn - 1.1273564126049785e-10;
  let oddSlope = -1.6091287854362444e-13 * ff + odd;
  odd = odd * nn - 4.122643572807035e-8;
  oddSlope = oddSlope * ff + odd;
  odd = odd * nn - 0.000009444656219159517;
  oddSlope = oddSlope * ff + odd;
  odd = odd * nn - 0.0011873282154793833;
  oddSlope = oddSlope * ff + odd;
  odd = odd * nn - 0.06649038006690544;

  const factor = even * nn + (n * odd + DENSITY_REST) + DENSITY_AT_ZERO;
  const factorSlope = (n + f) * (evenSlope + f * oddSlope) + odd;
  const slope = far * (near + far) * factorSlope + factor;
  middle.near = near * factor;
  middle.far = near * factor + (far - near) * slope;
  middle.slope = slope;
};
