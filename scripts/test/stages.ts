export interface Stage {
  readonly name: string;
  /** A shell command; npm has put `node_modules/.bin` on the PATH. */
  readonly command: string;
  /** Stages that must have passed before. */
  readonly needs: readonly string[];
  /** A suite counts its tests, anything else counts as one check. */
  readonly isSuite: boolean;
}

const check = (name: string, command: string, needs: readonly string[] = []): Stage => ({
  name,
  command,
  needs,
  isSuite: false,
});
const suite = (name: string, command: string, needs: readonly string[]): Stage => ({
  name,
  command,
  needs,
  isSuite: true,
});

/** Started in this order, two at a time. The long ones come first. */
export const stages: readonly Stage[] = [
  check("build contracts", "hardhat build"),
  check("build sdk", "npm run --silent build:sdk"),
  check("lint typescript", "npm run --silent lint:ts"),
  check("lint solidity", "npm run --silent lint:sol"),
  check("format", "npm run --silent format:check"),
  suite("solidity tests", "hardhat test solidity --no-compile", ["build contracts"]),
  suite("integration tests", "hardhat test mocha --no-compile", ["build contracts", "build sdk"]),
  suite("sdk tests", "npm test --silent --workspace sdk", ["build sdk"]),
  // After the suite that packs the SDK, which builds it anew.
  check("types", "npm run --silent typecheck", ["build contracts", "build sdk", "integration tests"]),
];
