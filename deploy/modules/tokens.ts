import type { Builder } from "./builder.ts";
import type { TokenParameters } from "../schema.ts";

/** The token of a parameters entry: the existing one, or a test double. */
export function useToken(m: Builder, id: string, token: TokenParameters) {
  if ("address" in token) return m.contractAt("TestToken", token.address, { id });
  const { name, symbol, decimals } = token.double;
  return m.contract("TestToken", [name, symbol, decimals], { id });
}
