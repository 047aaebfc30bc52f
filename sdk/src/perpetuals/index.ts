/** Perpetuals: their funding between two accruals, as the contracts compute it. */
export * from "./errors.js";
export * from "./fundingIndexAt.js";
