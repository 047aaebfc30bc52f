/**
 * `docs/risk.md` written down formula by formula, in its order and with its names, and without a thought for speed: what
 * the engine is compared with, and where the figures of the worked example come from.
 */
import { Kind, expiryOf, isCall, isOption, kindOf, marketOf, strikeOf } from "../../src/instruments/index.js";
import { black76, fixedPoint, scenarios, svi } from "../../src/pricing/index.js";
import type { MarketState, Portfolio, Position, RiskModel } from "../../src/risk/index.js";

const W = 10n ** 18n;
const YEAR = 31_536_000n;
const UNBOUNDED = undefined;

const max = (...values: bigint[]): bigint => values.reduce((a, b) => (a > b ? a : b));
const min = (...values: bigint[]): bigint => values.reduce((a, b) => (a < b ? a : b));
const abs = (x: bigint): bigint => (x < 0n ? -x : x);
const down = (a: bigint, b: bigint): bigint => (a * b) / W;
const up = (a: bigint, b: bigint): bigint => (a * b + W - 1n) / W;
const whole = (x: bigint): bigint => (x < 0n ? -((-x + W - 1n) / W) : x / W);
const floor = (a: bigint, b: bigint): bigint => whole(a * b);
const quotientUp = (a: bigint, b: bigint): bigint => (a * W + b - 1n) / b;
const clamp = (x: bigint): bigint => max((-95n * W) / 100n, min((5n * W) / 2n, x));
const sum = <T>(items: readonly T[], of: (item: T) => bigint): bigint => items.reduce((total, x) => total + of(x), 0n);

/** Forward, discount, volatility and its shocks of one expiry. */
export const shared = (expiry: number, market: MarketState, model: RiskModel) => {
  const T = max(BigInt(expiry) - BigInt(market.time), 0n);
  const smile = market.surface[expiry]!;
  const known = market.settlement?.[expiry];
  const average = known === undefined ? 0n : "price" in known ? known.price : known.average;
  const elapsed = known === undefined ? 0n : "price" in known ? 3600n : BigInt(known.elapsed);
  const { rate, price } = market;
  const D = rate === 0n || T === 0n ? W : fixedPoint.exp(-((rate * T) / YEAR));
  const { carry } = smile;
  const ahead = carry === 0n || T === 0n ? price : down(price, fixedPoint.exp((carry * T) / YEAR));
  const remaining = W - (W * elapsed) / 3600n;
  const F = (elapsed * average + (3600n - elapsed) * ahead) / 3600n;
  const share = elapsed === 0n ? W : (remaining * ahead) / F;
  const sigma = (K: bigint): bigint => {
    const v = T === 0n ? 0n : svi.volatility(smile, F, K, T);
    return min(remaining === W ? v : (v * remaining) / W, 10n * W);
  };
  const p = T <= 2_592_000n ? model.shortTenorPower : model.longTenorPower;
  const q = fixedPoint.exp((p * fixedPoint.ln((2_592_000n * W) / max(T, 86_400n))) / W);
  const cut = (model.volatilityDown * q) / W;
  const shockDown = max(cut < W ? W - cut : 0n, model.volatilityDownFloor);
  const shockUp = W + (model.volatilityUp * q) / W;
  const aged = T <= 86_400n ? 0n : fixedPoint.sqrt(((T - 86_400n) * W) / T);
  return { T, D, F, share, aged, sigma, down: shockDown, up: shockUp, halfSpread: smile.halfSpread };
};

/** Least payoff of the options of one expiry, wad; undefined when unbounded. */
const leastPayoff = (options: readonly Position[]): bigint | undefined => {
  if (
    sum(
      options.filter(({ instrument }) => isCall(instrument)),
      ({ size }) => size,
    ) < 0n
  )
    return UNBOUNDED;
  const payoff = (s: bigint): bigint =>
    sum(options, ({ instrument, size }) => {
      const K = strikeOf(instrument);
      return size * max(isCall(instrument) ? s - K : K - s, 0n);
    });
  return whole(min(payoff(0n), ...options.map(({ instrument }) => payoff(strikeOf(instrument)))));
};

