import { decodeError } from "../errors/index.js";

/** Why a transaction was refused, on one line: the house's error with its arguments, else the node's message. */
export const reasonOf = (error: unknown): string => {
  const decoded = decodeError(error);
  if (decoded !== undefined) return `${decoded.name}(${Object.values(decoded.args).map(String).join(", ")})`;
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!;
};
