import { network } from "hardhat";

const PART = 50;

/** Gas of the `run` of a kernel, less that of a contract that does nothing, for each input. */
export type Meter = (kernel: string, nothing: string, inputs: readonly unknown[]) => Promise<bigint[]>;

/** A meter on a chain of its own. */
export async function meter(): Promise<Meter> {
  const { ethers } = await network.create();
  const gasMeter = await ethers.deployContract("GasMeter");
  return async (kernel, nothing, inputs) => {
    const target = await ethers.deployContract(kernel);
    const empty = await ethers.deployContract(nothing);
    const calls = inputs.map((input) => target.interface.encodeFunctionData("run", [input]));
    const used: bigint[] = [];
    for (let i = 0; i < calls.length; i += PART) {
      used.push(...(await gasMeter.measure(target, empty, calls.slice(i, i + PART))));
    }
    return used;
  };
}
