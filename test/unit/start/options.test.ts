import { expect } from "chai";

import { UserError } from "../../../scripts/start/errors.ts";
import { checked, command, type Options } from "../../../scripts/start/options.ts";
import { mixOf } from "../../../scripts/start/traders/mix.ts";
import { randomOf } from "../../../scripts/start/prices/random.ts";

const parse = (...words: string[]): Options => {
  const quiet = command()
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  return checked(quiet.parse(words, { from: "user" }).opts<Options>());
};

describe("options of the demonstration", () => {
  it("options_haveDefaults_withoutWords", () => {
    expect(parse()).to.deep.equal({ seed: 1, accounts: 14 });
  });

  it("options_areRead_fromWords", () => {
    const options = parse("--prices", "/a.csv", "--from", "2020-03-01", "--to", "1584662400", "--seed", "7");
    expect(options).to.deep.equal({ prices: "/a.csv", from: 1583020800, to: 1584662400, seed: 7, accounts: 14 });
  });

  it("paths_areOfTheFolder_whereTheCommandWasTyped", () => {
    const before = process.env.INIT_CWD;
    process.env.INIT_CWD = "/somewhere/else";
    try {
      expect(parse("--json", "run.json").json).to.equal("/somewhere/else/run.json");
    } finally {
      if (before === undefined) delete process.env.INIT_CWD;
      else process.env.INIT_CWD = before;
    }
  });

  for (const words of [
    ["--seed", "-1"],
    ["--seed", "x"],
    ["--accounts", "5"],
    ["--accounts", "1e1"],
    ["--what"],
    ["a"],
  ]) {
    it(`options_refuse_${words.join("_")}`, () => {
      expect(() => parse(...words)).to.throw();
    });
  }

  it("options_refuseSelection_withoutFile", () => {
    expect(() => parse("--from", "2020-03-01")).to.throw(UserError, "--prices");
  });

  it("mixOf_holdsEveryKind_forAnyNumberOfAccounts", () => {
    for (let accounts = LEAST_ACCOUNTS; accounts <= 40; accounts++) {
      const kinds = mixOf(accounts).map((make) => make(randomOf(1, "test")).kind);
      expect(kinds).to.have.length(accounts);
      expect(new Set(kinds).size).to.equal(8);
      expect(kinds.filter((kind) => kind === "liquidation desk")).to.have.length(1);
    }
  });
});
