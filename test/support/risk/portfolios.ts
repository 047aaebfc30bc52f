/** Random portfolios, market states and models for the margin formula. */
import {
  type InstrumentParts,
  Kind,
  isOption,
  listedExpiries,
  nearestStrike,
  pack,
} from "../../../sdk/src/instruments/index.js";
import type {
  MarketState,
  Portfolio,
  Position,
  RiskModel,
  SettlementState,
  Smile,
} from "../../../sdk/src/risk/index.js";
import { type Random, WAD } from "../pricing/samples.js";

/** One input of the formula. */
export interface RiskCase {
  portfolio: Portfolio;
  markets: Record<number, MarketState>;
  model: RiskModel;
}

const percent = (n: bigint): bigint => (n * WAD) / 100n;

/** The constants of the design. */
export const DEFAULT_MODEL: RiskModel = {
  volatilityUp: percent(45n),
  volatilityDown: percent(30n),
  volatilityDownFloor: percent(20n),
  shortTenorPower: percent(30n),
  longTenorPower: percent(13n),
  tailShift: percent(250n),
  tailWeight: percent(35n),
  initialFactor: percent(130n),
  shortContingency: (15n * WAD) / 1000n,
  contingencyTail: percent(150n),
  contingencyInitialFactor: percent(150n),
  basis: (5n * WAD) / 1000n,
  closeOut: WAD,
  minimumInitialMargin: 100n * WAD,
};

/** Any model inside the hard bounds of `RiskParameters`. */
export const anyModel = (random: Random): RiskModel => ({
  volatilityUp: random.between(0n, percent(200n)),
  volatilityDown: random.between(0n, WAD),
  volatilityDownFloor: random.between(percent(5n), WAD),
  shortTenorPower: random.between(0n, WAD),
  longTenorPower: random.between(0n, WAD),
  tailShift: random.between(WAD, percent(500n)),
  tailWeight: random.between(0n, WAD),
  initialFactor: random.between(WAD, percent(300n)),
  shortContingency: random.between(0n, percent(10n)),
  contingencyTail: random.between(0n, percent(500n)),
  contingencyInitialFactor: random.between(WAD, percent(300n)),
  basis: random.between(0n, percent(5n)),
  closeOut: random.between(0n, 10n * WAD),
  minimumInitialMargin: random.between(0n, 10_000n * WAD),
});

/** Any state inside the bounds of the oracle and the parameters. */
export const anyMarket = (random: Random, time: number, expiries: readonly number[]): MarketState => {
  const price = random.between(1n, 1000n) * 10n ** random.between(12n, 21n) + random.bits(30);
  const maintenanceWidth = random.between(percent(5n), percent(50n));
  const initialWidth = random.pick([maintenanceWidth, random.between(percent(5n), percent(60n))]);
  const linear = (width: bigint): bigint => random.pick([width / 2n, width, random.between(percent(2n), percent(60n))]);
  return {
    price,
    halfWidth: random.pick([0n, 0n, (price * random.between(0n, percent(95n))) / WAD]),
    rate: random.pick([0n, 0n, random.between(0n, percent(50n))]),
    initialWidth,
    maintenanceWidth,
    linearInitialWidth: linear(initialWidth),
    linearMaintenanceWidth: linear(maintenanceWidth),
    crowding: random.pick([WAD, WAD, random.between(WAD, 3n * WAD)]),
    collateralFactor: random.pick([0n, WAD, random.between(0n, WAD)]),
    fundingIndex: anyFundingIndex(random, price),
    time,
    surface: Object.fromEntries(expiries.map((expiry) => [expiry, anySmile(random, expiry - time)])),
    settlement: Object.fromEntries(
      expiries
        .filter((expiry) => expiry - time < 3600)
        .map((expiry) => [expiry, anySettlement(random, { price, expiry, time })]),
    ),
  };
};

const YEAR = 31_536_000n;

const anyFundingIndex = (random: Random, price: bigint): bigint =>
  random.pick([0n, random.between(-price, price), random.between(-1000n, 1000n)]);

