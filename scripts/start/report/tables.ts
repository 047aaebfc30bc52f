import Table from "cli-table3";
import pc from "picocolors";

import { isoOf } from "../prices/select.ts";
import type { Report } from "./schema.ts";

const MOST_LIQUIDATIONS = 12;
const PLAIN = { style: { head: [], border: [] } };
const right = (columns: number): ("left" | "right")[] => ["left", ...new Array<"right">(columns - 1).fill("right")];

/** A report as people read it. */
export function tablesOf(report: Report): string {
  return [
    heading("Accounts at the last price"),
    accountsTable(report),
    heading("Market makers: deltas, hedges and funding"),
    hedgesTable(report),
    heading("Gas by action"),
    gasTable(report),
    heading(`Liquidations: ${report.liquidations}`),
    liquidationsTable(report),
    heading("Result"),
    summary(report),
    heading("Proofs"),
    proofLines(report),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

const heading = (text: string): string => `\n${pc.bold(text)}`;

const figure = (decimal: string, digits = 2): string =>
  Number(decimal).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

function accountsTable({ accounts }: Report): string {
  const head = ["account", "equity", "maintenance", "initial", "health", "profit"];
  const table = new Table({ ...PLAIN, head, colAligns: right(head.length) });
  for (const { id, kind, equity, maintenance, initial, health, profit } of accounts) {
    const shown = health === "inf" ? "inf" : figure(health);
    table.push([`${id} ${kind}`, figure(equity), figure(maintenance), figure(initial), shown, figure(profit)]);
  }
  return table.toString();
}

function hedgesTable({ hedges, funding, accounts }: Report): string {
  const head = ["account", "options, contracts", "perpetual", "together", "funding received"];
  const table = new Table({ ...PLAIN, head, colAligns: right(head.length) });
  const received = new Map(funding.map((entry) => [entry.account, entry.received]));
  for (const { account, options, perpetual } of hedges) {
    const together = String(Number(options) + Number(perpetual));
    const paid = figure(received.get(account) ?? "0");
    table.push([`${account} market maker`, figure(options), figure(perpetual), figure(together), paid]);
  }
  for (const { id, kind } of accounts.filter((account) => account.kind === "perpetual dealer")) {
    table.push([`${id} ${kind}`, "", "", "", figure(received.get(id) ?? "0")]);
  }
  return table.toString();
}

function gasTable({ gas }: Report): string {
  const head = ["action", "count", "least", "median", "most"];
  const table = new Table({ ...PLAIN, head, colAligns: right(head.length) });
  for (const [action, { count, min, median, max }] of Object.entries(gas)) {
    table.push([action, ...[count, min, median, max].map((value) => value.toLocaleString("en-US"))]);
  }
  return table.toString();
}

function liquidationsTable({ events }: Report): string {
  if (events.liquidations.length === 0) return "";
  const head = ["time", "account", "taken", "reward", "equity before", "after"];
  const table = new Table({ ...PLAIN, head, colAligns: ["left", ...right(head.length - 1)] });
  for (const { time, account, legs, reward, equityBefore, equityAfter } of events.liquidations.slice(
    0,
    MOST_LIQUIDATIONS,
  )) {
    const taken = legs.map(({ instrument, size }) => `${figure(size)} ${instrument}`).join(", ");
    table.push([isoOf(time), String(account), taken, figure(reward), figure(equityBefore), figure(equityAfter)]);
  }
  const more = events.liquidations.length - MOST_LIQUIDATIONS;
  return more > 0 ? `${table.toString()}\nand ${more} more in the report` : table.toString();
}

function summary(report: Report): string {
  const { steps, trades, perpetualTrades, settlements, badDebt, insuranceFund, deficit, refusals, seconds } = report;
  const table = new Table({ ...PLAIN, colAligns: ["left", "right"] });
  table.push(
    ["steps", String(steps)],
    ["trades", String(trades)],
    ["of these in perpetuals", String(perpetualTrades)],
    ["positions settled", String(settlements)],
    ...refusals.map(({ action, error, count }) => [`refused: ${action}, ${error}`, String(count)]),
    ["bad debt, USDC", figure(badDebt)],
    ["insurance fund, USDC", figure(insuranceFund)],
    ["deficit, USDC", figure(deficit)],
    ["seconds", seconds.toFixed(1)],
  );
  return table.toString();
}

const proofLines = ({ proofs }: Report): string =>
  proofs
    .map(({ statement, holds, detail }) => `${holds ? pc.green("holds") : pc.red("FAILS")}  ${statement} (${detail})`)
    .join("\n");
