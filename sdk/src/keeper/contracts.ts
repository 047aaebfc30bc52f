import { Interface } from "ethers";

import {
  clearingHouseAbi,
  fundingAbi,
  lensAbi,
  liquidatorAbi,
  priceOracleAbi,
  settlementOracleAbi,
  upkeepAbi,
} from "../abi/index.js";

/** The contracts that a keeper calls. @internal */
export const clearingHouse = new Interface(clearingHouseAbi);
/** @internal */
export const funding = new Interface(fundingAbi);
/** @internal */
export const lens = new Interface(lensAbi);
/** @internal */
export const liquidator = new Interface(liquidatorAbi);
/** @internal */
export const priceOracle = new Interface(priceOracleAbi);
/** @internal */
export const upkeep = new Interface(upkeepAbi);
/** @internal */
export const settlementOracle = new Interface(settlementOracleAbi);

/** The adapter before Chainlink's proxy, the proxy's phases, and `latestRound` of the aggregators behind it. @internal */
export const feedProxy = new Interface([
  "function proxy() view returns (address)",
  "function round(uint80 id) view returns (uint256 price, uint256 updatedAt)",
  "function phaseId() view returns (uint16)",
  "function phaseAggregators(uint16 phase) view returns (address)",
  "function latestRound() view returns (uint256)",
]);
