import type { Signer } from "ethers";

/** What a keeper does, as it is named in results and logs. */
export type KeeperAction = "prove" | "settle" | "resolve" | "sample" | "accrue" | "flag" | "bid";

/** What a keeper needs to know of a transaction that went through. */
export interface KeeperReceipt {
  readonly gasUsed: bigint;
  readonly logs: readonly { readonly address: string; readonly topics: readonly string[]; readonly data: string }[];
}

/** How a keeper reaches the chain. {@link keeperClient} makes one from a signer of ethers. */
export interface KeeperClient {
  /** Result of a read at the latest block. Rejects with the node's error when it reverts. */
  readonly call: (to: string, data: string) => Promise<string>;
  /** Sends a transaction and waits for it. Rejects with the node's error when it reverts. */
  readonly send: (to: string, data: string, action: KeeperAction) => Promise<KeeperReceipt>;
}

/** Where the contracts are that a keeper calls: the part of a deployment that it reads. */
export interface KeeperDeployment {
  readonly clearingHouse: string;
  readonly liquidator: string;
  readonly lens: string;
  readonly priceOracle: string;
  readonly settlementOracle: string;
  readonly upkeep: string;
  readonly funding: string;
}

/** What every function of a keeper is given. */
export interface Keeper {
  readonly client: KeeperClient;
  readonly deployment: KeeperDeployment;
  /** Account of the house that upkeep is paid to; unpaid when absent. */
  readonly payTo?: bigint;
  /** Told of every transaction that the chain refused. */
  readonly onRefusal?: (refusal: KeeperRefusal) => void;
}

/** A transaction that the chain refused; the keeper goes on. */
export interface KeeperRefusal {
  readonly action: KeeperAction;
  /** Name and arguments of the error, or the node's message. */
  readonly reason: string;
}

/** A transaction that went through. */
export interface KeeperDone {
  readonly action: KeeperAction;
  readonly receipt: KeeperReceipt;
}

/** A keeper's way to the chain through a signer that is connected to a provider. */
export const keeperClient = (signer: Signer): KeeperClient => ({
  call: (to, data) => signer.call({ to, data }),
  send: async (to, data) => {
    const transaction = await signer.sendTransaction({ to, data });
    return (await transaction.wait())!;
  },
});
