/** Orders and position transfers: built, checked, hashed and signed as the exchange expects them. */
export * from "./buildOrder.js";
export * from "./buildTransfer.js";
export * from "./errors.js";
export * from "./limit.js";
export * from "./typedData.js";
export * from "./types.js";
