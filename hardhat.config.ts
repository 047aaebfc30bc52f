import { createRequire } from "node:module";

import hardhatToolboxMochaEthers from "@nomicfoundation/hardhat-toolbox-mocha-ethers";
import { defineConfig } from "hardhat/config";

import { allCores } from "./scripts/build/allCores.ts";
import { quietDependencies } from "./scripts/build/quietDependencies.ts";

const require = createRequire(import.meta.url);

/** `DEEP=1` multiplies the length of every fuzz and invariant run. */
const effort = process.env.DEEP === "1" ? 20 : 1;

/** Fixed, so that a failure on one machine is the same failure on the next. Override to explore. */
const seed = process.env.FUZZ_SEED ?? "0x62616c6c617374";

const setting = (name: string, fallback: number): number => Number(process.env[name] ?? fallback * effort);

const solc = (runs: number) => ({
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
  settings: {
    viaIR: true,
    optimizer: { enabled: true, runs },
    evmVersion: "osaka",
    metadata: { bytecodeHash: "none" as const },
  },
});

/**
 * The compiler comes from npm, so a build needs no network. Deployments (profile `production`) and tests (profile
 * `default`) use the same settings: what is tested is what is deployed.
 */
const compilation = {
  isolated: false,
  compilers: [
    solc(1_000_000),
    {
      // Chainlink's aggregator proxy asks for exactly this version.
      version: "0.8.26",
      path: require.resolve("solc-0.8.26/soljson.js"),
      settings: {
        optimizer: { enabled: true, runs: 1_000_000 },
        evmVersion: "cancun",
      },
    },
  ],
  // The ledger has to stay well below the limit on bytecode: 20 of 24 kB so, more with the runs of the others.
  overrides: { "contracts/clearing/ClearingHouse.sol": solc(200), "contracts/risk/MarketMargins.sol": solc(200) },
};

export default defineConfig({
  plugins: [hardhatToolboxMochaEthers, quietDependencies, allCores],
  solidity: {
    profiles: { default: compilation, production: compilation },
    npmFilesToBuild: [
      "@chainlink/contracts/src/v0.8/data-feeds/test/helpers/DataFeedsLegacyAggregatorProxy.sol",
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
    ],
  },
  paths: {
    sources: "./contracts",
    tests: { mocha: "./test", solidity: "./test" },
    ignition: "./deploy",
    artifacts: "./artifacts",
    cache: "./cache",
  },
  networks: {
    // The network of tests and of the demonstration. Osaka caps a transaction's gas at 16,777,216.
    default: { type: "edr-simulated", chainType: "l1", hardfork: "osaka" },
    localhost: { type: "http", chainType: "l1", url: "http://127.0.0.1:8545" },
  },
  // A simulated chain that is forked from another simulated chain has to know which rules its past followed.
  chainDescriptors: {
    31337: { name: "Local", chainType: "l1", hardforkHistory: { osaka: { blockNumber: 0 } } },
  },
  test: {
    mocha: { timeout: 120_000 * effort },
    solidity: {
      fuzz: { runs: setting("FUZZ_RUNS", 256), seed },
      invariant: {
        runs: setting("INVARIANT_RUNS", 40),
        depth: Number(process.env.INVARIANT_DEPTH ?? 64),
        failOnRevert: false,
      },
    },
  },
});
