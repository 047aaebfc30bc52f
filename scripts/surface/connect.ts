import { JsonRpcProvider } from "ethers";

import { UserError } from "../start/errors.ts";

const PATIENCE_MS = 10_000;

/**
 * A node that answers; the library on its own would wait for one for ever.
 * @throws {@link UserError} when none does
 */
export async function connect(url: string): Promise<JsonRpcProvider> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
  const headers = { "content-type": "application/json" };
  try {
    const response = await fetch(url, { method: "POST", headers, body, signal: AbortSignal.timeout(PATIENCE_MS) });
    const { result } = (await response.json()) as { readonly result: string };
    return new JsonRpcProvider(url, BigInt(result), { staticNetwork: true });
  } catch (error) {
    throw new UserError(`${url}: no node answers there (${(error as Error).message})`, { cause: error });
  }
}
