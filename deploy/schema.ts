import { parseUnits } from "ethers";
import { z } from "zod";

const DECIMAL = /^\d+(\.\d{1,18})?$/;

/** A decimal number inside bounds, written as a string so that no digit is lost. The same bounds stand in the contracts. */
const decimal = (minimum: string, maximum: string, unit: string) =>
  z
    .string()
    .regex(DECIMAL, "must be a decimal number in quotes")
    .refine(
      (text) =>
        DECIMAL.test(text) &&
        parseUnits(text, 18) >= parseUnits(minimum, 18) &&
        parseUnits(text, 18) <= parseUnits(maximum, 18),
      `must lie between ${minimum} and ${maximum} (${unit})`,
    )
    .describe(`${unit}, ${minimum} to ${maximum}`);

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be an address");

const token = z
  .union([
    z.strictObject({ address: address.describe("an existing token") }),
    z.strictObject({
      double: z.strictObject({
        name: z.string().min(1),
        symbol: z.string().min(1),
        decimals: z.int().min(0).max(18),
      }),
    }),
  ])
  .describe("an existing token, or a test double that anybody can mint");

const seconds = (minimum: number, maximum: number) => z.int().min(minimum).max(maximum);
const heartbeat = seconds(60, 172_800).describe("seconds after which an answer is late");
const bounds = {
  minAnswer: decimal("0", "100000000000000", "USDC").describe("answers at or below are invalid"),
  maxAnswer: decimal("0", "100000000000000", "USDC").describe("answers at or above are invalid"),
};
const firstAnswer = decimal("0.000001", "100000000", "USDC");

const chainlink = z
  .strictObject({
    proxy: z
      .union([
        z.strictObject({ address: address.describe("a Chainlink aggregator proxy") }),
        z.strictObject({ double: z.strictObject({ decimals: z.int().min(0).max(24), answer: firstAnswer }) }),
      ])
      .describe("an existing proxy, or Chainlink's proxy in front of an aggregator whose owner is the deployer"),
    heartbeat,
    ...bounds,
    sequencer: address.optional().describe("the rollup's sequencer uptime feed"),
  })
  .describe("a Chainlink feed");

const band = z
  .strictObject({
    reference: z
      .union([
        z.strictObject({ address: address.describe("Band's standard reference contract") }),
        z.strictObject({ double: z.strictObject({ answer: firstAnswer }) }),
      ])
      .describe("an existing reference, or a double whose owner is the deployer"),
    base: z.string().min(1).max(31),
    quote: z.string().min(1).max(31),
    heartbeat,
    ...bounds,
  })
  .describe("a pair of Band's reference data");

const uniswapTwap = z
  .strictObject({
    pool: address.describe("a Uniswap v3 pool"),
    base: address.describe("the token that is priced in the other one"),
    minLiquidity: z.string().regex(/^\d+$/, "must be a whole number in quotes"),
    ...bounds,
  })
  .describe("the 30-minute average of a pool; never first");

const source = z.union([z.strictObject({ chainlink }), z.strictObject({ band }), z.strictObject({ uniswapTwap })]);

const collateral = z.strictObject({
  token,
  factor: decimal("0", "1", "share of value").describe("share of its value that counts"),
  cap: decimal("0", "1000000000000000", "units of the token").describe("most that the house takes"),
});

const market = z.strictObject({
  symbol: z.string().regex(/^[A-Z0-9]{2,10}$/, "must be 2 to 10 capitals or digits"),
  sources: z.array(source).min(1).max(3).describe("where the price comes from, the most trusted first"),
  tradingHours: z
    .array(z.int().min(0).max(167))
    .min(1)
    .optional()
    .describe("hours of the week (0: Monday 00:00 UTC) in which the market trades; always when absent"),
  clock: z
    .strictObject({
      stress: decimal("0.05", "5", "annual volatility").describe("volatility of a storm, of which a quarter counts"),
      calm: decimal("0.05", "5", "annual volatility").describe("the maintenance volatility never rests below"),
      seed: decimal("0.05", "5", "annual volatility").describe("realised volatility before the first sample"),
    })
    .describe("realised volatility"),
  rate: decimal("0", "0.5", "annual rate"),
  funding: z
    .strictObject({
      maxRate: decimal("0", "36.5", "per year").describe("greatest rate of funding, either way"),
      maxVelocity: decimal("0", "36.5", "per year and day").describe(
        "change of the rate at an imbalance as great as depth and open interest",
      ),
    })
    .describe("funding of the perpetual"),
  widthFactor: decimal("1", "10", "standard deviations of a day"),
  widthFloor: decimal("0.05", "0.5", "share of spot"),
  linearWidthFloor: decimal("0.025", "0.5", "share of spot").describe("least width of a book of futures and perpetuals"),
  widthCap: decimal("0.05", "0.6", "share of spot"),
  depth: decimal("0", "1000000000000000", "USDC").describe("open interest beyond which crowding counts; 0: never"),
  collateral: collateral.optional(),
});

const risk = z.strictObject({
  volatilityUp: decimal("0", "2", "share of volatility"),
  volatilityDown: decimal("0", "1", "share of volatility"),
  volatilityDownFloor: decimal("0.05", "1", "share of volatility"),
  shortTenorPower: decimal("0", "1", "power"),
  longTenorPower: decimal("0", "1", "power"),
  tailShift: decimal("1", "5", "widths"),
  tailWeight: decimal("0", "1", "share of loss"),
  initialFactor: decimal("1", "3", "multiple of maintenance"),
  shortContingency: decimal("0", "0.1", "share of spot"),
  contingencyTail: decimal("0", "5", "multiple of the loss in the tail"),
  contingencyInitialFactor: decimal("1", "3", "multiple of maintenance"),
  basis: decimal("0", "0.05", "share of a forward per root of a year"),
  closeOut: decimal("0", "10", "USDC per position"),
  minimumInitialMargin: decimal("0", "10000", "USDC"),
});

const fees = z.strictObject({
  rate: decimal("0", "0.001", "share of notional"),
  premiumCap: decimal("0", "0.125", "share of premium"),
  fundShare: decimal("0", "1", "share of the fee"),
});

const surface = z
  .strictObject({
    publishers: z.array(address).min(1).max(15),
    threshold: z.int().min(1).max(15).describe("signatures that a publication needs"),
  })
  .describe("who signs volatility surfaces");

const budget = z.strictObject({
  perAction: decimal("0", "1000", "USDC").describe("most for one call"),
  perDay: decimal("0", "100000", "USDC").describe("most for all calls of a day"),
});

const upkeep = z
  .strictObject({
    gasMarket: z.string().describe("symbol of the market of the asset that pays for gas"),
    baseFeeCap: z
      .string()
      .regex(/^\d+(\.\d{1,9})?$/, "must be a decimal number of gwei in quotes")
      .describe("gwei; the highest base fee that is paid"),
    sample: budget,
    publish: budget,
    settle: budget,
  })
  .describe("what the treasury account pays for upkeep");

/** Everything a deployment decides. Unknown keys are refused. */
export const parametersSchema = z.strictObject({
  $schema: z.string().optional(),
  network: z.string().min(1),
  governor: address.optional().describe("who governs; the deployer when absent"),
  treasury: address.optional().describe("owner of the treasury account; the governor when absent"),
  cashToken: token,
  risk,
  fees,
  surface,
  upkeep,
  markets: z.array(market).min(1).max(64),
});

export type Parameters = z.infer<typeof parametersSchema>;
export type TokenParameters = z.infer<typeof token>;
export type SourceParameters = z.infer<typeof source>;
export type MarketParameters = z.infer<typeof market>;
