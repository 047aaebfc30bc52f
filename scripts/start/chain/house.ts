import { type MarketStates, type RiskModel, type Portfolio, type Evaluator, evaluator } from "@ballast/sdk/risk";
import { type Keeper, type KeeperRefusal, readPortfolio } from "@ballast/sdk/keeper";

import { type Deployment, deployBallast } from "../../../deploy/deploy.ts";
import type { Step } from "../prices/bar.ts";
import type { Chain, Receipt } from "./chain.ts";
import * as contracts from "./contracts.ts";
import { parametersFor } from "./parameters.ts";

/** The market of the run. */
export const MARKET = 1;
export const FUND_ACCOUNT = 1n;
export const TREASURY_ACCOUNT = 2n;

/** Decimals of the feed. */
const FEED_UNIT = 1e8;

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
  readonly operator: string;
  readonly relayer: string;
}

/** The deployed house as the run sees it. What was read stays until something changes it. */
export class House {
  #portfolios = new Map<bigint, Promise<Portfolio>>();
  #inputs: Promise<MarketInputs> | undefined;

  private constructor(
    readonly chain: Chain,
    readonly deployment: Deployment,
    readonly aggregator: string,
    /** Who operates the feed. */
    readonly operator: string,
    /** Who submits matched orders. */
    readonly relayer: string,
  ) {}

  /** Deploys the house with a feed that stands at the first price. */
  static async deploy(chain: Chain, steps: readonly Step[], { operator, relayer }: Offices): Promise<House> {
    const deployment = await deployBallast(chain.connection, parametersFor(steps));
    const read = await chain.call(deployment.markets[0]!.feed, contracts.feed.encodeFunctionData("aggregator"));
    const [aggregator] = contracts.feed.decodeFunctionResult("aggregator", read);
    return new House(chain, deployment, aggregator as string, operator, relayer);
  }

  /** Lets the feed report a price, at the chain's time. */
  async publish(price: number): Promise<void> {
    const data = contracts.feed.encodeFunctionData("updateAnswer", [BigInt(Math.round(price * FEED_UNIT))]);
    await this.chain.send({ from: this.operator, to: this.aggregator, data, action: "roundUpdate" });
    this.#inputs = undefined;
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

  /** The inputs of the margin formula at the last price. */
  inputs(): Promise<MarketInputs> {
    this.#inputs ??= this.#readInputs();
    return this.#inputs;
  }

  /** A keeper that sends from an address. */
  keeper(from: string, onRefusal?: (refusal: KeeperRefusal) => void): Keeper {
    const client = {
      call: (to: string, data: string) => this.chain.call(to, data),
      send: async (to: string, data: string, action: string): Promise<Receipt> => {
        const receipt = await this.chain.send({ from, to, data, action });
        if (action !== "sample" && action !== "flag") this.forget();
        return receipt;
      },
    };
    return { client, deployment: this.deployment, ...(onRefusal === undefined ? {} : { onRefusal }) };
  }

  async #readInputs(): Promise<MarketInputs> {
    const data = contracts.lens.encodeFunctionData("marketStates", [[MARKET]]);
    const read = await this.chain.call(this.deployment.lens, data);
    const { states, model } = contracts.lens.decodeFunctionResult("marketStates", read).toObject();
    const markets: MarketStates = { [MARKET]: states[0].toObject() };
    const riskModel: RiskModel = model.toObject();
    return {
      states: markets,
      model: riskModel,
      spot: markets[MARKET]!.price,
      evaluator: evaluator(markets, riskModel),
    };
  }
}
