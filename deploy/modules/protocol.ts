import { readFileSync } from "node:fs";

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { id, parseUnits, ZeroAddress } from "ethers";

import { ADMIN_ROLE, GOVERNOR_ROLE, restricted, RISK_ROLE, roleOf } from "../roles.ts";
import type { MarketParameters, Parameters } from "../schema.ts";
import type { Builder, CallableContract } from "./builder.ts";
import { useSource } from "./sources.ts";
import { useToken } from "./tokens.ts";

const wad = (decimal: string) => parseUnits(decimal, 18);
const ARTIFACTS = new URL("../../artifacts/contracts/", import.meta.url);

/** Creation code of a contract that the house factory deploys, since Ignition cannot predict its address. */
function creationCode(path: string): string {
  return JSON.parse(readFileSync(new URL(path, ARTIFACTS), "utf8")).bytecode;
}

/** Four-byte selectors of the functions with these names in a contract's ABI. */
function selectorsOf(path: string, names: readonly string[]): string[] {
  const { abi } = JSON.parse(readFileSync(new URL(path, ARTIFACTS), "utf8"));
  return names.map((name) => {
    const entry = abi.find((item: { type: string; name: string }) => item.type === "function" && item.name === name);
    return id(`${name}(${entry.inputs.map(canonicalType).join(",")})`).slice(0, 10);
  });
}

interface AbiInput {
  type: string;
  components?: AbiInput[];
}

function canonicalType(input: AbiInput): string {
  if (!input.type.startsWith("tuple")) return input.type;
  return `(${(input.components ?? []).map(canonicalType).join(",")})${input.type.slice("tuple".length)}`;
}

/** The whole protocol as one Ignition module: doubles where the parameters ask for them, core, configuration, roles. */
export function ballastModule(parameters: Parameters) {
  return buildModule("Ballast", (m) => {
    const deployer = m.getAccount(0);
    const governor = parameters.governor ?? deployer;
    const cashToken = useToken(m, "CashToken", parameters.cashToken);
    const accessManager = m.contract("AccessManager", [deployer]);
    const core = deployCore(m, parameters, cashToken, accessManager, parameters.treasury ?? governor);

    const roles = giveRoles(m, accessManager, core, deployer);
    let last: Calls = roles;
    const markets: Record<string, CallableContract> = {};
    parameters.markets.forEach((market, i) => {
      const done = configureMarket(m, market, i + 1, core, last);
      done.sources.forEach(({ source, feed }, rank) => {
        markets[sourceKey(market.symbol, rank)] = source;
        markets[feedKey(market.symbol, rank)] = feed;
      });
      if (done.token) markets[`Token_${market.symbol}`] = done.token;
      last = done.last;
    });
    const { publishers, threshold } = parameters.surface;
    last = [m.call(core.volatilitySurface, "setPublishers", [ascending(publishers), threshold], { after: last })];
    last = setBudgets(m, parameters.upkeep, core, last);
    if (parameters.governor !== undefined) handOver(m, accessManager, parameters.governor, deployer, last);
    return { cashToken, accessManager, ...core, ...markets };
  });
}

/** Name of a market's source of a rank in the result of the module. */
export const sourceKey = (symbol: string, rank: number): string => `Source_${symbol}_${rank}`;

/** Name of the feed behind it. */
export const feedKey = (symbol: string, rank: number): string => `Feed_${symbol}_${rank}`;

const ascending = (addresses: readonly string[]): string[] =>
  [...addresses].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));

type Future = ReturnType<Builder["call"]>;
type Calls = Future[];
type ContractFuture = ReturnType<typeof useToken>;

