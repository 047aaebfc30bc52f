/** Equity, margins, free cash, liquidation rewards and fees, bit for bit those of the contracts. */
export * from "./errors.js";
export * from "./evaluate.js";
export * from "./explain/index.js";
export * from "./fast/index.js";
export * from "./fee.js";
export * from "./freeCash.js";
export * from "./health.js";
export * from "./liquidationPrice.js";
export * from "./parameters.js";
export { type PayoffGroup, neverOwes, payoffGroups, slack } from "./payoffBound.js";
export * from "./reward.js";
