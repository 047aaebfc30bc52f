import { Chain } from "../chain/chain.ts";
import * as contracts from "../chain/contracts.ts";
import { House, MARKET } from "../chain/house.ts";
import type { PricePath } from "../prices/bar.ts";
import { type Delta, deltaOf } from "../traders/delta.ts";
import { MarketView } from "../traders/marketView.ts";
import { actAll, type Refusal } from "./actions.ts";
import { closeBooks } from "./close.ts";
import { EventLog } from "./events.ts";
import { OFFICES, type Participant, PUBLISHERS, openAccounts, tradersOf, walletOf } from "./participants.ts";
import { Feeds } from "./feeds.ts";
import { Publishers } from "./publisher.ts";
import { type Audit, audit, type Proof, proveClosed } from "./proofs.ts";
import { Upkeep } from "./upkeep.ts";

/** What is replayed and for whom. */
export interface ReplayOptions {
  readonly path: PricePath;
  readonly seed: number;
  readonly accounts: number;
  /** Told after every step. */
  readonly onStep?: (state: StepState) => void;
}

/** How far a run is. */
export interface StepState {
  readonly step: number;
  readonly steps: number;
  readonly price: number;
  readonly trades: number;
  readonly liquidations: number;
}

/** All that a run leaves behind. */
export interface Outcome {
  readonly path: PricePath;
  readonly seed: number;
  readonly events: EventLog;
  readonly participants: readonly Participant[];
  /** The books at the last price, positions open. */
  readonly open: Audit;
  /** What the market makers' options and their perpetuals are worth in contracts, at the last price. */
  readonly hedges: readonly Hedge[];
  /** The books after everything was settled and paid out. */
  readonly closed: Audit;
  readonly proofs: readonly Proof[];
  /** What the house refused to traders and to the keeper. */
  readonly refusals: readonly Refusal[];
  readonly gas: ReturnType<Chain["gas"]["summary"]>;
  readonly seconds: number;
}

/** Seconds before the first price at which the chain's clock starts, and at which the deployment is done. */
const PRELUDE = 7200;
const DEPLOYED = 3600;

/** Runs the house through a price path on a chain of its own, closes the books and proves them. */
export async function replay(options: ReplayOptions): Promise<Outcome> {
  const started = performance.now();
  const { path, seed, accounts } = options;
  const offices = OFFICES.map((name) => walletOf(seed, name));
  const keys = [...offices, ...tradersOf(seed, accounts).slice(1)].map(({ privateKey }) => privateKey);
  const chain = await Chain.open(path.steps[0]!.time - PRELUDE, keys);
  try {
    const [deployer, , relayer] = offices;
    const publishers = PUBLISHERS.map((name) => walletOf(seed, name));
    const house = await House.deploy(chain, path.steps, {
      operator: deployer!.address,
      relayer: relayer!.address,
      publishers: publishers.map(({ address }) => address),
    });
    // The deployment's blocks went by the machine's clock.
    chain.advance(path.steps[0]!.time - DEPLOYED);
    const events = new EventLog(house.deployment.markets[0]!.symbol, house.deployment.cashToken);
    chain.onLogs = (logs, time) => events.record(logs, time);
    house.openExpiries = () => events.openExpiries;
    const feeds = new Feeds(house, house.aggregator, house.operator);
    const surface = new Publishers(house, publishers);
    const participants = await openAccounts(house, seed, accounts);
    await designateDealer(house, participants);
    const upkeep = new Upkeep(house, events, participants);
    const refusals = [
      ...(await runSteps({ house, feeds, surface, events, participants, upkeep, options })),
      ...upkeep.refusals,
    ];
    const open = await audit(house, events, chain.sent);
    const hedges = await hedgesOf(house, participants);
    const price = path.steps.at(-1)!.price;
    const unpaid = await closeBooks(house, { feeds, upkeep, participants, price, etherPrice: path.steps[0]!.price });
    const closed = await audit(house, events, chain.sent);
    const proofs = [...closed.proofs, await proveClosed(house), before(open), paidOut(unpaid)];
    const seconds = (performance.now() - started) / 1000;
    const gas = chain.gas.summary();
    return { path, seed, events, participants, open, hedges, closed, proofs, refusals, gas, seconds };
  } finally {
    await chain.close();
  }
}

/** The dealer's position in the perpetual becomes what funding follows. */
async function designateDealer({ chain, deployment, operator }: House, participants: readonly Participant[]) {
  const { account } = participants.find(({ kind }) => kind === "perpetual dealer")!;
  const source = await chain.connection.ethers.deployContract("AccountImbalance", [deployment.clearingHouse, account]);
  const data = contracts.funding.encodeFunctionData("setImbalanceSource", [MARKET, await source.getAddress()]);
  await chain.send({ from: operator, to: deployment.funding, data });
}

/** A market maker's deltas, contracts in wad. */
export interface Hedge extends Delta {
  readonly account: bigint;
}

async function hedgesOf(house: House, participants: readonly Participant[]): Promise<Hedge[]> {
  const market = new MarketView(house.chain.time, await house.inputs());
  const makers = participants.filter(({ kind }) => kind === "market maker");
  const hedges: Hedge[] = [];
  for (const { account } of makers) {
    hedges.push(Object.assign({ account }, deltaOf(market, await house.portfolioOf(account))));
  }
  return hedges;
}

interface Running {
  readonly house: House;
  readonly feeds: Feeds;
  readonly surface: Publishers;
  readonly events: EventLog;
  readonly participants: readonly Participant[];
  readonly upkeep: Upkeep;
  readonly options: ReplayOptions;
}

async function runSteps({ house, feeds, surface, events, participants, upkeep, options }: Running): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  const { steps } = options.path;
  for (const [i, { time, price }] of steps.entries()) {
    house.chain.advance(time);
    await feeds.follow({ time, price });
    await surface.round(time);
    await upkeep.round();
    const market = new MarketView(time, await house.inputs());
    refusals.push(...(await actAll(house, market, participants)));
    const { trades, liquidations } = events;
    options.onStep?.({ step: i + 1, steps: steps.length, price, trades, liquidations: liquidations.length });
  }
  return refusals;
}

/** The same statements with positions open, as one. */
function before({ proofs }: Audit): Proof {
  const broken = proofs.filter(({ holds }) => !holds);
  return {
    statement: "all of this held before closing as well, with positions open",
    holds: broken.length === 0,
    detail: broken.map(({ statement, detail }) => `${statement}: ${detail}`).join("; ") || proofs[2]!.detail,
  };
}

function paidOut(unpaid: readonly string[]): Proof {
  return {
    statement: "everybody could withdraw what was free",
    holds: unpaid.length === 0,
    detail: unpaid[0] ?? "no refusal",
  };
}
