import type { MarketStates, RiskModel, SettlementState } from "../risk/parameters.js";
import type { Smile } from "../volatility/types.js";
import type { Keeper } from "./client.js";
import { lens } from "./contracts.js";

/** The inputs of the margin formula as the chain has them now. */
export interface LiveInputs {
  readonly states: MarketStates;
  readonly model: RiskModel;
}

/**
 * Reads the inputs of the margin formula for markets and expiries (unix seconds, by market id), for evaluations outside
 * the chain. Source: `Lens.marketStates`.
 */
export const readMarketStates = async (
  keeper: Keeper,
  expiries: Readonly<Record<number, readonly number[]>>,
): Promise<LiveInputs> => {
  const data = lens.encodeFunctionData("marketStates", [Object.keys(expiries), Object.values(expiries)]);
  const result = await keeper.client.call(keeper.deployment.lens, data);
  const { states, model } = lens.decodeFunctionResult("marketStates", result).toObject();
  const live = [...(states as Iterable<{ toObject(deep: true): RawState }>)].map((state) => state.toObject(true));
  return {
    states: Object.fromEntries(live.map((state) => [Number(state.market), marketStateOf(state)])),
    model: model.toObject() as RiskModel,
  };
};

interface RawExpiry {
  readonly expiry: bigint;
  readonly svi: Omit<Smile, "carry" | "halfSpread">;
  readonly carry: bigint;
  readonly halfSpread: bigint;
  readonly average: bigint;
  readonly elapsed: bigint;
}

type RawState = Omit<MarketStates[number], "surface" | "settlement"> & {
  readonly market: bigint;
  readonly expiries: readonly RawExpiry[];
};

const marketStateOf = ({ expiries, ...state }: RawState): MarketStates[number] => {
  const surface: Record<number, Smile> = {};
  const settlement: Record<number, SettlementState> = {};
  for (const { expiry, svi, carry, halfSpread, average, elapsed } of expiries) {
    surface[Number(expiry)] = { ...svi, carry, halfSpread };
    if (elapsed > 0n) settlement[Number(expiry)] = { average, elapsed };
  }
  return { ...state, surface, settlement };
};