function deployCore(
  m: Builder,
  parameters: Parameters,
  cashToken: ContractFuture,
  accessManager: CallableContract,
  treasury: string | ReturnType<typeof m.getAccount>,
) {
  const { risk, fees } = parameters;
  const factory = m.contract("HouseFactory");
  const house = m.staticCall(factory, "clearingHouse");
  const routerAddress = m.staticCall(factory, "router");

  const model = Object.fromEntries(Object.entries(risk).map(([key, value]) => [key, wad(value)]));
  const schedule = Object.fromEntries(Object.entries(fees).map(([key, value]) => [key, wad(value)]));
  const riskParameters = m.contract("RiskParameters", [accessManager, model]);
  const priceOracle = m.contract("PriceOracle", [accessManager, riskParameters]);
  const settlementOracle = m.contract("SettlementOracle", [priceOracle, priceOracle]);
  const volatilitySurface = m.contract("VolatilitySurface", [accessManager, priceOracle]);
  const funding = m.contract("Funding", [accessManager, house, priceOracle, riskParameters]);
  const marketInputs = m.contract("MarketInputs", [
    priceOracle,
    priceOracle,
    volatilitySurface,
    riskParameters,
    house,
    funding,
  ]);
  const marketMargins = m.contract("MarketMargins", [marketInputs]);
  const riskEngine = m.contract("RiskEngine", [marketMargins]);
  const riskSteward = m.contract("RiskSteward", [accessManager, riskEngine, riskParameters]);
  const gasMarket = parameters.markets.findIndex(({ symbol }) => symbol === parameters.upkeep.gasMarket) + 1;
  const upkeep = m.contract("Upkeep", [accessManager, house, marketInputs, settlementOracle, gasMarket]);
  const insuranceFund = m.contract("InsuranceFund", [house]);
  const accountToken = m.contract("AccountToken", [house, insuranceFund, treasury]);
  const exchange = m.contract("Exchange", [accessManager, house, accountToken, priceOracle, routerAddress, schedule]);
  const liquidator = m.contract("Liquidator", [house, accountToken, riskEngine, routerAddress]);

  const routerDeployed = m.call(factory, "deployRouter", [
    creationCode("clearing/Router.sol/Router.json"),
    exchange,
    liquidator,
  ]);
  const houseDeployed = m.call(factory, "deployHouse", [
    creationCode("clearing/ClearingHouse.sol/ClearingHouse.json"),
    {
      accountToken,
      riskParameters,
      riskEngine,
      settlementOracle,
      funding,
      cashToken,
      router: routerAddress,
      exchange,
      liquidator,
      upkeep,
    },
  ]);
  const router = m.contractAt("Router", routerAddress, { after: [routerDeployed] });
  const clearingHouse = m.contractAt("ClearingHouse", house, { after: [houseDeployed] });
  const lens = m.contract("Lens", [clearingHouse, liquidator]);
  return {
    factory,
    riskParameters,
    priceOracle,
    settlementOracle,
    volatilitySurface,
    funding,
    marketInputs,
    marketMargins,
    riskEngine,
    riskSteward,
    upkeep,
    insuranceFund,
    accountToken,
    exchange,
    liquidator,
    router,
    clearingHouse,
    lens,
  };
}

type Core = ReturnType<typeof deployCore>;

function giveRoles(
  m: Builder,
  accessManager: CallableContract,
  core: Core,
  deployer: ReturnType<typeof m.getAccount>,
): Calls {
  const targets = [
    ["RiskParameters", core.riskParameters, "risk/RiskParameters.sol/RiskParameters.json"],
    ["RiskSteward", core.riskSteward, "risk/RiskSteward.sol/RiskSteward.json"],
    ["PriceOracle", core.priceOracle, "oracles/PriceOracle.sol/PriceOracle.json"],
    ["Funding", core.funding, "perpetuals/Funding.sol/Funding.json"],
    ["VolatilitySurface", core.volatilitySurface, "oracles/VolatilitySurface.sol/VolatilitySurface.json"],
    ["Upkeep", core.upkeep, "automation/Upkeep.sol/Upkeep.json"],
    ["Exchange", core.exchange, "exchange/Exchange.sol/Exchange.json"],
  ] as const;
  const calls = targets.flatMap(([name, target, path]) => {
    const roles = [...new Set(restricted[name].map(roleOf))];
    return roles.map((role) => {
      const selectors = selectorsOf(
        path,
        restricted[name].filter((fn) => roleOf(fn) === role),
      );
      return m.call(accessManager, "setTargetFunctionRole", [target, selectors, role], { id: `Roles_${name}_${role}` });
    });
  });
  return [
    ...calls,
    m.call(accessManager, "grantRole", [GOVERNOR_ROLE, deployer, 0], { id: "Grant_deployer" }),
    m.call(accessManager, "grantRole", [RISK_ROLE, deployer, 0], { id: "Grant_deployer_risk" }),
    m.call(accessManager, "grantRole", [RISK_ROLE, core.riskSteward, 0], { id: "Grant_steward" }),
  ];
}

