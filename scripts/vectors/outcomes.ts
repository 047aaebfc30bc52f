import { type Contract, type Interface, Result } from "ethers";
import { network } from "hardhat";

import { chunks } from "../../test/support/pricing/samples.ts";
import type { Table, Value, VectorFile } from "./table.ts";

/** Calls that fit the gas of one. */
const PART = 50;

/** A row of inputs and what the contract made of it. */
export type Case = { readonly set: string; readonly in: readonly Value[] } & Outcome;
export type Outcome =
  { readonly out: readonly Value[] } | { readonly error: readonly [name: string, ...figures: Value[]] };

export interface Outcomes {
  /** By table. */
  readonly cases: ReadonlyMap<string, readonly Case[]>;
  /** Arguments of the errors that occur, by name. */
  readonly errors: ReadonlyMap<string, readonly string[]>;
}

/** Asks the contracts, on a chain in this process. */
export class Contracts {
  readonly #harnesses = new Map<string, Contract>();

  private constructor(
    private readonly ethers: Awaited<ReturnType<typeof network.create>>["ethers"],
    private readonly attempts: Contract,
  ) {}

  static async start(): Promise<Contracts> {
    const { ethers } = await network.create();
    return new Contracts(ethers, await ethers.deployContract("Attempts"));
  }

  /** What the contracts give for every case of a file. */
  async outcomesOf(file: VectorFile): Promise<Outcomes> {
    const cases = new Map<string, Case[]>();
    const errors = new Map<string, string[]>();
    for (const [name, table] of Object.entries(file.tables)) cases.set(name, await this.#casesOf(table, errors));
    return { cases, errors };
  }

  async #casesOf(table: Table, errors: Map<string, string[]>): Promise<Case[]> {
    const harness = await this.#harness(table.harness);
    const face = harness.interface;
    const inputs = Object.entries(table.sets).flatMap(([set, rows]) => rows.map((input) => ({ set, in: input })));
    const cases: Case[] = [];
    for (const part of chunks(inputs, PART)) {
      const calls = part.map(({ in: input }) => face.encodeFunctionData(table.method, table.argumentsOf(input)));
      const results: { success: boolean; data: string }[] = await this.attempts.getFunction("attempt")(harness, calls);
      part.forEach((input, i) => {
        const { success, data } = results[i]!;
        if (success) {
          cases.push({ ...input, out: table.outputsOf(plain(face.decodeFunctionResult(table.method, data))) });
        } else {
          cases.push({ ...input, error: errorOf(face, data, errors) });
        }
      });
    }
    return cases;
  }

  async #harness(name: string): Promise<Contract> {
    const known = this.#harnesses.get(name);
    if (known) return known;
    const harness = await this.ethers.deployContract(name);
    this.#harnesses.set(name, harness);
    return harness;
  }
}

/** Ethers' results as nested arrays. */
const plain = (result: Result): Value[] =>
  result.toArray().map((value: unknown) => (value instanceof Result ? plain(value) : (value as Value)));

const errorOf = (face: Interface, data: string, errors: Map<string, string[]>): [string, ...Value[]] => {
  const error = face.parseError(data);
  // A panic is no way to refuse an input.
  if (!error || error.name === "Panic") throw new Error(`a kernel reverted with ${data}`);
  errors.set(
    error.name,
    error.fragment.inputs.map((input) => input.name),
  );
  return [error.name, ...plain(error.args)];
};
