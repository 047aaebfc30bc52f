import { type HDNodeWallet, Wallet, id } from "ethers";

import type { House } from "../chain/house.ts";
import * as contracts from "../chain/contracts.ts";
import { randomOf } from "../prices/random.ts";
import type { Habit, TraderKind } from "../traders/habit.ts";
import { mixOf } from "../traders/mix.ts";
import { toNumber, toTokenUnits, toWad } from "../units.ts";

const MAX_UINT256 = 2n ** 256n - 1n;
/** What the insurance fund starts with, USDC. */
export const FUND_SEED = 10_000;

/** Somebody with an account. */
export interface Participant {
  readonly account: bigint;
  readonly kind: TraderKind;
  readonly habit: Habit;
  readonly wallet: Wallet | HDNodeWallet;
  /** USDC paid in and taken out, ether at the first price, wad. */
  paidIn: bigint;
  takenOut: bigint;
  /** Of the next order. */
  nonce: bigint;
}

/** Who keeps the run going: the deployer, who also writes the feeds, the keeper and the submitter of matched orders. */
export const OFFICES = ["deployer", "keeper", "relayer"] as const;

/** Who signs volatility surfaces. */
export const PUBLISHERS = ["publisher 1", "publisher 2", "publisher 3"] as const;

/** A wallet that follows from the seed. */
export const walletOf = (seed: number, name: string): Wallet => new Wallet(id(`ballast demonstration ${seed} ${name}`));

/** Wallets of the traders, in the order of {@link mixOf}; the desk is the keeper's. */
export const tradersOf = (seed: number, accounts: number): Wallet[] =>
  Array.from({ length: accounts }, (_, i) => walletOf(seed, i === 0 ? "keeper" : `trader ${i}`));

/** Opens and funds the accounts, and seeds the insurance fund. */
export async function openAccounts(house: House, seed: number, accounts: number): Promise<Participant[]> {
  const habits = mixOf(accounts).map((make, i) => make(randomOf(seed, `trader ${i}`)));
  const wallets = tradersOf(seed, accounts);
  const participants: Participant[] = [];
  for (const [i, habit] of habits.entries()) participants.push(await openAccount(house, habit, wallets[i]!));
  await payIn(house, {
    account: 1n,
    owner: house.operator,
    token: house.deployment.cashToken,
    amount: toTokenUnits(toWad(FUND_SEED)),
  });
  return participants;
}

async function openAccount(house: House, habit: Habit, wallet: Wallet): Promise<Participant> {
  const { chain, deployment } = house;
  const data = contracts.accountToken.encodeFunctionData("open", [wallet.address]);
  const { logs } = await chain.send({ from: wallet.address, to: deployment.accountToken, data });
  const opened = logs.map((log) => contracts.accountToken.parseLog(log)).find((log) => log?.name === "AccountOpened");
  const account = opened!.args.account as bigint;
  const participant: Participant = { account, kind: habit.kind, habit, wallet, paidIn: 0n, takenOut: 0n, nonce: 0n };
  if (habit.funding.cash > 0) await deposit(house, participant, toWad(habit.funding.cash));
  if (habit.funding.ether > 0) await depositEther(house, participant, habit.funding.ether);
  return participant;
}

/** Pays USDC into an account out of nowhere, wad, rounded down to units of the token. */
export async function deposit(house: House, participant: Participant, amount: bigint): Promise<void> {
  const units = toTokenUnits(amount);
  const { account, wallet } = participant;
  await payIn(house, { account, owner: wallet.address, token: house.deployment.cashToken, amount: units });
  participant.paidIn += amount;
}

async function depositEther(house: House, participant: Participant, worth: number): Promise<void> {
  const { spot } = await house.inputs();
  const amount = toWad(worth / toNumber(spot));
  const { account, wallet } = participant;
  await payIn(house, { account, owner: wallet.address, token: house.deployment.markets[0]!.collateral!, amount });
  participant.paidIn += toWad(worth);
}

interface Payment {
  readonly account: bigint;
  readonly owner: string;
  readonly token: string;
  /** Units of the token. */
  readonly amount: bigint;
}

async function payIn(house: House, { account, owner, token, amount }: Payment): Promise<void> {
  const { chain, deployment } = house;
  const mint = contracts.testToken.encodeFunctionData("mint", [owner, amount]);
  await chain.send({ from: owner, to: token, data: mint });
  const approve = contracts.testToken.encodeFunctionData("approve", [deployment.clearingHouse, MAX_UINT256]);
  await chain.send({ from: owner, to: token, data: approve });
  const data = contracts.clearingHouse.encodeFunctionData("deposit", [account, token, amount]);
  await chain.send({ from: owner, to: deployment.clearingHouse, data, action: "deposit" });
  house.forget([account]);
}

/** Takes tokens out of an account, in units of the token; `worth` is their value, wad. */
export async function withdraw(
  house: House,
  participant: Participant,
  { token, amount, worth }: { token: string; amount: bigint; worth: bigint },
): Promise<void> {
  const { account, wallet } = participant;
  const data = contracts.clearingHouse.encodeFunctionData("withdraw", [account, token, amount, wallet.address]);
  await house.chain.send({ from: wallet.address, to: house.deployment.clearingHouse, data, action: "withdraw" });
  participant.takenOut += worth;
  house.forget([account]);
}
