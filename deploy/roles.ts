/**
 * Roles of the access manager. `restricted` lists every restricted function of every contract: what is not here needs
 * no role, and no role reaches a function of the clearing house, the liquidator, the router or the accounts.
 */
export const ADMIN_ROLE = 0n;
export const GOVERNOR_ROLE = 1n;

export const restricted = {
  RiskParameters: ["setRiskModel", "listMarket", "setMarketRisk", "listCollateral", "setCollateral"],
  PriceOracle: ["setSource", "removeSource", "setTradingHours", "setClock"],
  Funding: ["setFundingTerms", "setImbalanceSource"],
  VolatilitySurface: ["setPublishers"],
  Upkeep: ["setBudget", "setBaseFeeCap"],
  Exchange: ["setFees"],
} as const;
