import type { Case, Outcomes } from "./outcomes.ts";
import type { Table, VectorFile } from "./table.ts";

/** What files have in common. */
export interface Setting {
  readonly seed: bigint;
  /** Version and settings of the Solidity compiler. */
  readonly compiler: unknown;
}

const SETS = {
  quoted: "seeded; figures as traders quote them",
  any: "seeded; anything in range, with zeros and bounds frequent",
  wild: "seeded; anything, also out of range",
  edge: "chosen by hand: zeros, single units, bounds, and where an algorithm switches",
  refused: "chosen by hand: every error, and which of several comes first",
};

/** The text of a file: an indented header, then one case per line. */
export const render = (file: VectorFile, { cases, errors }: Outcomes, { seed, compiler }: Setting): string => {
  const used = new Set(Object.values(file.tables).flatMap(({ sets }) => Object.keys(sets)));
  const header = {
    title: file.title,
    source: "The results of the Ballast contracts, executed on an embedded chain; regenerate with `npm run vectors`.",
    format: {
      numbers: "Every integer is a decimal string; truth values are JSON's.",
      case: 'set: where the inputs come from. in: inputs. out: results, or error: [name, ...arguments] of what the contract reverts with. "in" and "out" follow the columns of their table.',
    },
    sets: Object.fromEntries(Object.entries(SETS).filter(([set]) => used.has(set))),
    units: {
      wad: "An integer that stands for itself / 10^18.",
      Qn: "An integer that stands for itself / 2^n.",
      time: "Seconds; a year has 365 days, 31,536,000 seconds.",
    },
    conventions: file.conventions,
    errors: Object.fromEntries([...errors].toSorted(([a], [b]) => (a < b ? -1 : 1))),
    tables: Object.fromEntries(Object.entries(file.tables).map(([name, table]) => [name, columnsOf(table)])),
    seed: `0x${seed.toString(16)}`,
    compiler,
  };
  const tables = [...cases].map(([name, rows]) => `    "${name}": [\n${rows.map(lineOf).join(",\n")}\n    ]`);
  return `{\n  "header": ${indent(JSON.stringify(header, null, 2))},\n  "tables": {\n${tables.join(",\n")}\n  }\n}\n`;
};

const columnsOf = ({ of, about, inputs, outputs }: Table) => ({ of, about, in: inputs, out: outputs });

const lineOf = (row: Case): string =>
  JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));

const indent = (text: string): string => text.replaceAll("\n", "\n  ");
