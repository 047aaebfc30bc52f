/** The worked examples of `docs/risk.md`: their inputs, and the tables of every figure on the way to the margins. */
import { Kind, type Instrument, pack } from "../../src/instruments/index.js";
import { fixedPoint } from "../../src/pricing/index.js";
import type { MarketState, Portfolio, RiskModel, Smile } from "../../src/risk/index.js";
import { equityOf, marginReference, marginsOf, partOf } from "./marginReference.js";

const WAD = 10n ** 18n;
const percent = (n: bigint): bigint => (n * WAD) / 100n;
/** 27 June 2025, 08:00 UTC. */
const NEAR = 1_751_011_200;
const FAR = NEAR + 7 * 86_400;

/** The default constants. */
export const model: RiskModel = {
  volatilityUp: percent(45n),
  volatilityDown: percent(30n),
  volatilityDownFloor: percent(20n),
  shortTenorPower: percent(30n),
  longTenorPower: percent(13n),
  tailShift: percent(250n),
  tailWeight: percent(35n),
  initialFactor: percent(130n),
  shortContingency: 15n * 10n ** 15n,
  contingencyTail: percent(150n),
  contingencyInitialFactor: percent(150n),
  basis: 5n * 10n ** 15n,
  closeOut: WAD,
  minimumInitialMargin: 100n * WAD,
};

const smile: Smile = {
  a: 0n,
  b: percent(2n),
  rho: -percent(30n),
  m: 0n,
  sigma: percent(12n),
  carry: percent(5n),
  halfSpread: percent(1n),
};

export const market: MarketState = {
  price: 2500n * WAD,
  halfWidth: 5n * WAD,
  rate: percent(4n),
  initialWidth: percent(15n),
  maintenanceWidth: percent(13n),
  linearInitialWidth: percent(9n),
  linearMaintenanceWidth: 75n * 10n ** 15n,
  crowding: WAD,
  collateralFactor: percent(90n),
  fundingIndex: 3n * WAD,
  time: NEAR - 60 * 3600,
  surface: { [NEAR]: { ...smile, a: 12n * 10n ** 14n }, [FAR]: { ...smile, a: 6n * 10n ** 15n } },
};

const instrument = (kind: Kind, expiry: number, strike: bigint): Instrument =>
  pack({ market: 1, kind, expiry, strike: strike * WAD });

export const portfolio: Portfolio = {
  cash: 6000n * WAD,
  collateral: { 1: WAD / 2n },
  positions: [
    { instrument: instrument(Kind.Call, NEAR, 2600n), size: -6n * WAD },
    { instrument: instrument(Kind.Call, NEAR, 2700n), size: 6n * WAD },
    { instrument: instrument(Kind.Put, FAR, 2400n), size: 2n * WAD },
    { instrument: instrument(Kind.Future, FAR, 0n), size: -15n * WAD, entryNotional: -37_600n * WAD },
    { instrument: instrument(Kind.Perpetual, 0, 0n), size: 40n * WAD, entryNotional: 99_800n * WAD, fundingIndex: WAD },
  ],
};

/** 12 hours before the first expiry, a day before the other one. */
const NEXT = NEAR + 86_400;

export const lateMarket: MarketState = {
  ...market,
  time: NEAR - 12 * 3600,
  surface: {
    [NEAR]: { ...smile, a: 3n * 10n ** 14n, b: 5n * 10n ** 15n },
    [NEXT]: { ...smile, a: 15n * 10n ** 14n, b: 5n * 10n ** 15n },
  },
};

export const latePortfolio: Portfolio = {
  cash: 500n * WAD,
  collateral: {},
  positions: [
    { instrument: instrument(Kind.Call, NEAR, 2500n), size: 4n * WAD },
    { instrument: instrument(Kind.Call, NEAR, 2600n), size: -4n * WAD },
    { instrument: instrument(Kind.Put, NEXT, 2500n), size: 5n * WAD },
    { instrument: instrument(Kind.Call, NEXT, 2550n), size: 2n * WAD },
    { instrument: instrument(Kind.Perpetual, 0, 0n), size: WAD, entryNotional: 2500n * WAD, fundingIndex: 3n * WAD },
  ],
};

const text = (x: bigint): string => {
  const digits = (x < 0n ? -x : x).toString().padStart(19, "0");
  const fraction = digits.slice(-18).replace(/0+$/, "");
  return `${x < 0n ? "−" : ""}${digits.slice(0, -18)}${fraction === "" ? "" : `.${fraction}`}`;
};
const whole = (sum: bigint): bigint => fixedPoint.floorDiv(sum, WAD);
const list = (...values: bigint[]): string => values.map(text).join(", ");

