import { expect } from "chai";

import { candidateOf, checkButterfly } from "../../../sdk/src/volatility/checkSmile.js";
import type { Slice } from "../../../sdk/src/volatility/index.js";
import { DAY, sliceOf } from "../../support/oracles/surface.js";

const YEAR = 365 * DAY;
const SMILES = 20_000;
/** Where g is looked at between the points: evenly, and around the bend. */
const EVEN = Array.from({ length: 801 }, (_, i) => (i - 400) / 100);
const BENDS = Array.from({ length: 401 }, (_, i) => Math.sinh((i - 200) / 40));

/** A fixed row of numbers in [0, 1). */
const numbers = (): (() => number) => {
  let state = 12_345n;
  return () => {
    state = BigInt.asUintN(64, state * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    return Number(state >> 11n) / 2 ** 53;
  };
};

const figure = (value: number, unit: number): bigint => BigInt(Math.round(value / unit));

/** Durrleman's g of a slice at log-moneyness k; floating point. */
const densityOf = ({ a, b, rho, m, sigma }: Slice, years: number) => {
  const [level, rise, lean] = [(Number(a) / 1e9) * years, (Number(b) / 1e9) * years, Number(rho) / 1e6];
  const [centre, width] = [Number(m) / 1e9, Number(sigma) / 1e9];
  const at = (k: number) => {
    const d = k - centre;
    const root = Math.hypot(d, width);
    return { d, root, w: level + rise * (root + d * lean) };
  };
  const g = (k: number): number => {
    const { d, root, w } = at(k);
    const slope = rise * (lean + d / root);
    const u = 1 - (k * slope) / (2 * w);
    return u * u + (rise * width * width) / (2 * root ** 3) - (slope * slope * (1 / w + 1 / 4)) / 4;
  };
  const limit = 4 * Math.sqrt(at(0).w);
  const points = [...EVEN.map((x) => (x * limit) / 4), ...BENDS.map((t) => centre + t * width)];
  return Math.min(...points.filter((k) => Math.abs(k) <= limit).map(g));
};

/** Smiles that the checks let in, and how many of them have a negative g somewhere. */
const residual = (draw: (next: () => number) => { slice: Slice; tenor: number }): { share: number; least: number } => {
  const next = numbers();
  let [accepted, wrong, least] = [0, 0, 0];
  while (accepted < SMILES) {
    const { slice, tenor } = draw(next);
    try {
      checkButterfly(candidateOf(slice, { tenor: BigInt(tenor), isFirst: true }));
    } catch {
      continue;
    }
    accepted += 1;
    const g = densityOf(slice, tenor / YEAR);
    if (g < -1e-9) wrong += 1;
    least = Math.min(least, g);
  }
  if (process.env.GAS === "1") console.log(`      ${wrong} of ${accepted}, least g ${least.toFixed(4)}`);
  return { share: wrong / accepted, least };
};

/** The greatest shares seen are 0.02%; without the points beside the bend it was 0.4% to 0.7%. */
describe("butterfly arbitrage between the points that are looked at", () => {
  it("isInAtMost4Of10000_ofSmilesOf60Days", () => {
    const { share, least } = residual((next) => ({
      tenor: 60 * DAY - 3600,
      slice: sliceOf(0, {
        a: figure(next() * 2 - 0.2, 1e-9),
        b: figure(next() * 6, 1e-9),
        rho: figure(next() * 1.9 - 0.95, 1e-6),
        m: figure(next() - 0.5, 1e-9),
        sigma: figure(0.01 + next() * 0.99, 1e-9),
        carry: 0n,
        halfSpread: 0n,
      }),
    }));
    expect(share).to.be.at.most(0.0004);
    expect(least).to.be.at.least(-0.05);
  });

  it("isInAtMost4Of10000_ofSmilesOfAnyTenorAndBend", () => {
    const { share, least } = residual((next) => {
      const tenor = Math.round(3600 * (400 * 24) ** next());
      const reach = Math.min(1, 3 * Math.sqrt(tenor / YEAR));
      return {
        tenor,
        slice: sliceOf(0, {
          a: figure(next() < 0.5 ? next() * 2.2 - 0.2 : 0.01 * 400 ** next(), 1e-9),
          b: figure(0.01 * 6000 ** next(), 1e-9),
          rho: figure(next() * 1.998 - 0.999, 1e-6),
          m: figure((next() - 0.5) * reach, 1e-9),
          sigma: figure(0.001 * 2000 ** next(), 1e-9),
          carry: 0n,
          halfSpread: 0n,
        }),
      };
    });
    expect(share).to.be.at.most(0.0004);
    expect(least).to.be.at.least(-0.1);
  });
});
