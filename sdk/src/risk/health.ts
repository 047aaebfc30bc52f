import { WAD, floorDiv } from "../pricing/fixedPoint.js";
import { NO_MARGIN_HEALTH } from "./parameters.js";

/**
 * equity / maintenance, wad, rounded toward minus infinity; {@link NO_MARGIN_HEALTH} when maintenance is 0. Below 1e18
 * an account can be liquidated. Source: `RiskEngine.healthOf`.
 */
export const healthOf = (equity: bigint, maintenance: bigint): bigint => {
  if (maintenance === 0n) return NO_MARGIN_HEALTH;
  return floorDiv(equity * WAD, maintenance);
};