/** Rows of the table: what, and its figures. */
export const rows = (): [string, string][] => {
  const part = partOf(portfolio, 1);
  const { equity, ...value } = equityOf(part, market, model);
  const { widths, m, i, most, maintenance, initial } = marginsOf(part, market, model);
  const result = marginReference(portfolio, { 1: market }, model);
  const [far, near] = m.slices as [(typeof m.slices)[number], (typeof m.slices)[number]];
  const worst = (risk: typeof m): string => {
    if (risk.left === risk.L) return "what stays, alone";
    const rest = risk.rests.find(({ L }) => L === risk.L)!;
    const scenario = rest.losses.indexOf(risk.L);
    const expiries = risk.rests.indexOf(rest) === 0 ? "the later expiry alone" : "both expiries";
    return `${expiries}, ${scenario >= 0 ? `scenario ${scenario}` : `node ${text(rest.atNodes.find(({ loss }) => loss === risk.L)!.x)}`}`;
  };
  const values = [...near.options, ...far.options];
  const node = m.nodes.at(-1)!;
  const last = m.rests[1]!.atNodes.at(-1)!;
  return [
    ["T", `${near.T} s, ${far.T} s`],
    ["D", list(near.D, far.D)],
    ["F", list(near.F, far.F)],
    ["down", list(near.down, far.down)],
    ["up", list(near.up, far.up)],
    ["aged", list(near.aged, far.aged)],
    ["σ of the strikes", list(...values.map(({ K, call }) => (call ? near : far).sigma(K)))],
    ["low, at base = σ", list(...values.map(({ low }) => low))],
    ["σ[0], at base = σ", list(...values.map(({ sigmas }) => sigmas[0]))],
    ["marks of the options", list(...values.map(({ mark }) => mark))],
    ["options", text(value.options)],
    ["linear: floor(−15, F) + floor(40, 2,500) − 62,200", text(value.linear)],
    ["funding: floor(−40, 3 − 1)", text(value.funding)],
    ["collateral", text(value.collateral)],
    ["E", text(portfolio.cash + equity)],
    ["n, N, mix", list(widths.n, widths.N, widths.mix)],
    ["w(maintenance), w(initial)", list(widths.maintenance, widths.initial)],
    ["X[0], X of the future", list(m.rests[0]!.X - far.X, far.X)],
    ["weights of the earlier expiry", list(near.weight, i.slices[1]!.weight)],
    ["nodes, maintenance", list(...m.nodes)],
    [`near of the calls at the node ${text(node)}`, list(...near.options.map((o) => o.near(node)))],
    ["falls, rises at this node, both expiries, whole", list(whole(last.falls), whole(last.rises))],
    ["loss at the nodes, both expiries", list(...m.rests[1]!.atNodes.map(({ loss }) => loss))],
    ["value, bound", list(m.rests[1]!.value, m.bound!)],
    [`L(w(maintenance)): ${worst(m)}`, text(m.L)],
    [`L(w(initial)): ${worst(i)}`, text(i.L)],
    ["spot, both widths", list(m.spot, i.spot)],
    ["short, both widths", list(m.short, i.short)],
    ["delta, both expiries, maintenance", list(near.delta, far.delta)],
    ["basis, both expiries, maintenance", list(near.basis, far.basis)],
    ["C, both widths", list(m.C, i.C)],
    ["Cspot, both widths", list(m.Cspot, i.Cspot)],
    ["bound + spot + Cspot, and with factors", list(most.maintenance!, most.initial!)],
    ["M = L + C", text(maintenance)],
    ["I = up(L, 1.3) + up(C, 1.5)", text(initial)],
    ["health", text(result.health)],
  ];
};

/** Rows of the second table: a book of what is about to expire. */
export const lateRows = (): [string, string][] => {
  const part = partOf(latePortfolio, 1);
  const { widths, m, i, most, maintenance, initial } = marginsOf(part, lateMarket, model);
  const result = marginReference(latePortfolio, { 1: lateMarket }, model);
  const [next, near] = m.slices as [(typeof m.slices)[number], (typeof m.slices)[number]];
  const values = [...near.options, ...next.options];
  const [alone, both] = m.rests as [(typeof m.rests)[number], (typeof m.rests)[number]];
  const valley = alone.valleys[0]!;
  const losses = (risk: typeof m): bigint[] => risk.rests.map(({ L }, k) => L + risk.gone[k]!);
  return [
    ["T", `${near.T} s, ${next.T} s`],
    ["aged", list(near.aged, next.aged)],
    ["marks of the options", list(...values.map(({ mark }) => mark))],
    ["E", text(result.equity)],
    ["w(maintenance), w(initial)", list(widths.maintenance, widths.initial)],
    ["X[0]", text(m.lasting)],
    ["weight, leaving, ends of the earlier, maintenance", list(near.weight, near.leaving, near.weights[1])],
    ["weight, leaving, ends of the later, maintenance", list(next.weight, next.leaving, next.weights[1])],
    ["value of the later alone, of both", list(alone.value, both.value)],
    ["paid, both expiries", list(...m.paid.toReversed())],
    ["gone of the earlier, both widths", list(m.gone[0]!, i.gone[0]!)],
    [`g[${valley.j - 1}], g[${valley.j}], g[${valley.j + 1}], the later alone, maintenance`, list(...valley.g)],
    ["rise, bend, step", list(valley.rise, valley.bend, valley.step)],
    ["x of this valley, loss", list(valley.x, valley.loss)],
    ["L + gone of the rests, the later alone first, maintenance", list(...losses(m))],
    ["L + gone of the rests, initial", list(...losses(i))],
    ["spot of X[0] alone, both widths", list(m.lastingSpot, i.lastingSpot)],
    ["left, both widths", list(m.left, i.left)],
    ["leftSpot, both widths", list(m.leftSpot, i.leftSpot)],
    ["L(w(maintenance)): the later alone, the valley; L(w(initial)): left", list(m.L, i.L)],
    ["C, both widths", list(m.C, i.C)],
    ["bound + spot + Cspot, and with factors", list(most.maintenance!, most.initial!)],
    ["M = L + C, I = bound + spot + Cspot, with factors", list(maintenance, initial)],
    ["health", text(result.health)],
  ];
};