/** A smile whose volatilities are sensible at the money, with wings of any slope that Lee allows. */
const anySmile = (random: Random, seconds: number): Smile => {
  const time = BigInt(Math.max(seconds, 1));
  const variance = (random.between(percent(2n), percent(900n)) * time) / YEAR;
  const rho = random.between(-WAD + 1n, WAD - 1n);
  const sigma = random.between(percent(1n), percent(100n));
  const b = random.pick([0n, random.between(0n, variance), random.between(0n, WAD)]);
  return {
    a: variance,
    b,
    rho,
    m: random.between(-percent(50n), percent(50n)),
    sigma,
    carry: random.pick([0n, 0n, (random.between(-percent(10n), percent(10n)) * YEAR) / (time + 1_000_000n)]),
    halfSpread: random.pick([0n, random.between(0n, percent(60n))]),
  };
};

const anySettlement = (
  random: Random,
  { price, expiry, time }: { price: bigint; expiry: number; time: number },
): SettlementState => {
  const near = (price * random.between(percent(80n), percent(120n))) / WAD + 1n;
  if (expiry > time) return { average: near, elapsed: 3600 - (expiry - time) };
  return random.pick<SettlementState>([{ price: near }, { average: near, elapsed: 3600 }]);
};

const anyStrike = (random: Random, price: bigint): bigint => {
  // Within the widths, where the nodes of an expiry that is near lie.
  if (random.between(0n, 1n) === 0n)
    return nearestStrike((price * random.between(percent(85n), percent(115n))) / WAD + 1000n);
  const near = (price * random.between(percent(50n), percent(200n))) / WAD;
  const factor = 10n ** random.between(0n, 6n);
  const far = random.pick([price * factor, price / factor + 1000n]);
  // Nine digits are on no grid, and the formula need not care.
  const precise = (BigInt((near + 10n ** 12n).toString().slice(0, 9)) + 1n) * 10n ** 9n;
  return random.pick([nearestStrike(near + 1000n), nearestStrike(near + 1000n), nearestStrike(far), precise]);
};

const anySize = (random: Random): bigint => {
  const size = random.pick([WAD * random.between(1n, 1000n), random.anySize(90), random.between(1n, 10n * WAD)]);
  return random.pick([size, -size]);
};

const anyPosition = (random: Random, markets: Record<number, MarketState>, expiries: readonly number[]): Position => {
  const market = Number(random.pick(Object.keys(markets)));
  const state = markets[market]!;
  const kind = random.pick([Kind.Call, Kind.Put, Kind.Call, Kind.Put, Kind.Future, Kind.Perpetual]);
  if (kind === Kind.Future || kind === Kind.Perpetual) return anyLinear(random, { market, kind, state, expiries });
  const parts: InstrumentParts = {
    market,
    kind,
    expiry: random.pick(expiries),
    strike: anyStrike(random, state.price),
  };
  return { instrument: pack(parts), size: random.between(0n, 60n) === 0n ? 0n : anySize(random) };
};

interface LinearTerms {
  market: number;
  kind: Kind;
  state: MarketState;
  expiries: readonly number[];
}

/** A future or a perpetual, entered near the price or anywhere. */
const anyLinear = (random: Random, { market, kind, state, expiries }: LinearTerms): Position => {
  const isFuture = kind === Kind.Future;
  const size = anySize(random);
  const near = (size * state.price * random.between(percent(80n), percent(120n))) / WAD / WAD;
  return {
    instrument: pack({ market, kind, expiry: isFuture ? random.pick(expiries) : 0, strike: 0n }),
    size,
    entryNotional: random.pick([near, near, 0n, -near, random.anySize(100)]),
    ...(isFuture ? {} : { fundingIndex: anyFundingIndex(random, state.price) }),
  };
};

