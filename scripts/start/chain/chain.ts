import { network } from "hardhat";
import type { NetworkConnection } from "hardhat/types/network";

import { GasLog } from "./gas.ts";

/** Osaka's cap on the gas of a transaction, with room below. */
const GAS_LIMIT = "0xf42400";
const BALANCE = 10n ** 24n;

/** A log of a transaction. */
export interface Log {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
}

/** What is kept of a transaction that went through. */
export interface Receipt {
  readonly gasUsed: bigint;
  readonly logs: readonly Log[];
}

/** A transaction of somebody. */
export interface Call {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  /** Under which its gas is counted; not counted when absent. */
  readonly action?: string;
}

/**
 * The embedded chain. Every block carries the time that the run says, never the machine's, so that a run is the same
 * each time.
 */
export class Chain {
  readonly gas = new GasLog();
  /** Told of the logs of every transaction, with its time. */
  onLogs: ((logs: readonly Log[], time: number) => void) | undefined;
  #time: number;
  #sent = 0;

  private constructor(
    readonly connection: NetworkConnection,
    start: number,
  ) {
    this.#time = start;
  }

  /**
   * Starts a chain whose clock stands at `start` (unix seconds).
   * @param privateKeys Who can send, the first one deploys
   */
  static async open(start: number, privateKeys: readonly string[]): Promise<Chain> {
    const connection = await network.create({
      network: "default",
      override: {
        accounts: privateKeys.map((privateKey) => ({ privateKey, balance: BALANCE })),
        allowBlocksWithSameTimestamp: true,
        initialDate: new Date(start * 1000).toISOString(),
      },
    });
    return new Chain(connection, start);
  }

  /** Time of the next block, unix seconds. */
  get time(): number {
    return this.#time;
  }

  /** Transactions that went through. */
  get sent(): number {
    return this.#sent;
  }

  /** Moves the clock forward. */
  advance(time: number): void {
    this.#time = Math.max(time, this.#time);
  }

  /** Result of a read at the latest block. Rejects when it reverts. */
  call(to: string, data: string): Promise<string> {
    return this.#request("eth_call", [{ to, data }, "latest"]) as Promise<string>;
  }

  /** Sends a transaction into a block of its own. Rejects when it reverts. */
  async send({ from, to, data, action }: Call): Promise<Receipt> {
    await this.#request("evm_setNextBlockTimestamp", [`0x${this.#time.toString(16)}`]);
    const hash = await this.#request("eth_sendTransaction", [{ from, to, data, gas: GAS_LIMIT }]);
    const receipt = (await this.#request("eth_getTransactionReceipt", [hash])) as { gasUsed: string; logs: Log[] };
    const gasUsed = BigInt(receipt.gasUsed);
    if (action !== undefined) this.gas.record(action, Number(gasUsed));
    this.#sent += 1;
    this.onLogs?.(receipt.logs, this.#time);
    return { gasUsed, logs: receipt.logs };
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  #request(method: string, params: unknown[]): Promise<unknown> {
    return this.connection.provider.request({ method, params });
  }
}
