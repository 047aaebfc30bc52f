import { BallastError } from "@ballast/sdk/errors";
import { expect } from "chai";

class MarketClosed extends BallastError {
  constructor(readonly market: number) {
    super(`Market ${market} is closed. Wait until it opens, or choose another.`);
  }
}

describe("BallastError", () => {
  it("subclass_isRecognised_andKeepsItsNameAndFields", () => {
    const error = new MarketClosed(7);

    expect(error).to.be.instanceOf(BallastError).and.instanceOf(Error);
    expect(error.name).to.equal("MarketClosed");
    expect(error.market).to.equal(7);
    expect(String(error)).to.equal("MarketClosed: Market 7 is closed. Wait until it opens, or choose another.");
  });
});
