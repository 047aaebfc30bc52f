import { houseErrors } from "./contracts.js";

const DEEPEST = 6;

/** Why a transaction was refused, on one line: the house's error with its arguments, else the node's message. */
export const reasonOf = (error: unknown): string => {
  const data = revertData(error);
  const parsed = data === undefined ? null : houseErrors.parseError(data);
  if (parsed !== null) return `${parsed.name}(${parsed.args.map(String).join(", ")})`;
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0]!;
};

/** The revert data inside an error of ethers, of a JSON-RPC provider or of a wallet. */
const revertData = (error: unknown): string | undefined => {
  let at = error;
  for (let depth = 0; depth < DEEPEST && typeof at === "object" && at !== null; depth++) {
    const { data, cause, error: inner, info } = at as Record<string, unknown>;
    if (typeof data === "string" && data.startsWith("0x")) return data;
    at = (typeof data === "object" && data !== null ? data : undefined) ?? inner ?? info ?? cause;
  }
  return undefined;
};
