import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { Wallet } from "ethers";
import { network } from "hardhat";

import { deployBallast } from "../../../deploy/deploy.ts";
import { loadParameters } from "../../../deploy/parameters.ts";
import { restricted } from "../../../deploy/roles.ts";
import { functionRoles, holders } from "../../../deploy/roleTable.ts";

const SOURCES = fileURLToPath(new URL("../../../contracts", import.meta.url));
const parameters = loadParameters(new URL("../../../deploy/parameters/local.json", import.meta.url));

/** Everything that changes state, and who may call it. A line that changes here is a change of the trust model. */
const FUNCTIONS = [
  "AccountToken.approve: anybody",
  "AccountToken.open: anybody",
  "AccountToken.safeTransferFrom: anybody",
  "AccountToken.safeTransferFrom: anybody",
  "AccountToken.setApprovalForAll: anybody",
  "AccountToken.transferFrom: anybody",
  "ClearingHouse.beginBatch: anybody",
  "ClearingHouse.deposit: anybody",
  "ClearingHouse.endBatch: anybody",
  "ClearingHouse.payUpkeep: anybody",
  "ClearingHouse.post: anybody",
  "ClearingHouse.resolve: anybody",
  "ClearingHouse.settle: anybody",
  "ClearingHouse.withdraw: anybody",
  "Exchange.cancel: anybody",
  "Exchange.matchOrders: anybody",
  "Exchange.setAuthority: the access manager",
  "Exchange.setFees: GOVERNOR",
  "Exchange.transferPosition: anybody",
  "Funding.accrue: anybody",
  "Funding.setAuthority: the access manager",
  "Funding.setFundingTerms: GOVERNOR",
  "Funding.setImbalanceSource: GOVERNOR",
  "Liquidator.bid: anybody",
  "Liquidator.flag: anybody",
  "PriceOracle.removeSource: GOVERNOR",
  "PriceOracle.sample: anybody",
  "PriceOracle.setAuthority: the access manager",
  "PriceOracle.setClock: GOVERNOR",
  "PriceOracle.setSource: GOVERNOR",
  "PriceOracle.setTradingHours: GOVERNOR",
  "RiskParameters.listCollateral: GOVERNOR",
  "RiskParameters.listMarket: GOVERNOR",
  "RiskParameters.setAuthority: the access manager",
  "RiskParameters.setCollateral: GOVERNOR",
  "RiskParameters.setMarketRisk: GOVERNOR",
  "RiskParameters.setRiskModel: GOVERNOR",
  "Router.batch: anybody",
  "Router.permitAndBatch: anybody",
  "SettlementOracle.fallBack: anybody",
  "SettlementOracle.prove: anybody",
  "Upkeep.fallBack: anybody",
  "Upkeep.prove: anybody",
  "Upkeep.publish: anybody",
  "Upkeep.sample: anybody",
  "Upkeep.setAuthority: the access manager",
  "Upkeep.setBaseFeeCap: GOVERNOR",
  "Upkeep.setBudget: GOVERNOR",
  "VolatilitySurface.publish: anybody",
  "VolatilitySurface.setAuthority: the access manager",
  "VolatilitySurface.setPublishers: GOVERNOR",
];

/** Contracts that are written in several files, by the file that is not named after them. */
const PARTS: Readonly<Record<string, string>> = {
  Fees: "Exchange",
  Publishers: "VolatilitySurface",
  RealizedVolatility: "PriceOracle",
  SourceList: "PriceOracle",
};

describe("roles", () => {
  it("everyFunction_hasTheRoleThatIsListed", async () => {
    const connection = await network.create();
    const deployment = await deployBallast(connection, parameters);
    expect(await functionRoles(connection, deployment)).to.deep.equal(FUNCTIONS);
  });

  it("everyAddress_hasTheRolesThatAreListed", async () => {
    const connection = await network.create();
    const deployment = await deployBallast(connection, parameters);
    const [deployer] = await connection.ethers.getSigners();
    const { markets: _, chainId: __, ...contracts } = deployment;
    expect(await holders(connection, deployment, { ...contracts, deployer: deployer!.address })).to.deep.equal([
      "deployer: ADMIN, delay 0 s",
      "deployer: GOVERNOR, delay 0 s",
    ]);
  });

  it("deployer_endsWithoutRoles_whenAGovernorIsNamed", async () => {
    const connection = await network.create();
    const governor = Wallet.createRandom().address;
    const deployment = await deployBallast(connection, { ...parameters, governor });
    const [deployer] = await connection.ethers.getSigners();
    const { markets: _, chainId: __, ...contracts } = deployment;
    const addresses = { ...contracts, deployer: deployer!.address, governor };
    expect(await holders(connection, deployment, addresses)).to.deep.equal([
      "governor: ADMIN, delay 0 s",
      "governor: GOVERNOR, delay 0 s",
    ]);
    const accounts = await connection.ethers.getContractAt("AccountToken", deployment.accountToken);
    expect(await accounts.ownerOf(2n)).to.equal(governor);
  });

  it("restrictedFunctions_areTheOnesInTheSources", () => {
    const found: Record<string, string[]> = {};
    for (const path of readdirSync(SOURCES, { recursive: true, encoding: "utf8" })) {
      if (!path.endsWith(".sol")) continue;
      const source = readFileSync(join(SOURCES, path), "utf8");
      const names = [...source.matchAll(/function (\w+)\([^)]*\)\s+external\s+restricted/g)].map(([, name]) => name!);
      const file = basename(path, ".sol");
      const contract = PARTS[file] ?? file;
      if (names.length > 0) found[contract] = [...(found[contract] ?? []), ...names].sort();
    }
    const listed = Object.entries(restricted).map(([name, functions]) => [name, [...functions].sort()]);
    expect(found).to.deep.equal(Object.fromEntries(listed));
  });

  it("restrictedFunctions_refuseAStranger", async () => {
    const connection = await network.create();
    const deployment = await deployBallast(connection, parameters);
    const [, stranger] = await connection.ethers.getSigners();
    const keys = {
      RiskParameters: "riskParameters",
      PriceOracle: "priceOracle",
      Funding: "funding",
      VolatilitySurface: "volatilitySurface",
      Upkeep: "upkeep",
      Exchange: "exchange",
    } as const;
    for (const [name, functions] of Object.entries(restricted)) {
      const contract = await connection.ethers.getContractAt(name, deployment[keys[name as keyof typeof keys]]);
      for (const fn of functions) {
        const { inputs, selector } = contract.interface.getFunction(fn)!;
        // Zeros of the right shape: the role is asked for before anything else.
        const words = inputs.reduce((n, input) => n + (input.components?.length ?? 1), 0);
        const call = { to: await contract.getAddress(), data: selector + "00".repeat(32 * words) };
        await expect(stranger!.sendTransaction(call), `${name}.${fn}`).to.be.revertedWithCustomError(
          contract,
          "AccessManagedUnauthorized",
        );
      }
    }
  });
});
