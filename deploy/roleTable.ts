import type { NetworkConnection } from "hardhat/types/network";

import type { Deployment } from "./deploy.ts";
import { ADMIN_ROLE, GOVERNOR_ROLE } from "./roles.ts";

const ROLE_NAMES = new Map([
  [ADMIN_ROLE, "ADMIN"],
  [GOVERNOR_ROLE, "GOVERNOR"],
]);

/** Contracts with functions that change state, by the key of their address in a deployment. */
const CONTRACTS = {
  clearingHouse: "ClearingHouse",
  accountToken: "AccountToken",
  router: "Router",
  exchange: "Exchange",
  liquidator: "Liquidator",
  upkeep: "Upkeep",
  insuranceFund: "InsuranceFund",
  riskEngine: "RiskEngine",
  riskParameters: "RiskParameters",
  marketInputs: "MarketInputs",
  priceOracle: "PriceOracle",
  volatilitySurface: "VolatilitySurface",
  settlementOracle: "SettlementOracle",
  funding: "Funding",
  lens: "Lens",
} as const;

/**
 * Every state-changing function of every contract with the role that it needs ("anybody" where none is asked for), read
 * from the live access manager.
 */
export async function functionRoles(connection: NetworkConnection, deployment: Deployment): Promise<string[]> {
  const { ethers } = connection;
  const manager = await ethers.getContractAt("AccessManager", deployment.accessManager);
  const rows: string[] = [];
  for (const [key, name] of Object.entries(CONTRACTS)) {
    const address = deployment[key as keyof typeof CONTRACTS];
    const { interface: abi } = await ethers.getContractAt(name, address);
    const managed = abi.getFunction("authority") !== null;
    for (const fragment of abi.fragments) {
      if (fragment.type !== "function") continue;
      const fn = abi.getFunction(fragment.format("sighash"))!;
      if (fn.stateMutability === "view" || fn.stateMutability === "pure") continue;
      const role = managed ? await manager.getTargetFunctionRole(address, fn.selector) : undefined;
      rows.push(`${name}.${fn.name}: ${describeRole(fn.name, role)}`);
    }
  }
  return rows.sort();
}

/** Functions of the access manager's own base: `setAuthority` is for the manager itself. */
function describeRole(name: string, role: bigint | undefined): string {
  if (name === "setAuthority") return "the access manager";
  if (role === undefined || role === ADMIN_ROLE) return "anybody";
  return ROLE_NAMES.get(role) ?? `role ${role}`;
}

/** Which of the addresses hold which role, with its delay in seconds. */
export async function holders(
  connection: NetworkConnection,
  deployment: Deployment,
  addresses: Readonly<Record<string, string>>,
): Promise<string[]> {
  const manager = await connection.ethers.getContractAt("AccessManager", deployment.accessManager);
  const rows: string[] = [];
  for (const [who, address] of Object.entries(addresses)) {
    for (const [role, name] of ROLE_NAMES) {
      const [holds, delay] = await manager.hasRole(role, address);
      if (holds) rows.push(`${who}: ${name}, delay ${delay} s`);
    }
  }
  return rows.sort();
}
