import { expect } from "chai";

import { type SnapshotFit, assess } from "../../../scripts/surface/assess/assess.ts";
import { anchorOf, realisedAt } from "../../../scripts/surface/assess/realised.ts";
import { type Summary, summarise } from "../../../scripts/surface/assess/summary.ts";
import { generateChains } from "../../../scripts/surface/chain/generate.ts";
import { readChain } from "../../../scripts/surface/chain/readChain.ts";
import type { Snapshot } from "../../../scripts/surface/chain/snapshot.ts";
import { pageOf } from "../../../scripts/surface/report/html.ts";
import { jsonOf } from "../../../scripts/surface/report/json.ts";
import { tablesOf } from "../../../scripts/surface/report/tables.ts";
import { recordedChains } from "../../../scripts/surface/sources.ts";
import { randomOf } from "../../../scripts/start/prices/random.ts";
import { fuzz } from "../../support/fastCheck.ts";

const HOUR = 3600;
/** A Friday, 05:40 UTC. */
const TIME = 1_772_775_600;
const DEEP = process.env.DEEP === "1";
/** Snapshots of each coin that are drawn. */
const DRAWN = 3;

const faultsOf = (fits: readonly SnapshotFit[]): string[] =>
  fits.flatMap(({ failures, refusal }) => [
    ...failures.map(({ message }) => message),
    ...(refusal === undefined ? [] : [refusal]),
  ]);

const draw = (snapshots: readonly Snapshot[], name: string): Snapshot[] => {
  if (DEEP) return [...snapshots];
  const random = randomOf(fuzz.seed, name);
  const left = [...snapshots];
  return Array.from({ length: DRAWN }, () => left.splice(Math.floor(random.next() * left.length), 1)[0]!);
};

describe("surface report", () => {
  describe("of generated chains", () => {
    let fits: SnapshotFit[];
    let summary: Summary;

    before(() => {
      const seeds = DEEP ? Array.from({ length: 20 }, (_, i) => i + 1) : [1, 2];
      fits = seeds.flatMap((chain) => generateChains(chain, TIME, 2)).map((snapshot) => assess(snapshot));
      summary = summarise(fits);
    });

    it("everyExpiry_isFitted_andPasses", () => {
      expect(faultsOf(fits)).to.deep.equal([]);
      expect(summary.overall.expiries).to.equal(fits.length * 11);
      expect(summary.refused).to.equal(0);
    });

    it("smiles_areWhatTheChainIsMadeOf", () => {
      expect(summary.beyondTwoDays.rmseMark).to.be.below(0.5);
      expect(summary.overall.inside).to.be.above(0.97);
      // Two hours and twenty minutes.
      expect(fits[0]!.fits[0]!.tenor).to.equal(140 * 60);
    });

    it("page_needsNothingElse", () => {
      const page = pageOf(summary, fits, "a <chain>");
      expect(page).to.include("a &lt;chain").and.to.include("<svg");
      expect(page).to.not.match(/(src|href)=|url\(|NaN|undefined|Infinity/);
      for (const open of ["svg", "table", "details", "div"]) {
        expect(page.split(`<${open}`).length).to.equal(page.split(`</${open}>`).length);
      }
    });

    it("json_andTable_tellTheSame", () => {
      const report = JSON.parse(jsonOf(summary, fits, "generated"));
      expect(report.summary.overall.expiries).to.equal(summary.overall.expiries);
      expect(report.snapshots[0].fits[0].slice.a).to.equal(String(fits[0]!.fits[0]!.slice.a));
      expect(tablesOf(summary, fits))
        .to.include(summary.overall.rmse.toFixed(2))
        .and.to.include("Every expiry is fitted");
    });

    it("failures_areNamed", () => {
      const [snapshot] = generateChains(1, TIME, 1);
      const [first, ...others] = snapshot!.expiries;
      const broken = { ...snapshot!, expiries: [{ ...first!, quotes: first!.quotes.slice(0, 1) }, ...others] };
      const fit = assess(broken);
      expect(fit.failures).to.have.length(1);
      expect(fit.failures[0]).to.include({ expiry: first!.expiry, error: "TooFewQuotes" });
      expect(summarise([fit]).overall).to.include({ failures: 1, expiries: 10 });
      expect(tablesOf(summarise([fit]), [fit])).to.include("are needed");
    });
  });

  it("anchor_isTheVolatility_ofASteadyMarket", () => {
    const start = TIME - 90 * 24 * HOUR;
    const step = 0.5 * Math.sqrt(HOUR / 31_536_000);
    const bars = Array.from({ length: 90 * 24 + 1 }, (_, i) => {
      const price = 2000 * Math.exp(i % 2 === 0 ? 0 : step);
      return { timestamp: start + i * HOUR, open: price, high: price, low: price, close: price };
    });
    const realised = realisedAt(bars, TIME)!;
    expect(Math.abs(realised.fast - 0.5)).to.be.below(1e-3);
    expect(Math.abs(anchorOf(realised, 30 * 24 * HOUR) - 0.5)).to.be.below(1e-3);
    expect(Math.abs(anchorOf({ fast: 1, slow: 0.5 }, 12 * 24 * HOUR) - (0.5 + 0.5 / Math.E))).to.be.below(1e-12);
    expect(realisedAt(bars, TIME + 3 * HOUR)).to.equal(undefined);
    expect(realisedAt(bars.slice(40 * 24), TIME)).to.equal(undefined);
  });

  it("recordedChains_areFitted_withinAPoint", async function () {
    const paths = recordedChains();
    if (paths.length === 0) this.skip();
    const chains = await Promise.all(paths.map((path) => readChain(path)));
    const fits = chains.flatMap((snapshots, i) => draw(snapshots, paths[i]!)).map((snapshot) => assess(snapshot));
    expect(faultsOf(fits)).to.deep.equal([]);
    const { beyondTwoDays, overall, buckets } = summarise(fits);
    expect(overall.expiries).to.be.greaterThan(10 * fits.length);
    expect(beyondTwoDays.rmse).to.be.below(1);
    for (const { rmse, name } of buckets.slice(1)) expect(rmse, name).to.be.below(1);
    expect(overall.inside).to.be.above(0.95);
  });
});
