import type { Portfolio, Position } from "../risk/index.js";
import type { Keeper } from "./client.js";
import { clearingHouse } from "./contracts.js";

/** What an account owns, settled positions already counted as cash. */
export const readPortfolio = async (keeper: Keeper, account: bigint): Promise<Portfolio> => {
  const data = clearingHouse.encodeFunctionData("portfolioOf", [account]);
  const result = await keeper.client.call(keeper.deployment.clearingHouse, data);
  const [portfolio] = clearingHouse.decodeFunctionResult("portfolioOf", result);
  const collateral = portfolio.collateral as { market: bigint; amount: bigint }[];
  const positions = portfolio.positions as Required<Position>[];
  return {
    cash: portfolio.cash as bigint,
    collateral: Object.fromEntries(collateral.map(({ market, amount }) => [Number(market), amount])),
    positions: positions.map(({ instrument, size, entryNotional, fundingIndex }) => ({
      instrument,
      size,
      entryNotional,
      fundingIndex,
    })),
  };
};
