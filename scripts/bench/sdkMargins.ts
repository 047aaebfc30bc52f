import { evaluator, fastEvaluator, toFastMarkets, toFastModel, toFastPortfolio } from "../../sdk/src/risk/index.ts";
import { Random } from "../../test/support/pricing/samples.ts";
import { DEFAULT_MODEL } from "../../test/support/risk/portfolios.ts";
import { realisticBook, realisticMarket } from "../../test/support/risk/realistic.ts";
import type { Results } from "./results.ts";

const BOOKS = 2_000;
/** The exact formula is slower by so much that fewer of them do. */
const EXACT_BOOKS = 100;
const LEGS = 4;
const SEED = 1n;
const ROUNDS = 31;

/** Nanoseconds per portfolio. The sum keeps the engine from leaving the work out. */
const timed = <T>(books: readonly T[], initialOf: (book: T) => number): number => {
  let sum = 0;
  const start = process.hrtime.bigint();
  for (const book of books) sum += initialOf(book);
  const elapsed = Number(process.hrtime.bigint() - start) / books.length;
  if (Number.isNaN(sum)) throw new Error("a figure is missing");
  return elapsed;
};

/**
 * Margins in TypeScript: both margins of a portfolio of four legs, each with strikes, expiries and sizes of its own, in
 * one market whose inputs were prepared once. On numbers every option is valued in every call; `evaluate`, in bigint, keeps
 * nothing either, because each call has an evaluator of its own.
 */
export async function sdkMargins(results: Results): Promise<void> {
  const random = new Random(SEED);
  const markets = { 1: realisticMarket(random, 1_772_787_600) };
  const books = Array.from({ length: BOOKS }, () => realisticBook(random, markets, LEGS));
  const inputs = books.map(toFastPortfolio);
  const fast = fastEvaluator(toFastMarkets(markets), toFastModel(DEFAULT_MODEL));
  for (let round = -3; round < ROUNDS; round++) {
    const own = timed(inputs, (book) => fast.evaluate(book).initial);
    // The first rounds compile.
    if (round < 0) continue;
    results.add("sdk.evaluateFast", own, "ns");
  }
  for (let i = 0; i < EXACT_BOOKS; i++) {
    const own = timed([books[i]!], (book) => Number(evaluator(markets, DEFAULT_MODEL).evaluate(book).initial));
    results.add("sdk.evaluate", own, "ns");
  }
}