/** One market's part of a portfolio: positions of size 0 left out. */
export const partOf = (portfolio: Portfolio, id: number) => {
  const positions = portfolio.positions.filter(({ instrument, size }) => size !== 0n && marketOf(instrument) === id);
  const options = positions.filter(({ instrument }) => isOption(instrument));
  const futures = positions.filter(({ instrument }) => kindOf(instrument) === Kind.Future);
  const perpetuals = positions.filter(({ instrument }) => kindOf(instrument) === Kind.Perpetual);
  const dated = [...options, ...futures];
  return {
    positions,
    options,
    futures,
    perpetuals,
    amount: portfolio.collateral[id] ?? 0n,
    expiries: [...new Set(dated.map(({ instrument }) => expiryOf(instrument)))].sort((a, b) => b - a),
  };
};

type Part = ReturnType<typeof partOf>;

const ofExpiry = (positions: readonly Position[], expiry: number): Position[] =>
  positions.filter(({ instrument }) => expiryOf(instrument) === expiry);

/** Equity of one market's part. */
export const equityOf = (part: Part, market: MarketState, model: RiskModel) => {
  const markOf = ({ instrument }: Position): bigint => {
    if (kindOf(instrument) === Kind.Perpetual) return market.price;
    const e = shared(expiryOf(instrument), market, model);
    if (kindOf(instrument) === Kind.Future) return e.F;
    const K = strikeOf(instrument);
    const { call, put } = black76.price(e.F, K, e.T, e.sigma(K), e.D);
    return isCall(instrument) ? call : put;
  };
  const options = whole(sum(part.options, (p) => p.size * markOf(p)));
  const linear =
    sum([...part.futures, ...part.perpetuals], (p) => floor(p.size, markOf(p))) -
    sum([...part.futures, ...part.perpetuals], (p) => p.entryNotional ?? 0n);
  const funding = sum(part.perpetuals, (p) => floor(-p.size, (market.fundingIndex ?? 0n) - (p.fundingIndex ?? 0n)));
  const collateral = down(down(part.amount, market.price), market.collateralFactor);
  return { markOf, options, linear, funding, collateral, equity: options + linear + funding + collateral };
};

/** Both widths of one market's part. */
export const widthsOf = (part: Part, market: MarketState, model: RiskModel) => {
  const n = sum(part.options, ({ size }) => abs(size));
  const moving = sum(part.expiries, (expiry) => {
    const size = sum(ofExpiry(part.futures, expiry), ({ size }) => size);
    const { share } = shared(expiry, market, model);
    return share === W ? size : floor(size, share);
  });
  const N = abs(moving + sum(part.perpetuals, ({ size }) => size) + part.amount);
  const mix = n + N === 0n ? W : min(W, (2n * n * W) / (n + N));
  const w = (l: bigint, o: bigint): bigint => l + ((o - l) * mix) / W;
  return {
    n,
    N,
    mix,
    maintenance: w(market.linearMaintenanceWidth, market.maintenanceWidth),
    initial:
      up(w(market.linearInitialWidth, market.initialWidth), market.crowding) +
      quotientUp(market.halfWidth, market.price),
  };
};

/** How much an expiry counts as near. */
const weightOf = (e: ReturnType<typeof shared>, w: bigint, isInitial: boolean): bigint => {
  if (e.T === 0n) return 0n;
  const implied = (e.sigma(e.F) * 225072286713791900n) / W;
  const ratio = implied === 0n ? 0n : (w * W) / implied;
  const grown = (259_200n * ((((ratio * ratio) / W) * w) / ((13n * W) / 100n))) / W;
  const limit = e.T <= 172_800n ? 259_200n : implied === 0n ? 1_209_600n : max(259_200n, min(1_209_600n, grown));
  if (isInitial) return limit > e.T ? W : 0n;
  return max(0n, min(W, ((limit - e.T) * W) / 86_400n));
};

