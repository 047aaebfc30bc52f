import type { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** What a module is written with. Ignition does not export the type by name. */
export type Builder = Parameters<Parameters<typeof buildModule>[1]>[0];

/** A contract that can be called: deployed by the module or found at an address. */
export type CallableContract = Parameters<Builder["call"]>[0];
