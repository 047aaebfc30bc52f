import { config } from "hardhat";

import { black76 } from "./black76.ts";
import { SEED } from "./figures.ts";
import { fixedPoint } from "./fixedPoint.ts";
import { impliedVolatility } from "./impliedVolatility.ts";
import { marginsText } from "./margins.ts";
import { Contracts } from "./outcomes.ts";
import { render } from "./render.ts";
import { scenarios } from "./scenarios.ts";
import { svi } from "./svi.ts";
import type { VectorFile } from "./table.ts";

const FILES: readonly VectorFile[] = [fixedPoint, black76, scenarios, svi, impliedVolatility];

/** Where a file of vectors is kept. */
export const pathOf = (name: string): URL => new URL(`../../sdk/vectors/${name}.json`, import.meta.url);

/** The names of the files of the pricing contracts. */
export const NAMES: readonly string[] = FILES.map(({ name }) => name);

/** The texts of all files as the contracts, and for margins the SDK, give them now, by name. */
export const texts = async (): Promise<Map<string, string>> => {
  const contracts = await Contracts.start();
  const setting = { seed: SEED, compiler: compiler() };
  const results = new Map<string, string>();
  for (const file of FILES) results.set(file.name, render(file, await contracts.outcomesOf(file), setting));
  return results.set("margins", marginsText());
};

/** What the harnesses were compiled with. */
const compiler = (): unknown => {
  const { version, settings } = config.solidity.profiles.default!.compilers[0]!;
  const { viaIR, optimizer, evmVersion } = settings;
  return { solc: version, viaIR, optimizer, evmVersion };
};
