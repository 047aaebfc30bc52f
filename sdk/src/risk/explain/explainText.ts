/** An explanation for a terminal. */
import { type Symbols, describe } from "../../instruments/index.js";
import type { Explanation, MarginExplanation, Trade } from "./types.js";
import { contracts, money } from "./words.js";

const VERBS: Readonly<Record<Trade["kind"], string>> = {
  close: "close",
  buy: "buy",
  sell: "sell",
  hedge: "hedge with",
};

const contingencyText = ({ contingencies: { total, shortOptions } }: MarginExplanation): string => {
  if (total === 0n) return "";
  return ` + ${money(total)} contingencies${shortOptions === 0n ? "" : ` (${money(shortOptions)} short options)`}`;
};

const tradeText = ({ kind, instrument, size, cash, maintenance, initial }: Trade, symbols: Symbols): string => {
  const amount = `${size > 0n ? "+" : "−"}${contracts(size)} ${describe(instrument, symbols)}`;
  const flow = `${cash < 0n ? "pays" : "brings"} ${money(cash < 0n ? -cash : cash)}`;
  return `best trade: ${VERBS[kind]} ${amount}, ${flow}, then M ${money(maintenance)}, I ${money(initial)}`;
};

const REASONS: Readonly<Record<Explanation["initialSetBy"], string>> = {
  markets: "",
  nothing: " (can never owe)",
  minimum: " (the least of an account)",
  maintenance: " (that of maintenance)",
};

/**
 * An explanation as lines without a line feed at the end: one for the account, one for each market, one for the best trade if there
 * is one. USDC are rounded to cents, contracts to thousandths.
 * @param symbols Symbol of each market by its id
 */
export const explainText = (explanation: Explanation, symbols: Symbols = {}): string => {
  const { equity, maintenance, initial, initialSetBy, markets, best } = explanation;
  const lines = [
    `E ${money(equity)}, M ${money(maintenance)}, I ${money(initial)}${REASONS[initialSetBy]}`,
    ...Object.entries(markets).map(([id, market]) => {
      const { margin, loss } = market.maintenance;
      const made = `${money(loss.amount)} loss${contingencyText(market.maintenance)}`;
      const asked = `M ${money(margin)}, I ${money(market.initial.margin)}`;
      return `${symbols[Number(id)] ?? `#${id}`}: ${asked}; ${made}; ${loss.words}`;
    }),
  ];
  if (best !== undefined) lines.push(tradeText(best, symbols));
  return lines.join("\n");
};
