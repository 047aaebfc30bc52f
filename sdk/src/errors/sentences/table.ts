import type { errorsAbi } from "../../abi/Errors.js";
import { describe, type Symbols } from "../../instruments/text.js";
import { decimalOf, isoTimeOf } from "../format.js";

type ErrorEntry = (typeof errorsAbi)[number];

/** Name of every custom error that a call of the house may end with. */
export type ErrorName = ErrorEntry["name"];

type ValueOf<Type extends string> = Type extends `uint${string}` | `int${string}`
  ? bigint
  : Type extends "bool"
    ? boolean
    : string;

/** Arguments of an error by name. Integers are bigint, addresses and bytes are hexadecimal strings. */
export type ErrorArguments<Name extends ErrorName> = {
  [P in Extract<ErrorEntry, { name: Name }>["inputs"][number] as P["name"]]: ValueOf<P["type"]>;
};

/** How figures are written. */
export interface Words {
  /** A wad as a decimal. */
  wad: (value: bigint) => string;
  /** Unix seconds in ISO 8601. */
  time: (seconds: bigint) => string;
  /** An instrument as people write it. */
  instrument: (id: bigint) => string;
  /** A market by its symbol. */
  market: (id: bigint) => string;
  /** A name that the contracts keep as bytes32. */
  name: (bytes32: string) => string;
}

/** The sentence of each error: what happened, with its figures, and what to do. */
export type Sentences = {
  readonly [Name in ErrorName]: (args: ErrorArguments<Name>, words: Words) => string;
};

/** How figures are written when markets have these symbols. */
export const wordsOf = (symbols: Symbols): Words => ({
  wad: decimalOf,
  time: isoTimeOf,
  instrument: (id) => (id === 0n ? "no instrument" : describe(id, symbols)),
  market: (id) => symbols[Number(id)] ?? `#${id}`,
  name: (bytes32) =>
    bytes32
      .slice(2)
      .replace(/(?:00)+$/, "")
      .replaceAll(/../g, (byte) => String.fromCharCode(Number.parseInt(byte, 16))),
});
