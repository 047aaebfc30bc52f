import { type MarketStates, type RiskModel, type Portfolio, type Evaluator, evaluator } from "@ballast/sdk/risk";
import { listedExpiries } from "@ballast/sdk/instruments";
import { type Keeper, readMarketStates, readPortfolio } from "@ballast/sdk/keeper";

import { type Deployment, deployBallast } from "../../../deploy/deploy.ts";
import type { Step } from "../prices/bar.ts";
import type { Chain, Receipt } from "./chain.ts";
import * as contracts from "./contracts.ts";
import { parametersFor } from "./parameters.ts";

/** The market of the run. */
export const MARKET = 1;
export const FUND_ACCOUNT = 1n;
export const TREASURY_ACCOUNT = 2n;

/** Inputs are read for the listed expiries up to this far ahead, seconds, and for those in which anybody holds. */
const EXPIRY_REACH = 16 * 86_400;

/** The inputs of the margin formula as the chain has them now. */
export interface MarketInputs {
  readonly states: MarketStates;
  readonly model: RiskModel;
  /** Wad. */
  readonly spot: bigint;
  readonly evaluator: Evaluator;
}

/** Addresses that keep the run going. */
export interface Offices {
  /** Deploys, and writes what the feeds say. */
  readonly operator: string;
  readonly relayer: string;
  /** Who signs volatility surfaces: all have to. */
  readonly publishers: readonly string[];
}

/** The deployed house as the run sees it. What was read stays until something changes it. */
export class House {
  #portfolios = new Map<bigint, Promise<Portfolio>>();
  #inputs: Promise<MarketInputs> | undefined;
  /** Expiries of open positions. */
  openExpiries: () => Iterable<number> = () => [];

  private constructor(
    readonly chain: Chain,
    readonly deployment: Deployment,
    /** The aggregator behind the first source's proxy. */
    readonly aggregator: string,
    /** Who operates the feeds. */
    readonly operator: string,
    /** Who submits matched orders. */
    readonly relayer: string,
  ) {}

  /** Deploys the house with sources that stand at the first price. */
  static async deploy(chain: Chain, steps: readonly Step[], offices: Offices): Promise<House> {
    const deployment = await deployBallast(chain.connection, parametersFor(steps, offices.publishers));
    const { feed } = deployment.markets[0]!.sources[0]!;
    const read = await chain.call(feed, contracts.proxy.encodeFunctionData("aggregator"));
    const [aggregator] = contracts.proxy.decodeFunctionResult("aggregator", read);
    return new House(chain, deployment, aggregator as string, offices.operator, offices.relayer);
  }

  /** What an account owns; the same object while nothing changed. */
  portfolioOf(account: bigint): Promise<Portfolio> {
    let portfolio = this.#portfolios.get(account);
    if (portfolio === undefined) {
      portfolio = readPortfolio(this.keeper(this.operator), account);
      this.#portfolios.set(account, portfolio);
    }
    return portfolio;
  }

  /** Forgets what was read of some accounts, or of all. */
  forget(accounts?: readonly bigint[]): void {
    if (accounts === undefined) this.#portfolios.clear();
    else for (const account of accounts) this.#portfolios.delete(account);
  }

  /** The inputs have changed. */
  forgetInputs(): void {
    this.#inputs = undefined;
  }

  /** The inputs of the margin formula at the last price. */
  inputs(): Promise<MarketInputs> {
    this.#inputs ??= this.#readInputs();
    return this.#inputs;
  }

  /** A keeper that sends from an address. */
  keeper(from: string, options: Pick<Keeper, "payTo" | "onRefusal"> = {}): Keeper {
    const client = {
      call: (to: string, data: string) => this.chain.call(to, data),
      send: async (to: string, data: string, action: string): Promise<Receipt> => {
        const receipt = await this.chain.send({ from, to, data, action });
        if (action === "sample") {
          this.forgetInputs();
          // Beside the inputs only what is paid for it changes.
          this.forget([TREASURY_ACCOUNT, ...(options.payTo === undefined ? [] : [options.payTo])]);
        } else if (action !== "flag" && action !== "accrue") this.forget();
        return receipt;
      },
    };
    return { client, deployment: this.deployment, ...options };
  }

  async #readInputs(): Promise<MarketInputs> {
    const { time } = this.chain;
    const listed = listedExpiries(time).filter((expiry) => expiry - time <= EXPIRY_REACH);
    const expiries = [...new Set([...listed, ...this.openExpiries()])];
    const { states, model } = await readMarketStates(this.keeper(this.operator), { [MARKET]: expiries });
    return { states, model, spot: states[MARKET]!.price, evaluator: evaluator(states, model) };
  }
}
