import { parseUnits } from "ethers";

import type { Builder } from "./builder.ts";
import type { FeedParameters, TokenParameters } from "../schema.ts";

/** The token of a parameters entry: the existing one, or a test double. */
export function useToken(m: Builder, id: string, token: TokenParameters) {
  if ("address" in token) return m.contractAt("TestToken", token.address, { id });
  const { name, symbol, decimals } = token.double;
  return m.contract("TestToken", [name, symbol, decimals], { id });
}

/** The price feed of a parameters entry: the existing one, or Chainlink's proxy in front of its mock aggregator. */
export function useFeed(m: Builder, id: string, feed: FeedParameters) {
  if ("address" in feed) return m.contractAt("DataFeedsLegacyAggregatorProxy", feed.address, { id });
  const answer = parseUnits(feed.double.answer, feed.double.decimals);
  const aggregator = m.contract("MockV3Aggregator", [feed.double.decimals, answer], { id: `${id}_aggregator` });
  return m.contract("DataFeedsLegacyAggregatorProxy", [aggregator], { id });
}
