/** Upkeep that anybody may do: settlement prices, settlement, price samples, funding, liquidation, write-offs. */
export * from "./accrueFunding.js";
export * from "./bidPlan.js";
export {
  type Keeper,
  type KeeperAction,
  type KeeperClient,
  type KeeperDeployment,
  type KeeperDone,
  type KeeperReceipt,
  type KeeperRefusal,
  keeperClient,
} from "./client.js";
export * from "./flagAndBid.js";
export * from "./healthWatch.js";
export * from "./pages.js";
export * from "./proveSettlement.js";
export { type LiveInputs, readMarketStates } from "./readMarketStates.js";
export * from "./readPortfolio.js";
export { reasonOf } from "./reason.js";
export * from "./resolveAll.js";
export * from "./sampleDue.js";
export * from "./settleAll.js";
