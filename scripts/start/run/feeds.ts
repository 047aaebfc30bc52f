import type { House } from "../chain/house.ts";
import * as contracts from "../chain/contracts.ts";
import type { Step } from "../prices/bar.ts";
import { RoundReplayer } from "../prices/rounds.ts";

/** Rounds written in one transaction at most. */
const BATCH = 200;

/** The two sources of the run: a Chainlink feed that writes rounds by its rules, and Band, relayed at every price. */
export class Feeds {
  readonly #rounds = new RoundReplayer();
  #request = 1;

  constructor(
    private readonly house: House,
    /** Aggregator behind the proxy, and decimals of its answers. */
    private readonly aggregator: string,
    private readonly operator: string,
  ) {}

  /** Lets both sources follow the price to the chain's time. */
  async follow({ time, price }: Step): Promise<void> {
    const rounds = this.#rounds.advance({ time, price });
    for (let i = 0; i < rounds.length; i += BATCH) {
      const part = rounds.slice(i, i + BATCH);
      const answers = part.map((round) => BigInt(Math.round(round.price * 1e8)));
      const times = part.map(({ updatedAt }) => updatedAt);
      const data = contracts.aggregator.encodeFunctionData("push", [answers, times]);
      await this.#send(this.aggregator, data);
    }
    const rate = BigInt(Math.round(price * 1e9));
    const data = contracts.band.encodeFunctionData("relay", [["ETH"], [rate], [time], [this.#request++]]);
    await this.#send(this.house.deployment.markets[0]!.sources[1]!.feed, data);
  }

  async #send(to: string, data: string): Promise<void> {
    await this.house.chain.send({ from: this.operator, to, data, action: "roundUpdate" });
    this.house.forgetInputs();
  }
}
