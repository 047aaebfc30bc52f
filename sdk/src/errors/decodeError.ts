/** What a refused call said, in words. */
import { type ErrorDescription, Interface, isHexString } from "ethers";

import { errorsAbi } from "../abi/Errors.js";
import type { Symbols } from "../instruments/text.js";
import { sentences } from "./sentences/index.js";
import { type ErrorName, type Words, wordsOf } from "./sentences/table.js";

/** A refusal of the contracts. */
export interface DecodedError {
  /** Name of the Solidity error; `Error` for a plain message, `Panic`, `NoReason`, or `UnknownError`. */
  name: string;
  /** Its arguments by name; integers are bigint, in the contract's units. */
  args: Readonly<Record<string, unknown>>;
  /** What happened, with its figures, and what to do. */
  sentence: string;
}

const PANICS: Readonly<Record<string, string>> = {
  "1": "an assertion failed",
  "17": "an amount overflowed",
  "18": "a division by zero",
  "33": "a value outside its enumeration",
  "50": "an index beyond the end of a list",
  "65": "too much memory was asked for",
};

/** Keys under which libraries and nodes keep the error inside an error. */
const INNER = ["data", "error", "info", "cause", "revert", "originalError"];
const DEPTH = 6;

const contractErrors = /* @__PURE__ */ new Interface(errorsAbi);

/**
 * Name, arguments and a sentence for a refusal.
 * @param refusal Revert data as hexadecimal, or an error of ethers or of a node that contains it
 * @param symbols Symbol of each market, for the names of instruments
 * @returns Undefined when there is no revert data in it: the call did not reach a contract that refused it
 */
export const decodeError = (refusal: unknown, symbols: Symbols = {}): DecodedError | undefined => {
  const data = revertDataOf(refusal, DEPTH);
  if (data === undefined) return undefined;
  if (data === "0x") {
    return {
      name: "NoReason",
      args: {},
      sentence: "The call failed without a reason. Check its target and its gas limit.",
    };
  }
  const error = parse(data);
  if (error === null) return unknownError(data);
  const args = Object.fromEntries(error.fragment.inputs.map(({ name }, i): [string, unknown] => [name, error.args[i]]));
  if (error.name === "Error") return plainMessage(String(error.args[0]));
  if (error.name === "Panic") return panic(String(error.args[0]));
  return { name: error.name, args, sentence: sentenceOf(error.name, args, wordsOf(symbols)) };
};

const parse = (data: string): ErrorDescription | null => {
  try {
    return contractErrors.parseError(data);
  } catch {
    // The selector is known and the arguments cannot be read: it is somebody else's error.
    return null;
  }
};

const isKnown = (name: string): name is ErrorName => name in sentences;

const sentenceOf = (name: string, args: Readonly<Record<string, unknown>>, words: Words): string => {
  if (!isKnown(name)) return `The contract refused with ${name}.`;
  // The ABI that gave the arguments is the one that the table is typed by.
  const write = sentences[name] as (args: Readonly<Record<string, unknown>>, words: Words) => string;
  return write(args, words);
};

const plainMessage = (message: string): DecodedError => ({
  name: "Error",
  args: { message },
  sentence: `The contract refused: ${message}.`,
});

const panic = (code: string): DecodedError => ({
  name: "Panic",
  args: { code: BigInt(code) },
  sentence: `The contract stopped: ${PANICS[code] ?? `panic ${code}`}. Check that every amount is in its range.`,
});

const unknownError = (data: string): DecodedError => ({
  name: "UnknownError",
  args: { selector: data.slice(0, 10), data },
  sentence: `The call failed with an error that the house does not know: ${data.slice(0, 10)}. Check its target.`,
});

/** The first revert data inside an error, looking where libraries put it; never a transaction's own data. */
const revertDataOf = (refusal: unknown, depth: number): string | undefined => {
  if (typeof refusal === "string") return isHexString(refusal) ? refusal : undefined;
  if (typeof refusal !== "object" || refusal === null || depth === 0) return undefined;
  const parts = new Map<string, unknown>(INNER.map((key) => [key, Reflect.get(refusal, key)]));
  for (const part of parts.values()) {
    const data = revertDataOf(part, depth - 1);
    if (data !== undefined) return data;
  }
  return undefined;
};
