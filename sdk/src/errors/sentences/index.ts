import { clearing } from "./clearing.js";
import { exchange } from "./exchange.js";
import { libraries } from "./libraries.js";
import { liquidation } from "./liquidation.js";
import { oracles } from "./oracles.js";
import { perpetuals } from "./perpetuals.js";
import { pricing } from "./pricing.js";
import { risk } from "./risk.js";
import { surface } from "./surface.js";
import type { Sentences } from "./table.js";
import { tokens } from "./tokens.js";

/** The sentence of every error of the ABIs. */
export const sentences: Sentences = {
  ...clearing,
  ...exchange,
  ...libraries,
  ...liquidation,
  ...oracles,
  ...perpetuals,
  ...pricing,
  ...risk,
  ...surface,
  ...tokens,
};
