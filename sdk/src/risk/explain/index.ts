/** Why a portfolio needs its margins, and which trade would lower them. */
export { type Fill, type Traded, afterTrade } from "./afterTrade.js";
export { type ExplainOptions, explain } from "./explain.js";
export { explainText } from "./explainText.js";
export type { Lowered } from "./trades.js";
export * from "./types.js";
