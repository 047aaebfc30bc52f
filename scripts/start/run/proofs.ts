import { pendingAccounts } from "@ballast/sdk/keeper";

import type { House } from "../chain/house.ts";
import { toDecimal } from "../units.ts";
import {
  type AccountState,
  accountIds,
  marginDifferences,
  readAccount,
  readBooks,
  readHoldings,
  tokensHeld,
} from "./books.ts";
import type { EventLog } from "./events.ts";

/** A statement about the books and whether it holds. */
export interface Proof {
  readonly statement: string;
  readonly holds: boolean;
  readonly detail: string;
}

/** What the proofs of one moment found. Amounts are wad. */
export interface Audit {
  readonly proofs: readonly Proof[];
  readonly cashDifference: bigint;
  readonly openPositionsSum: bigint;
  readonly deficit: bigint;
  readonly accounts: readonly AccountState[];
}

/** Most that roundings may add up to for one operation, wad: 1e-9 USDC. */
const DUST_PER_OPERATION = 10n ** 9n;

/**
 * Compares the house's books with the tokens it holds and with everybody's positions, and its margins with the SDK's.
 * @param operations Operations so far: they bound the dust
 */
export async function audit(house: House, events: EventLog, operations: number): Promise<Audit> {
  const holdings = await readHoldings(house);
  const books = await readBooks(house);
  const accounts: AccountState[] = [];
  for (const account of await accountIds(house)) accounts.push(await readAccount(house, account));
  const differences = await marginDifferences(house, accounts);
  const cashDifference = books.held - books.owed;
  const cash = await tokensHeld(house, house.deployment.cashToken);
  const ether = await tokensHeld(house, house.deployment.markets[0]!.collateral!);
  const proofs: Proof[] = [
    {
      statement: "tokens held cover what the books owe, and exceed it by dust only",
      holds: cashDifference >= 0n && cashDifference <= DUST_PER_OPERATION * BigInt(operations),
      detail: `difference ${toDecimal(cashDifference)} USDC`,
    },
    {
      statement: "tokens held are what was paid in less what was paid out",
      holds: cash === events.deposited - events.withdrawn && ether === holdings.ether,
      detail: `${toDecimal(cash * 10n ** 12n)} USDC, ${toDecimal(ether)} WETH`,
    },
    {
      statement: "the sizes of every instrument sum to zero",
      holds: holdings.openPositionsSum === 0n,
      detail: `${holdings.positions} open positions`,
    },
    {
      statement: "the SDK and the chain agree on every margin to the last digit",
      holds: differences.length === 0,
      detail: differences[0] ?? `${accounts.length} accounts`,
    },
  ];
  return { proofs, cashDifference, openPositionsSum: holdings.openPositionsSum, deficit: books.deficit, accounts };
}

/** Nothing is left open, unsettled or unresolved. */
export async function proveClosed(house: House): Promise<Proof> {
  const keeper = house.keeper(house.operator);
  const settleable = await pendingAccounts(keeper, "settleable");
  const resolvable = await pendingAccounts(keeper, "resolvable");
  const { positions } = await readHoldings(house);
  return {
    statement: "every option is settled and every debt resolved",
    holds: positions === 0 && settleable.length === 0 && resolvable.length === 0,
    detail: `${positions} positions, ${settleable.length} to settle, ${resolvable.length} to resolve`,
  };
}
