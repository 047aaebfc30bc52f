import { type Margin, evaluate } from "@ballast/sdk/risk";

import * as contracts from "../chain/contracts.ts";
import { type House, MARKET } from "../chain/house.ts";

/** Both sides of the house's books, wad. */
export interface Books {
  readonly held: bigint;
  readonly owed: bigint;
  readonly deficit: bigint;
}

/** Both sides of the books, as the house computes them. */
export async function readBooks({ chain, deployment }: House): Promise<Books> {
  const data = contracts.clearingHouse.encodeFunctionData("books");
  const read = await chain.call(deployment.clearingHouse, data);
  const [{ held, owed, deficit }] = contracts.clearingHouse.decodeFunctionResult("books", read);
  return { held, owed, deficit };
}

/** Units of a token that the house holds. */
export async function tokensHeld({ chain, deployment }: House, token: string): Promise<bigint> {
  const data = contracts.testToken.encodeFunctionData("balanceOf", [deployment.clearingHouse]);
  return contracts.testToken.decodeFunctionResult("balanceOf", await chain.call(token, data))[0] as bigint;
}

/** Accounts of the house. */
export async function accountIds({ chain, deployment }: House): Promise<bigint[]> {
  const data = contracts.accountToken.encodeFunctionData("count");
  const [count] = contracts.accountToken.decodeFunctionResult("count", await chain.call(deployment.accountToken, data));
  return Array.from({ length: Number(count) }, (_, i) => BigInt(i + 1));
}

/** What the chain says of an account: the margins and what can be withdrawn, wad. */
export interface AccountState {
  readonly account: bigint;
  readonly margin: Omit<Margin, "byMarket">;
  readonly freeCash: bigint;
}

/** One account through the lens. */
export async function readAccount({ chain, deployment }: House, account: bigint): Promise<AccountState> {
  const data = contracts.lens.encodeFunctionData("account", [account]);
  const [view] = contracts.lens.decodeFunctionResult("account", await chain.call(deployment.lens, data));
  const { equity, maintenance, initial, health } = view.margin;
  return { account, margin: { equity, maintenance, initial, health }, freeCash: view.freeCash };
}

/** Where the chain and the SDK disagree about margins, account by account; empty when they agree to the last digit. */
export async function marginDifferences(house: House, states: readonly AccountState[]): Promise<string[]> {
  const { states: markets, model } = await house.inputs();
  const differences: string[] = [];
  for (const { account, margin } of states) {
    const computed = evaluate(await house.portfolioOf(account), markets, model);
    for (const key of ["equity", "maintenance", "initial", "health"] as const) {
      if (computed[key] !== margin[key])
        differences.push(`account ${account}: ${key} ${margin[key]}, SDK ${computed[key]}`);
    }
  }
  return differences;
}

/** What the accounts hold together, wad. */
export interface Holdings {
  /** Σ over instruments of |Σ sizes|: 0 when every contract has two sides. */
  readonly openPositionsSum: bigint;
  /** Positions that are open. */
  readonly positions: number;
  /** Ether that is collateral. */
  readonly ether: bigint;
}

/** Adds up positions and collateral of all accounts, as they stand on chain. */
export async function readHoldings(house: House): Promise<Holdings> {
  house.forget();
  const sums = new Map<bigint, bigint>();
  let positions = 0;
  let ether = 0n;
  for (const account of await accountIds(house)) {
    const portfolio = await house.portfolioOf(account);
    positions += portfolio.positions.length;
    ether += portfolio.collateral[MARKET] ?? 0n;
    for (const { instrument, size } of portfolio.positions) sums.set(instrument, (sums.get(instrument) ?? 0n) + size);
  }
  const openPositionsSum = [...sums.values()].reduce((sum, size) => sum + (size < 0n ? -size : size), 0n);
  return { openPositionsSum, positions, ether };
}
