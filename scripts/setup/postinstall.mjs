// Runs after `npm ci` and `npm install` at the root.
//
// Hardhat needs Node 22 or newer; the devDependency `node` brings a Node 24 that every npm script runs on. When npm
// itself runs on an older Node it leaves out optional packages that ask for Node >= 22, Hardhat's native EVM among
// them. Inside this script the PATH already finds Node 24, so a second pass on it adds what was left out.
import { spawnSync } from "node:child_process";

const OLDEST_NODE_FOR_HARDHAT = 22;

const outerNode = /\bnode\/v(\d+)\./.exec(process.env.npm_config_user_agent ?? "");
const npm = process.env.npm_execpath;

if (outerNode && Number(outerNode[1]) < OLDEST_NODE_FOR_HARDHAT && npm) {
  const { status } = spawnSync(
    process.execPath,
    [npm, "install", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"],
    { stdio: "inherit" },
  );
  process.exit(status ?? 1);
}
