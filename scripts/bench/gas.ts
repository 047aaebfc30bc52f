import type { BytesLike } from "ethers";
import { getBytes } from "ethers";

import type { World } from "../../test/support/world/world.ts";

const GAS_LIMIT = 16_000_000n;
const BASE = 21_000n;
const BYTE = 16n;
const ZERO_BYTE = 4n;

interface Receipt {
  readonly gasUsed: bigint;
}

interface Sent {
  readonly data: string;
  wait(): Promise<Receipt | null>;
}

/** Gas of the receipt, and bytes of calldata, of a transaction. */
export async function actionOf(transaction: Promise<Sent>): Promise<{ gas: bigint; bytes: number }> {
  const sent = await transaction;
  const receipt = await sent.wait();
  return { gas: receipt!.gasUsed, bytes: getBytes(sent.data).length };
}

/** Gas of a read alone, cold: what a transaction that does nothing else costs, less its base and calldata. */
export async function viewGas(world: World, to: string, data: BytesLike): Promise<bigint> {
  const sent = await world.deployer.sendTransaction({ to, data: data as string, gasLimit: GAS_LIMIT });
  const receipt = await sent.wait();
  const calldata = getBytes(data).reduce((sum, byte) => sum + (byte === 0 ? ZERO_BYTE : BYTE), 0n);
  return receipt!.gasUsed - BASE - calldata;
}
