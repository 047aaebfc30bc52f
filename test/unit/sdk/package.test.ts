import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** What somebody's first lines would be; prints the value of a call. */
const SCRIPT = `
import { createRequire } from "node:module";
import * as sdk from "@ballast/sdk";
import { black76 } from "@ballast/sdk/pricing";
import { Kind, pack, nearestStrike, listedExpiries } from "@ballast/sdk/instruments";
import { neverOwes } from "@ballast/sdk/risk";
import { fundingIndexAt } from "@ballast/sdk/perpetuals";
import { anchorOf, fitSlice } from "@ballast/sdk/volatility";
import { buildOrder } from "@ballast/sdk/orders";
import { decodeError } from "@ballast/sdk/errors";
import { exchangeAbi } from "@ballast/sdk/abi";
import { parseDeployment } from "@ballast/sdk/deployment";
import { settleAll } from "@ballast/sdk/keeper";
const vectors = createRequire(import.meta.url)("@ballast/sdk/vectors/black76.json");
if (vectors.tables.greeks.length === 0) process.exit(1);
const wad = 10n ** 18n;
const instrument = pack({ market: 1, kind: Kind.Call, expiry: listedExpiries(1_772_787_600)[0], strike: nearestStrike(2003n * wad) });
if (![sdk.risk.evaluate, neverOwes, fundingIndexAt, anchorOf, fitSlice, buildOrder, decodeError, parseDeployment, settleAll].every((f) => typeof f === "function")) process.exit(1);
if (exchangeAbi.length === 0 || instrument === 0n) process.exit(1);
console.log(black76.price(2000n * wad, 2000n * wad, 86400n, 8n * 10n ** 17n, wad).call.toString());
`;

describe("package", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "ballast-"));
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("tarball_worksInAnEmptyProject", function () {
    this.timeout(120_000);
    const packed = JSON.parse(
      execFileSync("npm", ["pack", "-w", "sdk", "--json", "--pack-destination", folder], {
        cwd: ROOT,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }).replace(/^[^[{]*/, ""),
    );
    const { filename, files } = (Array.isArray(packed) ? packed : Object.values(packed))[0];
    const names: string[] = files.map((file: { path: string }) => file.path);
    expect(names).to.include.members(["package.json", "README.md", "LICENSE", "dist/index.js", "dist/index.d.ts"]);

    const modules = join(folder, "node_modules");
    mkdirSync(join(modules, "@ballast", "sdk"), { recursive: true });
    const strip = ["--strip-components=1", "-C", join(modules, "@ballast", "sdk")];
    execFileSync("tar", ["-xzf", join(folder, filename), ...strip]);
    symlinkSync(join(ROOT, "node_modules", "ethers"), join(modules, "ethers"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", private: true }));
    writeFileSync(join(folder, "first.js"), SCRIPT);
    const printed = execFileSync(process.execPath, ["first.js"], { cwd: folder, encoding: "utf8" });
    // 2000 · 0.4 · σ√T to a percent.
    expect(Number(BigInt(printed.trim()) / 10n ** 15n)).to.be.within(33_000, 33_600);

    const { exports } = JSON.parse(readFileSync(join(modules, "@ballast", "sdk", "package.json"), "utf8"));
    for (const entry of Object.values(exports)) {
      if (typeof entry === "string") continue;
      for (const path of Object.values(entry as Record<string, string>)) expect(names).to.include(path.slice(2));
    }
  });
});
