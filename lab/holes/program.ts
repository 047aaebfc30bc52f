/**
 * The worst book by linear programming: contracts long and short are the variables, no scenario, node or rest may lose more
 * than 1 with the contingencies of what is short, and the loss in one state is to be greatest.
 */
import { type Model, solve } from "yalps";

import { Kind } from "../../sdk/src/instruments/index.ts";
import type { Book } from "./book.ts";
import { type Contract, SPOT, type World } from "./world.ts";

/** Gains of one contract wherever the margin looks, and its contingency as a short position. */
interface Column {
  readonly contract: Contract;
  /** One for each row of the program. */
  readonly gains: readonly number[];
  readonly contingency: number;
}

/** Rows of the program: the scenarios and nodes of each rest. */
const columnOf = (world: World, contract: Contract, rests: readonly number[]): Column => {
  const { scenarios, tail } = world.scenarioGains(contract);
  const gains = rests.flatMap((first) => scenarios.map((gain) => (contract.hours >= first ? gain : 0)));
  const isOption = contract.strike > 0;
  const { shortContingency, contingencyTail } = world.model;
  const contingency = isOption ? Math.min(SPOT * shortContingency, Math.max(tail, 0) * contingencyTail) : 0;
  return { contract, gains, contingency };
};

/** No more than this of any contract, in units of 1 / spot of margin: it keeps the program bounded. */
const MOST = 400;

/**
 * The book that loses most in one state of the world among those whose margin is at most 1, by the scenarios; undefined when
 * there is none. Its margin by the formula is for the caller to compute: nodes of strikes that it holds may raise it, the payoff
 * bound may lower it.
 */
export const worstBook = (world: World, contracts: readonly Contract[], state: number): Book | undefined => {
  const rests = [...new Set(contracts.map(({ hours }) => hours))]
    .filter((hours) => hours < Infinity)
    .sort((a, b) => a - b);
  const columns = contracts.map((contract) => columnOf(world, contract, rests));
  const variables = new Map<string, Map<string, number>>();
  const constraints = new Map<string, { max: number }>();
  columns.forEach(({ contract, gains, contingency }, i) => {
    const loss = -world.gainsOf(contract)[state]!;
    for (const side of [1, -1] as const) {
      const row = new Map([["loss", side * loss]]);
      gains.forEach((gain, k) => row.set(`r${k}`, -side * gain + (side < 0 ? contingency : 0)));
      row.set(`most${i}`, 1);
      variables.set(`${side > 0 ? "+" : "-"}${i}`, row);
    }
    constraints.set(`most${i}`, { max: MOST / SPOT });
  });
  for (let k = 0; k < columns[0]!.gains.length; k++) constraints.set(`r${k}`, { max: 1 });
  const model: Model<string, string> = { direction: "maximize", objective: "loss", constraints, variables };
  const { status, variables: found } = solve(model, { maxPivots: 4_000 });
  if (status !== "optimal") return undefined;
  const book = found.map(([name, size]) => {
    return Object.assign({}, contracts[Number(name.slice(1))]!, { size: name.startsWith("+") ? size : -size });
  });
  return book.length === 0 ? undefined : book;
};

/** Every other strike inside a width and a half, calls above the spot and puts below, of some expiries, and a perpetual. */
export const universeOf = (world: World, expiries: readonly number[], every: number): Contract[] => {
  const reach = 1.3 * world.conditions.width;
  const strikes = world.strikes.filter((strike, i) => Math.abs(strike / SPOT - 1) < reach && i % every === 0);
  const options = expiries.flatMap((hours) =>
    strikes.map((strike) => ({ kind: strike > SPOT ? Kind.Call : Kind.Put, hours, strike })),
  );
  return [...options, { kind: Kind.Perpetual, hours: Infinity, strike: 0 }];
};
