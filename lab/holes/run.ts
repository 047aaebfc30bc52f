/** The whole search: families, conditions and classes of expiries. */
import type { Finding } from "./book.ts";
import { assess } from "./book.ts";
import { CASES, CLASSES, EXPIRIES } from "./cases.ts";
import { FAMILIES } from "./families.ts";
import { universeOf, worstBook } from "./program.ts";
import { type Row, rowOf } from "./report.ts";
import { type Effort, randomOf, search } from "./search.ts";
import { World } from "./world.ts";

export interface Plan {
  readonly seed: number;
  readonly effort: Effort;
  /** States in which a linear program is solved, for each case and class; 0: none. */
  readonly programs: number;
  /** Families and cases whose names contain this. */
  readonly family?: string;
  readonly conditions?: string;
}

/** Worst of some linear programs: a first expiry of the class, alone and with a later one. */
const byPrograms = (
  world: World,
  near: readonly number[],
  count: number,
  random: () => number,
): Finding | undefined => {
  let worst: Finding | undefined;
  for (let i = 0; i < count; i++) {
    const first = near[Math.floor(random() * near.length)]!;
    const later = EXPIRIES.filter((hours) => hours > first);
    const expiries =
      random() < 0.5 || later.length === 0 ? [first] : [first, later[Math.floor(random() * later.length)]!];
    const universe = universeOf(world, expiries, world.conditions.width > 0.2 ? 5 : 3);
    const state = Math.floor(random() * world.states.length);
    const book = worstBook(world, universe, state);
    const finding = book === undefined ? undefined : assess(world, book);
    if (finding !== undefined && (worst === undefined || finding.ratio > worst.ratio)) worst = finding;
  }
  return worst;
};

/** The rows, one after the other. */
export function* run({ seed, effort, programs, family = "", conditions = "" }: Plan): Generator<Row> {
  for (const of of CASES.filter(({ name }) => name.includes(conditions))) {
    const world = new World(of, EXPIRIES);
    for (const [expiries, near] of Object.entries(CLASSES)) {
      for (const kind of FAMILIES.filter(({ name }) => name.includes(family))) {
        const place = { family: kind.name, conditions: of.name, expiries };
        yield rowOf(world, place, search(kind, world, near, effort, randomOf(seed)));
      }
      if (programs === 0 || !"linear program".includes(family)) continue;
      const place = { family: "linear program", conditions: of.name, expiries };
      yield rowOf(world, place, byPrograms(world, near, programs, randomOf(seed)));
    }
  }
}
