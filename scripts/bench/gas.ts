import type { BigNumberish, BytesLike } from "ethers";
import { getBytes } from "ethers";

import type { World } from "../../test/support/world/world.ts";

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

/** Gas of a read alone, cold: what the call costs in a transaction of its own, less its base and calldata. */
export async function viewGas(world: World, to: string, data: BytesLike): Promise<bigint> {
  const whole: BigNumberish = await world.connection.ethers.provider.estimateGas({
    to,
    data: data as string,
    from: world.deployer.address,
  });
  const calldata = getBytes(data).reduce((sum, byte) => sum + (byte === 0 ? ZERO_BYTE : BYTE), 0n);
  return BigInt(whole) - BASE - calldata;
}
