import { Interface } from "ethers";

import {
  clearingHouseAbi,
  lensAbi,
  liquidatorAbi,
  priceOracleAbi,
  settlementOracleAbi,
  upkeepAbi,
} from "../abi/index.js";

/** The contracts that a keeper calls. @internal */
export const clearingHouse = new Interface(clearingHouseAbi);
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

/** Chainlink's proxy with its phases, `latestRound` of the aggregators behind it, `proxy` of the adapter before it. @internal */
export const feedProxy = new Interface([
  "function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
  "function getRoundData(uint80 id) view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)",
  "function phaseAggregators(uint16 phase) view returns (address)",
  "function latestRound() view returns (uint256)",
  "function proxy() view returns (address)",
]);
