import { Interface } from "ethers";

import {
  accountTokenAbi,
  clearingHouseAbi,
  erc20Abi,
  exchangeAbi,
  fundingAbi,
  insuranceFundAbi,
  lensAbi,
  liquidatorAbi,
  priceOracleAbi,
} from "@ballast/sdk/abi";

export const accountToken = new Interface(accountTokenAbi);
export const clearingHouse = new Interface(clearingHouseAbi);
export const exchange = new Interface(exchangeAbi);
export const funding = new Interface(fundingAbi);
export const insuranceFund = new Interface(insuranceFundAbi);
export const lens = new Interface(lensAbi);
export const liquidator = new Interface(liquidatorAbi);

export const priceOracle = new Interface(priceOracleAbi);

/** A token that anybody can mint. */
export const testToken = new Interface([...erc20Abi, "function mint(address to, uint256 amount)"]);

/** The proxy before Chainlink's aggregator, the aggregator and Band's reference of the run. */
export const proxy = new Interface(["function aggregator() view returns (address)"]);
export const aggregator = new Interface([
  "function push(int256[] answers, uint64[] updatedAt)",
  "function transferOwnership(address owner)",
]);
export const band = new Interface([
  "function relay(string[] symbols, uint64[] rates, uint64[] resolveTimes, uint64[] requestIds)",
]);