/** Loss and contingencies of one market's part at a width, with everything on the way. */
export const riskAt = (part: Part, market: MarketState, model: RiskModel, w: bigint, isInitial: boolean) => {
  const grid = Array.from({ length: 7 }, (_, j) => clamp((w * BigInt(j - 3)) / 3n));
  const tail = (w * model.tailShift) / W;
  const s = [...grid, clamp(-tail), clamp(tail)];
  const shiftOf = (i: number): bigint => (i < 21 ? s[Math.floor(i / 3)]! : s[i - 14]!);
  const { markOf, collateral } = equityOf(part, market, model);

  const optionOf = (p: Position) => {
    const e = shared(expiryOf(p.instrument), market, model);
    const K = strikeOf(p.instrument);
    const mid = e.sigma(K);
    const base = !isInitial ? mid : p.size < 0n ? mid + e.halfSpread : max(mid - e.halfSpread, 0n);
    const fallen = min((base * e.down) / W, 10n * W);
    const sigmas = [(fallen * e.aged) / W, min(base, 10n * W), min((base * e.up) / W, 10n * W)] as const;
    const moved = s.map((shift) => (e.share === W ? shift : clamp((shift * e.share) / W)));
    const values = scenarios.values(e.F, K, e.T, sigmas, e.D, isCall(p.instrument), scenarios.prepare(moved));
    const near = (x: bigint): bigint => {
      const f = (e.F * (W + (e.share === W ? x : clamp((x * e.share) / W)))) / W;
      const root = e.T <= 86_400n ? 0n : fixedPoint.sqrt(((e.T - 86_400n) * W) / YEAR);
      const reach = (31n * ((fallen * root) / W)) / 10n;
      const h = (reach * (f + K)) / (2n * W);
      const u = h - abs(f - K);
      const y = u <= 0n ? 0n : (u * W) / h;
      const time = u <= 0n ? 0n : (((u * 128691059000000000n) / W) * ((y * ((y * y) / W)) / W)) / W;
      return ((max(isCall(p.instrument) ? f - K : K - f, 0n) + time) * e.D) / W;
    };
    return { ...p, K, low: fallen, sigmas, values, near, mark: markOf(p), call: isCall(p.instrument) };
  };
  const leavingOf = (T: bigint): bigint =>
    isInitial ? (T < 172_800n ? W : 0n) : max(0n, min(W, ((172_800n - T) * W) / 86_400n));
  const slices = part.expiries.map((expiry) => {
    const e = shared(expiry, market, model);
    const options = ofExpiry(part.options, expiry).map(optionOf);
    const x = floor(
      sum(ofExpiry(part.futures, expiry), ({ size }) => size),
      e.F,
    );
    const rowAt = (volatility: number): bigint[] =>
      Array.from({ length: 7 }, (_, j) => sum(options, (o) => o.size * o.values[3 * j + volatility]!));
    const delta = s[4] === s[2] ? 0n : sum(options, (o) => o.size * (o.values[13]! - o.values[7]!)) / (s[4]! - s[2]!);
    const X = e.share === W ? x : floor(x, e.share);
    const root = fixedPoint.sqrt((e.T * W) / YEAR);
    const weight = options.length === 0 ? 0n : weightOf(e, w, isInitial);
    return {
      expiry,
      ...e,
      options,
      X,
      rows: [rowAt(0), rowAt(2)] as const,
      delta,
      weight,
      weights: [weight, min(weight, leavingOf(e.T))] as const,
      leaving: leavingOf(e.T),
      least: options.length === 0 ? 0n : leastPayoff(ofExpiry(part.options, expiry)),
      basis: up(up(abs(delta + X), model.basis), root),
      basisOfX: up(up(abs(X), model.basis), root),
    };
  });

  const near = slices.filter(({ weight }) => weight > 0n);
  const nodes = near.length === 0 ? [] : [s[0]!, s[6]!];
  for (const e of near) {
    for (const { K } of e.share > 0n ? e.options : []) {
      let x = (K * W) / e.F - W;
      if (e.share < W) x = (x * W) / e.share;
      if (s[0]! < x && x < s[6]! && !nodes.includes(x)) nodes.push(x);
    }
  }

  const lasting =
    collateral +
    floor(
      sum(part.perpetuals, ({ size }) => size),
      market.price,
    );
  const lossOfRest = (rest: typeof slices) => {
    const options = rest.flatMap((e) => e.options);
    const value = whole(sum(options, (o) => o.size * o.mark));
    const isUnbounded = rest.some(({ least }) => least === UNBOUNDED);
    const bound = isUnbounded ? UNBOUNDED : max(value - sum(rest, (e) => floor(e.least!, e.D)), 0n);
    const capped = (loss: bigint): bigint => (bound === UNBOUNDED ? loss : min(loss, bound));
    const X = lasting + sum(rest, (e) => e.X);
    const losses = Array.from({ length: 23 }, (_, i) => {
      const total = whole(sum(options, (o) => o.size * o.values[i]!));
      const loss = capped(value - total) - floor(X, shiftOf(i));
      return i >= 21 && loss > 0n ? up(loss, model.tailWeight) : loss;
    });
    const rowOf = (which: 0 | 1): bigint[] =>
      Array.from({ length: 7 }, (_, j) =>
        sum(rest, ({ rows, weights: { [which]: weight } }) =>
          weight === 0n ? rows[which][j]! : (rows[which][j]! / W) * (W - weight),
        ),
      );
    const worthAt = (x: bigint) => {
      let j = 5;
      while (j > 0 && s[j]! > x) j -= 1;
      const frac = s[j + 1] === s[j] ? 0n : ((x - s[j]!) * W) / (s[j + 1]! - s[j]!);
      const read = (row: bigint[]): bigint => row[j]! + ((row[j + 1]! - row[j]!) / W) * frac;
      const totalOf = (which: 0 | 1): bigint =>
        read(rowOf(which)) +
        sum(rest, ({ options, weights: { [which]: weight } }) =>
          weight === 0n ? 0n : (sum(options, (o) => o.size * o.near(x)) / W) * weight,
        );
      return [totalOf(0), totalOf(1)] as const;
    };
    const atNodes = nodes.map((x) => {
      const [falls, rises] = worthAt(x);
      return { x, falls, rises, loss: capped(value - whole(min(falls, rises))) - floor(X, x) };
    });
    const g = Array.from(
      { length: 7 },
      (_, j) => whole(sum(options, (o) => o.size * o.values[3 * j]!)) + floor(X, s[j]!),
    );
    const valleys = [1, 2, 3, 4, 5].flatMap((j) => {
      const rise = g[j + 1]! - g[j - 1]!;
      const bend = 2n * (g[j + 1]! - 2n * g[j]! + g[j - 1]!);
      if (bend <= abs(rise)) return [];
      const step = (-rise * W) / bend;
      const x = s[j]! + ((s[j + 1]! - s[j]!) * step) / W;
      const loss = capped(value - (g[j]! + (rise * step) / (4n * W) - floor(X, x))) - floor(X, x);
      return [{ j, g: g.slice(j - 1, j + 2), rise, bend, step, x, loss }];
    });
    const tailLoss = (shift: bigint): bigint => {
      const loss = -floor(X, shift);
      return loss > 0n ? up(loss, model.tailWeight) : 0n;
    };
    return {
      value,
      bound,
      X,
      losses,
      atNodes,
      valleys,
      L: max(0n, ...losses, ...valleys.map(({ loss }) => loss), ...atNodes.map(({ loss }) => loss)),
      spot: max(0n, -floor(X, s[0]!), -floor(X, s[6]!), tailLoss(s[7]!), tailLoss(s[8]!)),
    };
  };
  const paidOf = ({ options, F, D }: (typeof slices)[number]): bigint =>
    whole(sum(options, (o) => o.size * ((max(o.call ? F - o.K : o.K - F, 0n) * D) / W)));
  const goneOf = (e: (typeof slices)[number]): bigint =>
    up(max(whole(sum(e.options, (o) => o.size * o.mark)) - paidOf(e), 0n), e.leaving);
  const rests = slices.length === 0 ? [lossOfRest([])] : slices.map((_, i) => lossOfRest(slices.slice(0, i + 1)));
  const gone = rests.map((_, i) => sum(slices.slice(i + 1), goneOf));
  const { spot: lastingSpot } = lossOfRest([]);
  const left = lastingSpot + sum(slices, goneOf);
  const leftSpot = lastingSpot;

  const shortOf = (o: ReturnType<typeof optionOf>): bigint => {
    const beyond = max(o.values[o.call ? 22 : 21]! - o.mark, 0n);
    return up(-o.size, min(up(market.price, model.shortContingency), up(beyond, model.contingencyTail)));
  };
  const short = sum(slices, (e) =>
    sum(
      e.options.filter(({ size }) => size < 0n),
      shortOf,
    ),
  );
  const linear = part.futures.length + part.perpetuals.length;
  return {
    w,
    s,
    slices,
    nodes,
    rests,
    short,
    lasting,
    lastingSpot,
    paid: slices.map(paidOf),
    gone,
    left,
    leftSpot,
    L: max(left, ...rests.map(({ L }, i) => L + gone[i]!)),
    spot: max(leftSpot, ...rests.map(({ spot }) => spot)),
    bound: rests.at(-1)!.bound,
    C: short + sum(slices, (e) => e.basis) + model.closeOut * BigInt(part.positions.length),
    Cspot: sum(slices, (e) => e.basisOfX) + model.closeOut * BigInt(linear),
  };
};

