/** What a file of vectors consists of, before the contracts have been asked. */

/** A figure of a contract, or several that it takes together. */
export type Value = bigint | boolean | readonly Value[];

/** Meaning of each column, in their order. */
export type Columns = Readonly<Record<string, string>>;

/** Inputs of a table, by where they come from: `quoted`, `any` (in range), `edge` (chosen by hand), `refused`. */
export type Sets = Readonly<Record<string, readonly (readonly Value[])[]>>;

/** Inputs of one function of the contracts. */
export interface Table {
  /** What is called, as a reader finds it: library and function. */
  readonly of: string;
  readonly about: string;
  readonly inputs: Columns;
  readonly outputs: Columns;
  /** The test contract that exposes the function, its method, and what that takes for a row of inputs. */
  readonly harness: string;
  readonly method: string;
  argumentsOf(input: readonly Value[]): readonly unknown[];
  /** The outputs in the order of their columns, from what the method returned. */
  outputsOf(result: readonly Value[]): readonly Value[];
  readonly sets: Sets;
}

/** One file of vectors. */
export interface VectorFile {
  /** Without its extension. */
  readonly name: string;
  readonly title: string;
  /** Whole sentences, by topic. */
  readonly conventions: Columns;
  readonly tables: Readonly<Record<string, Table>>;
}

/** The argument of a method for many is one row; its result one row, too. */
export const many = (input: readonly Value[]): readonly unknown[] => [[input]];
/** The only figure of a method for many. */
export const single = ([results]: readonly Value[]): readonly Value[] => results as readonly Value[];
/** The only row of a method for many. */
export const row = ([rows]: readonly Value[]): readonly Value[] => (rows as readonly (readonly Value[])[])[0]!;