/** A spread per leg pair: what is sold is bought back at another strike, so that payoffs are often bounded. */
const hedged = (random: Random, { instrument, size }: Position, { price }: MarketState): Position[] => {
  const strike = nearestStrike((price * random.between(percent(80n), percent(120n))) / WAD + 1000n);
  const other = pack({ market: 1, kind: Kind.Call, expiry: 0, strike }) & ((1n << 56n) - 1n);
  return [
    { instrument, size },
    { instrument: ((instrument >> 56n) << 56n) | other, size: -size },
  ];
};

const legCount = (random: Random): bigint =>
  random.pick([1n, 2n, random.between(1n, 8n), random.between(1n, 64n), 64n]);

const anyCash = (random: Random): bigint =>
  random.pick([
    0n,
    -random.anySize(80),
    random.anySize(80),
    random.between(0n, 10_000n) * WAD,
    random.anySize(120),
    10n ** 36n,
  ]);

/**
 * Any input: 1 to 64 legs of every kind in up to 4 markets, expired, near and far ones, spreads and long-only books of
 * options among them.
 */
export const anyCase = (random: Random): RiskCase => {
  const time = 1_700_000_000 + Number(random.bits(28));
  const count = Number(random.between(1n, 4n));
  const soon = time + Number(random.between(1n, 8n * 86_400n));
  const passed = [time - 3600, time, time + 1, time + 1800];
  const all = [...listedExpiries(time), ...passed, soon, soon + 3600, time + Number(random.bits(26))];
  const expiries = Array.from({ length: Number(random.between(1n, 6n)) }, () => random.pick(all));
  const markets: Record<number, MarketState> = {};
  for (let i = 0; i < count; i++)
    markets[i === 0 ? 1 : Number(random.between(1n, 1n << 23n))] = anyMarket(random, time, expiries);

  const legs = Number(legCount(random));
  const spreads = random.pick([true, false]);
  const positions: Position[] = [];
  while (positions.length < legs) {
    const position = anyPosition(random, markets, expiries);
    const market = markets[Number(position.instrument >> 104n)]!;
    const isSpread = spreads && isOption(position.instrument) && positions.length + 2 <= legs;
    positions.push(...(isSpread ? hedged(random, position, market) : [position]));
  }
  const longOnly = random.between(0n, 4n) === 0n;
  const optionsOnly = longOnly || random.pick([true, false]);
  const collateral: Record<number, bigint> = {};
  for (const market of Object.keys(markets)) {
    if (random.pick([true, false])) collateral[Number(market)] = random.anySize(80);
  }
  return {
    portfolio: {
      cash: anyCash(random),
      collateral,
      positions: positions
        .filter(({ instrument }) => !optionsOnly || isOption(instrument))
        .map((position) => (longOnly ? Object.assign({}, position, { size: abs(position.size) }) : position)),
    },
    markets,
    model: random.pick([DEFAULT_MODEL, DEFAULT_MODEL, anyModel(random)]),
  };
};

const abs = (x: bigint): bigint => (x < 0n ? -x : x);

/** The arguments of `RiskEngine.evaluate`. */
export const toContract = ({ portfolio, markets, model }: RiskCase) => ({
  portfolio: {
    cash: portfolio.cash,
    collateral: Object.entries(portfolio.collateral).map(([market, amount]) => ({ market: BigInt(market), amount })),
    positions: portfolio.positions.map((position) => Object.assign({ entryNotional: 0n, fundingIndex: 0n }, position)),
  },
  markets: Object.entries(markets).map(([market, state]) =>
    Object.assign({ market: BigInt(market), expiries: expiriesOf(state), fundingIndex: 0n }, state),
  ),
  model,
});

const expiriesOf = ({ surface, settlement }: MarketState) =>
  Object.entries(surface).map(([expiry, { carry, halfSpread, ...svi }]) =>
    Object.assign({ expiry: BigInt(expiry), svi, carry, halfSpread }, averageOf(settlement?.[Number(expiry)])),
  );

const averageOf = (known: SettlementState | undefined): { average: bigint; elapsed: bigint } => {
  if (known === undefined) return { average: 0n, elapsed: 0n };
  return "price" in known
    ? { average: known.price, elapsed: 3600n }
    : { average: known.average, elapsed: BigInt(known.elapsed) };
};