function configureMarket(m: Builder, p: MarketParameters, id: number, core: Core, after: Calls) {
  const { rate, widthFactor, widthFloor, linearWidthFloor, widthCap, depth } = p;
  const risk = Object.entries({ rate, widthFactor, widthFloor, linearWidthFloor, widthCap, depth });
  const listed = m.call(
    core.riskParameters,
    "listMarket",
    [Object.fromEntries(risk.map(([key, value]) => [key, wad(value)]))],
    { id: `List_${p.symbol}`, after },
  );
  const clock = Object.fromEntries(Object.entries(p.clock).map(([key, value]) => [key, wad(value)]));
  let sourced: Future = m.call(core.priceOracle, "setClock", [id, clock], { id: `Clock_${p.symbol}`, after: [listed] });
  const sources = p.sources.map((source, rank) => {
    const key = sourceKey(p.symbol, rank);
    const deployed = useSource(m, key, source);
    sourced = m.call(core.priceOracle, "setSource", [id, rank, deployed.source], {
      id: `Set_${key}`,
      after: [sourced],
    });
    return deployed;
  });
  if (p.tradingHours !== undefined) {
    const week = p.tradingHours.reduce((bits, hour) => bits | (1n << BigInt(hour)), 0n);
    sourced = m.call(core.priceOracle, "setTradingHours", [id, week], { id: `Hours_${p.symbol}`, after: [sourced] });
  }
  const terms = { maxRate: wad(p.funding.maxRate), maxVelocity: wad(p.funding.maxVelocity) };
  const funded = m.call(core.funding, "setFundingTerms", [id, terms], { id: `Funding_${p.symbol}`, after: [sourced] });
  if (p.collateral === undefined) return { sources, token: undefined, last: [funded] };
  const token = useToken(m, `Token_${p.symbol}`, p.collateral.token);
  const factor = wad(p.collateral.factor);
  const known = m.call(core.riskParameters, "listCollateral", [id, token, factor], {
    id: `Collateral_${p.symbol}`,
    after: [funded],
  });
  const capped = m.call(core.riskParameters, "setCollateral", [id, factor, wad(p.collateral.cap)], {
    id: `Cap_${p.symbol}`,
    after: [known],
  });
  return { sources, token, last: [capped] };
}

/** Kinds of upkeep in the order of the contract's. */
const UPKEEP_KINDS = ["sample", "publish", "settle"] as const;

function setBudgets(m: Builder, p: Parameters["upkeep"], core: Core, after: Calls): Calls {
  const capped = m.call(core.upkeep, "setBaseFeeCap", [parseUnits(p.baseFeeCap, "gwei")], { after });
  return UPKEEP_KINDS.map((kind, i) => {
    const { perAction, perDay } = p[kind];
    const budget = { perAction: wad(perAction), perDay: wad(perDay) };
    return m.call(core.upkeep, "setBudget", [i, budget], { id: `Budget_${kind}`, after: [capped] });
  });
}

/** The governor takes both roles, then the deployer gives up its own. */
function handOver(
  m: Builder,
  accessManager: CallableContract,
  governor: string,
  deployer: ReturnType<typeof m.getAccount>,
  after: Calls,
) {
  if (governor === ZeroAddress) return;
  let last = after;
  // Administration last: it is what gives the others away.
  const roles = [
    ["governor", GOVERNOR_ROLE],
    ["risk", RISK_ROLE],
    ["admin", ADMIN_ROLE],
  ] as const;
  for (const [name, role] of roles) {
    last = [m.call(accessManager, "grantRole", [role, governor, 0], { id: `Grant_${name}`, after: last })];
  }
  for (const [name, role] of roles) {
    last = [m.call(accessManager, "renounceRole", [role, deployer], { id: `Leave_${name}`, after: last })];
  }
}
