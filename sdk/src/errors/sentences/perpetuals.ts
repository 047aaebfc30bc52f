import type { Sentences } from "./table.js";

/** Errors of the funding of perpetuals. */
export const perpetuals = {
  FundingOutOfBounds: ({ name, value, maximum }, w) =>
    `The funding's ${w.name(name)} may be at most ${w.wad(maximum)}, not ${w.wad(value)}. Choose a lower one.`,
} satisfies Partial<Sentences>;
