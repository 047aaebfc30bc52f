/** The margin formula on JavaScript numbers in natural units. */
export { type FastEvaluator, evaluateFast, fastEvaluator } from "./evaluate.js";
export * from "./parameters.js";
