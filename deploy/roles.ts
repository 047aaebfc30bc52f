/**
 * Roles of the access manager. `restricted` lists every restricted function of every contract: what is not here needs
 * no role, and no role reaches a function of the clearing house, the liquidator, the router or the accounts.
 */
export const ADMIN_ROLE = 0n;
export const GOVERNOR_ROLE = 1n;
/** Sets risk parameters: governance, and the steward's contract within its limits. */
export const RISK_ROLE = 2n;
/** Asks the steward's contract for a step. Nobody has it until governance gives it. */
export const STEWARD_ROLE = 3n;

export const restricted = {
  RiskSteward: ["moveModel", "moveMarket"],
  RiskParameters: ["setRiskModel", "listMarket", "setMarketRisk", "listCollateral", "setCollateral"],
  PriceOracle: ["setSource", "removeSource", "setTradingHours", "setClock"],
  Funding: ["setFundingTerms", "setImbalanceSource"],
  VolatilitySurface: ["setPublishers"],
  Upkeep: ["setBudget", "setBaseFeeCap"],
  Exchange: ["setFees"],
} as const;

const ROLES: Readonly<Record<string, bigint>> = {
  setRiskModel: RISK_ROLE,
  setMarketRisk: RISK_ROLE,
  moveModel: STEWARD_ROLE,
  moveMarket: STEWARD_ROLE,
};

/** The role that a restricted function needs. */
export const roleOf = (name: string): bigint => ROLES[name] ?? GOVERNOR_ROLE;
