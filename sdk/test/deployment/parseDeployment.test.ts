import { expect } from "chai";

import { CONTRACTS, DeploymentInvalid, parseDeployment } from "../../src/deployment/index.js";

const address = `0x${"ab".repeat(20)}`;
const record = () => ({
  ...Object.fromEntries(CONTRACTS.map((name) => [name, address])),
  chainId: 1,
  markets: [{ id: 1, symbol: "ETH", sources: [{ kind: "chainlink", address, feed: address }], collateral: null }],
});
const marketWith = (source: unknown) => ({ ...record(), markets: [{ ...record().markets[0], sources: [source] }] });

describe("parseDeployment", () => {
  it("record_isFrozen_withChecksummedAddresses", () => {
    const deployment = parseDeployment(JSON.parse(JSON.stringify(record())));
    expect(deployment.lens).to.equal("0xABaBaBaBABabABabAbAbABAbABabababaBaBABaB");
    expect(deployment.markets[0]?.symbol).to.equal("ETH");
    expect(Object.isFrozen(deployment)).to.equal(true);
  });

  it("fault_isNamed", () => {
    const faults: [unknown, string][] = [
      [null, ""],
      [{ ...record(), chainId: "1" }, "chainId"],
      [{ ...record(), lens: "0x12" }, "lens"],
      [{ ...record(), markets: {} }, "markets"],
      [{ ...record(), markets: [{ ...record().markets[0], sources: [] }] }, "markets.0.sources"],
      [marketWith({ kind: "chainlink", address, feed: 1 }), "markets.0.sources.0.feed"],
      [marketWith({ kind: "chainlink", address: "0x", feed: address }), "markets.0.sources.0.address"],
      [marketWith({ kind: "oracle", address, feed: address }), "markets.0.sources.0.kind"],
    ];
    for (const [json, key] of faults) {
      expect(() => parseDeployment(json))
        .to.throw(DeploymentInvalid)
        .with.property("key", key);
    }
  });
});
