/** Instrument ids, the calendar and the strike grid: the same decisions as the contracts. */
export * from "./calendar.js";
export * from "./errors.js";
export * from "./instrument.js";
export * from "./kind.js";
export * from "./linearEntry.js";
export * from "./listing.js";
export * from "./payoff.js";
export * from "./strikeGrid.js";
export * from "./text.js";