/** Both margins of one market's part. */
export const marginsOf = (part: Part, market: MarketState, model: RiskModel) => {
  const widths = widthsOf(part, market, model);
  const m = riskAt(part, market, model, widths.maintenance, false);
  const i = riskAt(part, market, model, widths.initial, true);
  const raised = (loss: bigint, contingency: bigint): bigint =>
    up(loss, model.initialFactor) + up(up(contingency, market.crowding), model.contingencyInitialFactor);
  const most = {
    maintenance: m.bound === UNBOUNDED ? UNBOUNDED : m.bound + m.spot + m.Cspot,
    initial: i.bound === UNBOUNDED ? UNBOUNDED : i.bound + raised(i.spot, i.Cspot),
  };
  const capped = (margin: bigint, limit: bigint | undefined): bigint =>
    limit === UNBOUNDED ? margin : min(margin, limit);
  return {
    widths,
    m,
    i,
    most,
    maintenance: capped(m.L + m.C, most.maintenance),
    initial: capped(raised(i.L, i.C), most.initial),
  };
};

/** Whether a portfolio can never owe. */
export const canNeverOwe = ({ cash, positions }: Portfolio): boolean => {
  const held = positions.filter(({ size }) => size !== 0n);
  if (cash < 0n || held.some(({ instrument }) => !isOption(instrument))) return false;
  const expiries = [...new Set(held.map(({ instrument }) => expiryOf(instrument)))].sort((a, b) => a - b);
  let left = cash;
  for (const expiry of expiries) {
    for (const id of new Set(held.map(({ instrument }) => marketOf(instrument)))) {
      const least = leastPayoff(ofExpiry(held, expiry).filter(({ instrument }) => marketOf(instrument) === id));
      if (least === UNBOUNDED) return false;
      left += least;
    }
    if (left < 0n) return false;
  }
  return true;
};

/** Equity and margins. */
export const marginReference = (portfolio: Portfolio, markets: Record<number, MarketState>, model: RiskModel) => {
  const byMarket: Record<number, { maintenance: bigint; initial: bigint }> = {};
  let equity = portfolio.cash;
  for (const [id, market] of Object.entries(markets)) {
    const part = partOf(portfolio, Number(id));
    equity += equityOf(part, market, model).equity;
    const { maintenance, initial } = marginsOf(part, market, model);
    byMarket[Number(id)] = { maintenance, initial };
  }
  const parts = Object.values(byMarket);
  const isFree = canNeverOwe(portfolio);
  const maintenance = isFree ? 0n : sum(parts, (part) => part.maintenance);
  const initial = isFree
    ? 0n
    : max(
        sum(parts, (part) => part.initial),
        model.minimumInitialMargin,
        maintenance,
      );
  const health = maintenance === 0n ? (1n << 255n) - 1n : fixedPoint.floorDiv(equity * W, maintenance);
  return { equity, maintenance, initial, health, byMarket };
};
