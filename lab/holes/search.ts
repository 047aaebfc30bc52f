/** Random search with hill climbing: many starts, then steps that change a gene or two and are kept when they are worse. */
import { type Finding, assess } from "./book.ts";
import type { Family } from "./families.ts";
import type { World } from "./world.ts";

/** Uniform numbers within [0, 1) from a seed (mulberry32). */
export const randomOf = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
};

export interface Effort {
  /** Books drawn at random. */
  readonly draws: number;
  /** How many of the worst are climbed from, and steps of each climb. */
  readonly climbs: number;
  readonly steps: number;
}

interface Candidate {
  readonly genes: readonly number[];
  readonly finding: Finding;
}

const mutated = (genes: readonly number[], random: () => number): number[] => {
  const next = [...genes];
  const changes = 1 + Math.floor(random() * 2);
  for (let i = 0; i < changes; i++) {
    const at = Math.floor(random() * next.length);
    const moved = random() < 0.25 ? random() : next[at]! + (random() + random() - 1) * (random() < 0.5 ? 0.3 : 0.05);
    next[at] = moved - Math.floor(moved);
  }
  return next;
};

const climb = (
  from: Candidate,
  steps: number,
  next: (genes: readonly number[]) => Candidate | undefined,
): Candidate => {
  let best = from;
  for (let i = 0; i < steps; i++) {
    const candidate = next(best.genes);
    if (candidate !== undefined && candidate.finding.ratio >= best.finding.ratio) best = candidate;
  }
  return best;
};

/** The worst book of a family that the effort finds; undefined when none can owe. */
export const search = (
  family: Family,
  world: World,
  near: readonly number[],
  effort: Effort,
  random: () => number,
): Finding | undefined => {
  const at = (genes: readonly number[]): Candidate | undefined => {
    const finding = assess(world, family.decode(genes, world, near));
    return finding === undefined ? undefined : { genes, finding };
  };
  const drawn: Candidate[] = [];
  for (let i = 0; i < effort.draws; i++) {
    const candidate = at(Array.from({ length: family.genes }, random));
    if (candidate !== undefined) drawn.push(candidate);
  }
  drawn.sort((a, b) => b.finding.ratio - a.finding.ratio);
  let worst = drawn[0]?.finding;
  for (const start of drawn.slice(0, effort.climbs)) {
    const { finding } = climb(start, effort.steps, (genes) => at(mutated(genes, random)));
    if (finding.ratio > worst!.ratio) worst = finding;
  }
  return worst;
};
