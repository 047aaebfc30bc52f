import { loadParameters } from "../parameters.ts";
import { ballastModule } from "./protocol.ts";

/**
 * The module for the command line: `npx hardhat ignition deploy deploy/modules/Ballast.ts --network …`.
 * `BALLAST_PARAMETERS` names the file in `deploy/parameters/`, without its ending; `local` when absent.
 */
export default ballastModule(
  loadParameters(new URL(`../parameters/${process.env.BALLAST_PARAMETERS ?? "local"}.json`, import.meta.url)),
);
