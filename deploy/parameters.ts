import { readFileSync } from "node:fs";

import type { z } from "zod";

import { parametersSchema, type Parameters, type SourceParameters } from "./schema.ts";

/** A parameters file that cannot be used. Lists every fault with the key it concerns. */
export class ParametersError extends Error {
  override readonly name = "ParametersError";

  constructor(
    readonly source: string,
    readonly faults: readonly string[],
  ) {
    super(`${source} cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

/** Reads and checks a parameters file. Throws {@link ParametersError} naming each bad key. */
export function loadParameters(path: string | URL): Parameters {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new ParametersError(String(path), ["the file cannot be read"]);
  }
  try {
    return parseParameters(JSON.parse(text), String(path));
  } catch (error) {
    if (error instanceof SyntaxError) throw new ParametersError(String(path), [`not JSON: ${error.message}`]);
    throw error;
  }
}

/** Checks parameters that are already JSON. Throws {@link ParametersError} naming each bad key. */
export function parseParameters(json: unknown, source = "parameters"): Parameters {
  const result = parametersSchema.safeParse(json);
  if (!result.success)
    throw new ParametersError(
      source,
      result.error.issues.flatMap((issue) => describe(issue, [])),
    );
  const faults = crossChecks(result.data);
  if (faults.length > 0) throw new ParametersError(source, faults);
  return result.data;
}

function describe(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): string[] {
  const path = [...prefix, ...issue.path];
  const key = path.map(String).join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((name) => `${[key, name].filter(Boolean).join(".")}: unknown key`);
  // Of a choice, the alternative with the fewest faults is the one that was meant.
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0]!;
    return closest.flatMap((inner) => describe(inner, path));
  }
  return [
    `${key}: ${issue.code === "invalid_type" && issue.message.includes("undefined") ? "missing" : issue.message}`,
  ];
}

function crossChecks(parameters: Parameters): string[] {
  const faults: string[] = [];
  const symbols = new Set<string>();
  parameters.markets.forEach((market, i) => {
    if (symbols.has(market.symbol)) faults.push(`markets.${i}.symbol: ${market.symbol} is listed twice`);
    symbols.add(market.symbol);
    if (Number(market.widthCap) < Number(market.widthFloor)) {
      faults.push(`markets.${i}.widthCap: must not be below widthFloor (${market.widthFloor})`);
    }
    if (Number(market.linearWidthFloor) > Number(market.widthFloor)) {
      faults.push(`markets.${i}.linearWidthFloor: must not be above widthFloor (${market.widthFloor})`);
    }
    market.sources.forEach((source, rank) =>
      faults.push(...sourceFaults(source, `markets.${i}.sources.${rank}`, rank)),
    );
  });
  const { gasMarket } = parameters.upkeep;
  if (!symbols.has(gasMarket)) faults.push(`upkeep.gasMarket: ${gasMarket} is none of the markets`);
  const { publishers, threshold } = parameters.surface;
  if (threshold > publishers.length) {
    faults.push(`surface.threshold: must not be above the number of publishers (${publishers.length})`);
  }
  if (new Set(publishers.map((publisher) => publisher.toLowerCase())).size !== publishers.length) {
    faults.push("surface.publishers: an address stands twice");
  }
  return faults;
}

function sourceFaults(source: SourceParameters, key: string, rank: number): string[] {
  const faults: string[] = [];
  for (const [kind, { minAnswer, maxAnswer }] of Object.entries(source)) {
    if (Number(minAnswer) < Number(maxAnswer)) continue;
    faults.push(`${key}.${kind}.minAnswer: must be below maxAnswer (${maxAnswer})`);
  }
  if (rank === 0 && "uniswapTwap" in source) faults.push(`${key}: a pool cannot be the first source`);
  return faults;
}
