export * as deployment from "./deployment/index.js";
export * from "./errors/index.js";
export * as instruments from "./instruments/index.js";
export * as keeper from "./keeper/index.js";
export * as orders from "./orders/index.js";
export * as perpetuals from "./perpetuals/index.js";
export * from "./pricing/index.js";
export * as risk from "./risk/index.js";
export * as volatility from "./volatility/index.js";
