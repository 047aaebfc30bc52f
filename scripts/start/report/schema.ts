import { z } from "zod";

const USDC = "USDC, a decimal string";
const amount = z.string().regex(/^-?\d+(\.\d{1,18})?$/);
const usdc = amount.describe(USDC);
const count = z.int().min(0);
const time = z.int().min(0).describe("unix seconds");
const account = z.int().min(1).describe("id of the account");

const gas = z.strictObject({ count, min: count, median: count, max: count }).describe("gas used, from receipts");

const participant = z.strictObject({
  id: account,
  kind: z.string(),
  equity: usdc,
  maintenance: usdc,
  initial: usdc,
  health: z.union([amount, z.literal("inf")]).describe("equity / maintenance; inf when no margin is needed"),
  profit: usdc.describe("USDC: taken out and left at the end, less paid in; ether at its first price"),
});

const liquidation = z.strictObject({
  time,
  account,
  bidder: account,
  legs: z.array(z.strictObject({ instrument: z.string(), size: amount })).describe("what the bidder took"),
  reward: usdc,
  equityBefore: usdc,
  equityAfter: usdc,
});

const settlement = z.strictObject({
  time,
  account,
  instrument: z.string(),
  size: amount,
  price: usdc.describe("settlement price, USDC"),
  cash: usdc.describe("received, negative when paid"),
});

const hedge = z.strictObject({
  account,
  options: amount.describe("contracts of the underlying that the options are worth"),
  perpetual: amount.describe("contracts held against them"),
});

const funding = z.strictObject({
  account,
  received: usdc.describe("funding received less funding paid"),
});

const refusal = z.strictObject({ action: z.string(), error: z.string(), count });

const proof = z.strictObject({ statement: z.string(), holds: z.boolean(), detail: z.string() });

/** What a run of the demonstration leaves behind. */
export const reportSchema = z
  .strictObject({
    source: z.string().describe("where the prices came from"),
    seed: z.int(),
    from: time,
    to: time,
    steps: count.describe("prices replayed"),
    trades: count,
    perpetualTrades: count.describe("trades in perpetuals among them"),
    settlements: count.describe("expired positions turned into cash"),
    liquidations: count.describe("bids taken"),
    refusals: z.array(refusal).describe("what the house refused to traders and to the keeper"),
    badDebt: usdc.describe("debt of bankrupt accounts: paid by the fund or shared among all, USDC"),
    insuranceFund: usdc.describe("cash of the fund at the end, USDC"),
    deficit: usdc.describe("shared losses that are not restored, USDC"),
    conservation: z.strictObject({
      cashDifference: usdc.describe("tokens held less what the books owe, USDC: dust, never negative"),
      openPositionsSum: amount.describe("sum over instruments of |sum of sizes|, contracts"),
    }),
    gas: z.record(z.string(), gas).describe("by action"),
    accounts: z.array(participant).describe("at the last price, before the books are closed"),
    hedges: z.array(hedge).describe("the market makers' deltas at the last price"),
    funding: z.array(funding).describe("by account, over the whole run; sums to 0 but for dust"),
    events: z.strictObject({ liquidations: z.array(liquidation), settlements: z.array(settlement) }),
    proofs: z.array(proof),
    seconds: z.number().min(0).describe("duration of the run"),
  })
  .meta({ title: "Report of a demonstration run" });

export type Report = z.infer<typeof reportSchema>;

/** The JSON schema that stands in `report.schema.json`. */
export const jsonSchema = (): string => `${JSON.stringify(z.toJSONSchema(reportSchema), undefined, 2)}\n`;
