import { Interface } from "ethers";

import {
  accountTokenAbi,
  clearingHouseAbi,
  erc20Abi,
  exchangeAbi,
  insuranceFundAbi,
  lensAbi,
  liquidatorAbi,
} from "@ballast/sdk/abi";

export const accountToken = new Interface(accountTokenAbi);
export const clearingHouse = new Interface(clearingHouseAbi);
export const exchange = new Interface(exchangeAbi);
export const insuranceFund = new Interface(insuranceFundAbi);
export const lens = new Interface(lensAbi);
export const liquidator = new Interface(liquidatorAbi);

/** A token that anybody can mint. */
export const testToken = new Interface([...erc20Abi, "function mint(address to, uint256 amount)"]);

/** Chainlink's mock aggregator and the proxy in front of it. */
export const feed = new Interface([
  "function aggregator() view returns (address)",
  "function updateAnswer(int256 answer)",
]);
