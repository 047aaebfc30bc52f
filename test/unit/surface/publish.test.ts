import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { expect } from "chai";
import { ContractFactory, Interface, JsonRpcProvider, Wallet } from "ethers";
import { artifacts, network } from "hardhat";

import { volatilitySurfaceAbi } from "../../../sdk/src/abi/index.ts";

const MAIN = fileURLToPath(new URL("../../../scripts/surface/main.ts", import.meta.url));
const SURFACE = "0x00000000000000000000000000000000000000eE";
const KEYS = ["11", "22", "33"].map((byte) => `0x${byte.repeat(32)}`);
const THRESHOLD = 3;
/** The first account of every Hardhat node. */
const SENDER = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

const run = async (args: readonly string[], env: Record<string, string>) => {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", MAIN, ...args], {
      env: { ...process.env, ...env },
      timeout: 60_000,
    });
    return { code: 0, stdout, stderr: "" };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
};
const publish = (args: readonly string[], env: Record<string, string> = { SURFACE_KEYS: KEYS.join(",") }) =>
  run(["publish", "--chain", "generated", ...args], env);

/** A node of its own with a surface, three publishers and a clock that says 60%. */
const nodeWithSurface = async () => {
  const server = await network.createServer("default", "127.0.0.1", 0);
  const { address, port } = await server.listen();
  const url = `http://${address}:${port}`;
  const provider = new JsonRpcProvider(url, undefined, { cacheTimeout: -1 });
  const sender = new Wallet(SENDER, provider);
  const call = async (contract: string, target: string, method: string, args: readonly unknown[]): Promise<void> => {
    const { abi } = await artifacts.readArtifact(contract);
    const data = new Interface(abi).encodeFunctionData(method, args);
    await (await sender.sendTransaction({ to: target, data })).wait();
  };
  const deploy = async (name: string, args: readonly unknown[]): Promise<string> => {
    const { abi, bytecode } = await artifacts.readArtifact(name);
    const contract = await new ContractFactory(abi, bytecode, sender).deploy(...args);
    await contract.waitForDeployment();
    return contract.getAddress();
  };
  const manager = await deploy("AccessManager", [sender.address]);
  const clock = await deploy("SteadyClock", []);
  const surface = await deploy("VolatilitySurface", [manager, clock]);
  const signers = KEYS.map((key) => new Wallet(key).address).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  await call("VolatilitySurface", surface, "setPublishers", [signers, THRESHOLD]);
  await call("SteadyClock", clock, "set", [1, 6n * 10n ** 17n]);
  const close = async (): Promise<void> => {
    provider.destroy();
    await server.close();
  };
  return { url, surface, close };
};

describe("surface publish", () => {
  it("prints_aTransaction", async () => {
    const { stdout } = await publish(["--surface", SURFACE, "--chain-id", "31337"]);
    const { to, data } = JSON.parse(stdout);
    expect(to).to.equal(SURFACE);
    const [market, , slices] = new Interface(volatilitySurfaceAbi).decodeFunctionData("publish", data);
    expect([market, slices.length]).to.deep.equal([1n, 11]);
  });

  it("publishes_onAChain", async () => {
    const { url, surface, close } = await nodeWithSurface();
    try {
      const where = ["--surface", surface, "--rpc", url];
      const few = await publish(where, { SURFACE_KEYS: KEYS.slice(1).join(","), SURFACE_SENDER: SENDER });
      expect(few.stderr).to.include("2 signatures; 3 are needed");
      const sent = await publish(where, { SURFACE_KEYS: KEYS.join(","), SURFACE_SENDER: SENDER });
      expect(sent.stderr).to.equal("");
      expect(sent.stdout).to.match(/^published 11 slices in 0x[0-9a-f]{64}, \d+ gas/);
      const again = await publish([...where, "--market", "2"], {
        SURFACE_KEYS: KEYS.join(","),
        SURFACE_SENDER: SENDER,
      });
      expect(again.stderr).to.include("OutsideAnchor");
    } finally {
      await close();
    }
  });

  it("refuses_inOneSentence_withoutShowingKeys", async () => {
    const none = await publish(["--surface", SURFACE, "--chain-id", "1"], { SURFACE_KEYS: "" });
    expect(none).to.include({ code: 2 });
    expect(none.stderr).to.include("SURFACE_KEYS must hold");
    const wrong = await publish(["--surface", SURFACE, "--chain-id", "1"], { SURFACE_KEYS: `${KEYS[0]}00` });
    expect(wrong.stderr).to.include("no private key").and.to.not.include(KEYS[0]!.slice(4));
    expect((await publish(["--surface", SURFACE])).stderr).to.include("--chain-id");
    expect((await publish(["--surface", SURFACE, "--rpc", "http://127.0.0.1:1"])).stderr).to.include("no node answers");
  });
});
