import { evaluate } from "./evaluate.js";
import type { MarketStates, Portfolio, RiskModel } from "./parameters.js";
import { neverOwes, slack } from "./payoffBound.js";

/**
 * Most cash that can leave with both the initial margin and "never negative" kept, wad, 0 or more. The tokens that the
 * house holds bound a withdrawal as well. Source: `RiskEngine.freeCash`.
 * @throws The errors of {@link evaluate}
 */
export const freeCash = (portfolio: Portfolio, markets: MarketStates, parameters: RiskModel): bigint => {
  const { cash, positions } = portfolio;
  if (cash <= 0n) return 0n;
  const free = neverOwes(cash, positions) ? slack(cash, positions) : 0n;
  // A cash of −1 rules out "never owes", which gives the margins that hold once it has stopped.
  const { equity, initial } = evaluate({ ...portfolio, cash: -1n }, markets, parameters);
  const above = equity + 1n + cash - initial;
  const margined = above < cash ? above : cash;
  return margined > free ? margined : free;
};
