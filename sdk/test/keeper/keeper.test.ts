import { Interface } from "ethers";
import { expect } from "chai";

import { Kind, pack } from "../../src/instruments/index.js";
import {
  accrueFunding,
  type Keeper,
  HealthWatch,
  provingRounds,
  pendingAccounts,
  planBids,
  reasonOf,
  sampleDue,
} from "../../src/keeper/index.js";
import { errorsAbi, fundingAbi, lensAbi, priceOracleAbi } from "../../src/abi/index.js";
import { evaluator, type MarketStates, type Portfolio, type RiskModel } from "../../src/risk/index.js";

const WAD = 10n ** 18n;
const NOW = 1_772_787_600;
const EXPIRY = NOW + 3 * 86_400 - 3600;
const MODEL: RiskModel = {
  volatilityUp: (45n * WAD) / 100n,
  volatilityDown: (3n * WAD) / 10n,
  volatilityDownFloor: WAD / 5n,
  shortTenorPower: (3n * WAD) / 10n,
  longTenorPower: (13n * WAD) / 100n,
  tailShift: (5n * WAD) / 2n,
  tailWeight: (35n * WAD) / 100n,
  initialFactor: (13n * WAD) / 10n,
  shortContingency: (15n * WAD) / 1000n,
  contingencyTail: (3n * WAD) / 2n,
  contingencyInitialFactor: (3n * WAD) / 2n,
  basis: 0n,
  closeOut: 0n,
  minimumInitialMargin: 100n * WAD,
};
/** The same volatility at every strike. */
const flatSmile = (volatility: bigint, seconds: number) => ({
  a: (volatility * volatility * BigInt(seconds)) / (WAD * 31_536_000n),
  b: 0n,
  rho: 0n,
  m: 0n,
  sigma: WAD,
  carry: 0n,
  halfSpread: 0n,
});
const marketsAt = (price: bigint): MarketStates => ({
  1: {
    price: price * WAD,
    halfWidth: 0n,
    rate: 0n,
    initialWidth: WAD / 5n,
    maintenanceWidth: WAD / 5n,
    linearInitialWidth: WAD / 8n,
    linearMaintenanceWidth: WAD / 8n,
    crowding: WAD,
    collateralFactor: (9n * WAD) / 10n,
    time: NOW,
    surface: { [EXPIRY]: flatSmile((8n * WAD) / 10n, EXPIRY - NOW) },
  },
});
const put = pack({ market: 1, kind: Kind.Put, expiry: EXPIRY, strike: 2000n * WAD });
const shortPuts = (cash: bigint, size: bigint): Portfolio => ({
  cash: cash * WAD,
  collateral: {},
  positions: [{ instrument: put, size: -size * WAD }],
});

