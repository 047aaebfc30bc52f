import { parseUnits, ZeroAddress } from "ethers";

import type { SourceParameters } from "../schema.ts";
import type { Builder, CallableContract } from "./builder.ts";

/** A source of a market and what it reads: a proxy and its aggregator, a reference, or a pool. */
export interface DeployedSource {
  source: CallableContract;
  feed: CallableContract;
}

const wad = (decimal: string) => parseUnits(decimal, 18);
/** Band's reference counts dollars in 1e9. */
const BAND_DECIMALS = 9;

/** The adapter of a parameters entry, in front of the existing feed or of a double that the deployer writes. */
export function useSource(m: Builder, id: string, parameters: SourceParameters): DeployedSource {
  if ("chainlink" in parameters) return useChainlink(m, id, parameters.chainlink);
  if ("band" in parameters) return useBand(m, id, parameters.band);
  const { pool, base, minLiquidity, minAnswer, maxAnswer } = parameters.uniswapTwap;
  const bounds = [wad(minAnswer), wad(maxAnswer)];
  const source = m.contract("UniswapTwapSource", [pool, base, BigInt(minLiquidity), ...bounds], { id });
  return { source, feed: source };
}

type Chainlink = Extract<SourceParameters, { chainlink: unknown }>["chainlink"];
type Band = Extract<SourceParameters, { band: unknown }>["band"];

function useChainlink(m: Builder, id: string, p: Chainlink): DeployedSource {
  const { feed, after } = useProxy(m, id, p.proxy);
  const settings = [p.heartbeat, wad(p.minAnswer), wad(p.maxAnswer), p.sequencer ?? ZeroAddress];
  return { source: m.contract("ChainlinkSource", [feed, ...settings], { id, after }), feed };
}

function useProxy(m: Builder, id: string, proxy: Chainlink["proxy"]) {
  const name = "DataFeedsLegacyAggregatorProxy";
  if ("address" in proxy) return { feed: m.contractAt(name, proxy.address, { id: `${id}_proxy` }), after: [] };
  const { decimals, answer } = proxy.double;
  const deployer = m.getAccount(0);
  const aggregator = m.contract("RoundsAggregator", [decimals, id, deployer], { id: `${id}_aggregator` });
  const first = m.call(aggregator, "transmit", [parseUnits(answer, decimals)], { id: `${id}_first` });
  return { feed: m.contract(name, [aggregator], { id: `${id}_proxy` }), after: [first] };
}

function useBand(m: Builder, id: string, p: Band): DeployedSource {
  const existing = "address" in p.reference;
  const reference =
    "address" in p.reference
      ? m.contractAt("BandReference", p.reference.address, { id: `${id}_reference` })
      : m.contract("BandReference", [m.getAccount(0)], { id: `${id}_reference` });
  const after = existing ? [] : [firstRate(m, id, reference, p)];
  const settings = [p.base, p.quote, p.heartbeat, wad(p.minAnswer), wad(p.maxAnswer)];
  return { source: m.contract("BandSource", [reference, ...settings], { id, after }), feed: reference };
}

function firstRate(m: Builder, id: string, reference: CallableContract, { base, reference: r }: Band) {
  const answer = "double" in r ? r.double.answer : "0";
  return m.call(reference, "transmit", [base, parseUnits(answer, BAND_DECIMALS)], { id: `${id}_first` });
}