describe("keeper", () => {
  describe("bids", () => {
    const plansAt = (portfolio: Portfolio, price: bigint) => {
      const values = evaluator(marketsAt(price), MODEL);
      const margin = values.evaluate(portfolio);
      return {
        margin,
        plans: planBids({ portfolio, margin, evaluator: values, spot: { 1: price * WAD }, elapsed: 0n }),
      };
    };

    it("planBids_takesPart_whenThatIsEnough", () => {
      const { margin, plans } = plansAt(shortPuts(4000n, 10n), 1900n);
      expect(margin.health < WAD).to.equal(true);
      expect(plans).to.have.length(1);
      expect(plans[0]!.size > 0n && plans[0]!.size < 10n * WAD).to.equal(true);
      expect(plans[0]!.freed > 0n && plans[0]!.reward > 0n).to.equal(true);
    });

    it("planBids_takesAll_whenTheAccountIsBankrupt", () => {
      const { margin, plans } = plansAt(shortPuts(4000n, 10n), 1200n);
      expect(margin.equity < 0n).to.equal(true);
      expect(plans[0]!.size).to.equal(10n * WAD);
    });

    it("planBids_takesPartOfAPerpetual", () => {
      const perpetual = pack({ market: 1, kind: Kind.Perpetual, expiry: 0, strike: 0n });
      const position = { instrument: perpetual, size: 20n * WAD, entryNotional: 40_000n * WAD };
      const { margin, plans } = plansAt({ cash: 5000n * WAD, collateral: {}, positions: [position] }, 1850n);
      expect(margin.equity > 0n && margin.health < WAD).to.equal(true);
      expect(plans).to.have.length(1);
      expect(plans[0]!.size > 0n && plans[0]!.size < 20n * WAD).to.equal(true);
      expect(plans[0]!.freed > 0n && plans[0]!.reward > 0n).to.equal(true);
    });

    it("planBids_leavesLongOptionsAlone_whenTheyFreeNothing", () => {
      const call = pack({ market: 1, kind: Kind.Call, expiry: EXPIRY, strike: 3000n * WAD });
      const portfolio = shortPuts(4000n, 10n);
      const both = { ...portfolio, positions: [...portfolio.positions, { instrument: call, size: WAD }] };
      const { plans } = plansAt(both, 1900n);
      expect(plans[0]!.leg.instrument).to.equal(put);
    });
  });

  describe("watch", () => {
    it("check_finds_accountsBelowMaintenanceOnly", async () => {
      const portfolios: Record<string, Portfolio> = { 1: shortPuts(4000n, 10n), 2: shortPuts(50_000n, 10n) };
      const watch = new HealthWatch();
      const look = async (price: bigint) => {
        const inputs = { accounts: [1n, 2n], portfolioOf: async (id: bigint) => portfolios[String(id)]!, now: NOW };
        return watch.check({ ...inputs, evaluator: evaluator(marketsAt(price), MODEL), spot: Number(price) });
      };
      expect(await look(2100n)).to.have.length(0);
      expect((await look(1900n)).map(({ account }) => account)).to.deep.equal([1n]);
      expect((await look(1900n)).map(({ account }) => account)).to.deep.equal([1n]);
    });
  });

  describe("reads", () => {
    const lens = new Interface(lensAbi);
    const oracle = new Interface(priceOracleAbi);
    const addresses = {
      clearingHouse: "house",
      liquidator: "liquidator",
      lens: "lens",
      settlementOracle: "settlement",
      upkeep: "upkeep",
      funding: "funding",
    };
    const keeperOf = (call: (to: string, data: string) => string): Keeper => ({
      client: { call: async (to, data) => call(to, data), send: () => Promise.reject(new Error("no transactions")) },
      deployment: { ...addresses, priceOracle: "oracle" },
    });

    it("pendingAccounts_readsAllPages", async () => {
      const keeper = keeperOf((_, data) => {
        const [cursor] = lens.decodeFunctionData("settleable", data);
        return lens.encodeFunctionResult("settleable", cursor === 1n ? [[3n, 4n], 51n] : [[60n], 0n]);
      });
      expect(await pendingAccounts(keeper, "settleable")).to.deep.equal([3n, 4n, 60n]);
    });

    /** A feed with a round every 20 minutes, the last one `last` seconds after expiry. */
    const feedKeeper = (last: number): Keeper => {
      const round = 100n;
      const timeOf = (id: bigint) => BigInt(EXPIRY + last) - (round - id) * 1200n;
      const address = "0x0000000000000000000000000000000000000001";
      const feed = new Interface([
        "function proxy() view returns (address)",
        "function round(uint80 id) view returns (uint256 price, uint256 updatedAt)",
        "function phaseId() view returns (uint16)",
        "function phaseAggregators(uint16 phase) view returns (address)",
        "function latestRound() view returns (uint256)",
      ]);
      const answerOf: Record<string, (id: bigint) => readonly unknown[]> = {
        proxy: () => [address],
        round: (id) => [1n, timeOf(id & ((1n << 64n) - 1n))],
        phaseId: () => [1],
        phaseAggregators: () => [address],
        latestRound: () => [round],
      };
      return keeperOf((to, data) => {
        if (to === "oracle" && data.startsWith(oracle.getFunction("firstSourceAt")!.selector)) {
          return oracle.encodeFunctionResult("firstSourceAt", [address]);
        }
        if (to === "oracle") return oracle.encodeFunctionResult("closing", [[WAD, WAD, 1], true]);
        const { name, args } = feed.parseTransaction({ data })!;
        return feed.encodeFunctionResult(name, answerOf[name]!(args.toArray()[0] as bigint));
      });
    };

    it("provingRounds_startAtTheLast_atOrBeforeTheWindow", async () => {
      expect(await provingRounds(feedKeeper(600), { market: 1, expiry: EXPIRY })).to.deep.equal([(1n << 64n) | 96n]);
      expect(await provingRounds(feedKeeper(0), { market: 1, expiry: EXPIRY })).to.deep.equal([(1n << 64n) | 97n]);
    });

    it("provingRounds_areUndefined_beforeARoundAtExpiry", async () => {
      expect(await provingRounds(feedKeeper(-1), { market: 1, expiry: EXPIRY })).to.equal(undefined);
    });

    it("sampleDue_goesThroughUpkeep_whenAnAccountIsNamed", async () => {
      const sent: string[] = [];
      const client = {
        call: async () => oracle.encodeFunctionResult("isDue", [true]),
        send: async (to: string) => {
          sent.push(to);
          return { gasUsed: 0n, logs: [] };
        },
      };
      const deployment = { ...addresses, priceOracle: "oracle" };
      await sampleDue({ client, deployment }, 1);
      await sampleDue({ client, deployment, payTo: 7n }, 1);
      expect(sent).to.deep.equal(["oracle", "upkeep"]);
    });

    it("accrueFunding_sendsOnceAnHour_whereThereIsASource", async () => {
      const funding = new Interface(fundingAbi);
      const tried = async (source: bigint, accruedAt: number): Promise<number> => {
        let sent = 0;
        const client = {
          call: async (_: string, data: string) => {
            const { name } = funding.parseTransaction({ data })!;
            const address = `0x${source.toString(16).padStart(40, "0")}`;
            return funding.encodeFunctionResult(name, [name === "imbalanceSource" ? address : [0, 0, 0, 0, accruedAt]]);
          },
          send: async () => {
            sent += 1;
            return { gasUsed: 0n, logs: [] };
          },
        };
        await accrueFunding({ client, deployment: { ...addresses, priceOracle: "oracle" } }, 1, NOW);
        return sent;
      };
      expect(await tried(7n, NOW - 3600)).to.equal(1);
      expect(await tried(7n, NOW - 3599)).to.equal(0);
      expect(await tried(0n, NOW - 7200)).to.equal(0);
    });

    it("reasonOf_namesTheError_ofTheHouse", () => {
      const data = new Interface(errorsAbi).encodeErrorResult("NotFlagged", [7n]);
      expect(reasonOf(Object.assign(new Error("reverted"), { data }))).to.equal("NotFlagged(7)");
      expect(reasonOf({ info: { error: { data } } })).to.equal("NotFlagged(7)");
      expect(reasonOf(new Error("first line\nsecond"))).to.equal("first line");
    });
  });
});
