import * as abis from "@ballast/sdk/abi";
import { decodeError } from "@ballast/sdk/errors";
import { Kind, pack } from "@ballast/sdk/instruments";
import { expect } from "chai";
import { AbiCoder, type ErrorFragment, Interface, type ParamType } from "ethers";

const WAD = 10n ** 18n;
const symbols = { 1: "ETH" };
const instrument = pack({ market: 1, kind: Kind.Call, expiry: 1751011200, strike: 2500n * WAD });
const contracts = new Interface(abis.errorsAbi);

const sample = ({ type, name }: ParamType): unknown => {
  if (name === "instrument") return instrument;
  if (type === "address") return "0x00000000000000000000000000000000000000aa";
  if (type === "string") return "text";
  if (type.startsWith("bytes")) return `0x${"61".repeat(Number(type.slice(5)))}`;
  return 7n;
};

const errorsOf = (abi: readonly { readonly type: string }[]): ErrorFragment[] => {
  const found: ErrorFragment[] = [];
  new Interface(abi).forEachError((fragment) => found.push(fragment));
  return found;
};

describe("decodeError", () => {
  it("everyErrorOfEveryAbi_hasASentence", () => {
    const missing = Object.entries(abis).flatMap(([name, abi]) =>
      errorsOf(abi).flatMap((fragment) => {
        const data = contracts.encodeErrorResult(fragment, fragment.inputs.map(sample));
        const decoded = decodeError(data, symbols);
        const complete =
          decoded?.name === fragment.name &&
          Object.keys(decoded.args).length === fragment.inputs.length &&
          // What happened and what to do: two sentences, without a figure that was not found.
          /^[^.].*[.:] .+\.$/.test(decoded.sentence) &&
          !/undefined|NaN|\[object/.test(decoded.sentence);
        return complete ? [] : [`${name}: ${fragment.format()}: ${decoded?.sentence}`];
      }),
    );
    expect(missing).to.deep.equal([]);
  });

  it("sentence_showsDecimalsInstrumentsAndTimes", () => {
    const margin = contracts.encodeErrorResult("InsufficientMargin", [7n, (3n * WAD) / 2n, -WAD]);
    expect(decodeError(margin)).to.deep.equal({
      name: "InsufficientMargin",
      args: { account: 7n, required: (3n * WAD) / 2n, available: -WAD },
      sentence:
        "Account 7 would have an equity of -1 USDC and needs 1.5 as initial margin. " +
        "Deposit the difference or take less risk.",
    });
    const expired = contracts.encodeErrorResult("InstrumentExpired", [instrument, 1751011200n, 1751011260n]);
    expect(decodeError(expired, symbols)?.sentence).to.equal(
      "ETH-27JUN25-2500-C expired at 2025-06-27T08:00:00Z and it is 2025-06-27T08:01:00Z now. Choose a later expiry.",
    );
    const field = contracts.encodeErrorResult("UnsupportedOrderField", [`0x${"6c656773".padEnd(64, "0")}`]);
    expect(decodeError(field)?.sentence).to.contain("order field legs");
  });

  it("overloads_areToldApart_bySelector", () => {
    for (const type of ["uint256", "int256"]) {
      const data = contracts.encodeErrorResult(`MoreThanHeld(uint256,${type},${type})`, [3n, 2n * WAD, WAD]);
      expect(decodeError(data)?.sentence).to.contain("Account 3 holds 1, less than the 2");
    }
  });

  it("data_isFound_whereLibrariesPutIt", () => {
    const data = contracts.encodeErrorResult("ZeroAmount");
    for (const error of [
      data,
      { data },
      { info: { error: { data } } },
      { error: { data: { data } } },
      Object.assign(new Error("refused"), { cause: { data } }),
    ]) {
      expect(decodeError(error)?.name).to.equal("ZeroAmount");
    }
  });

  it("builtinErrors_areDecoded", () => {
    const coder = AbiCoder.defaultAbiCoder();
    const message = `0x08c379a0${coder.encode(["string"], ["too late"]).slice(2)}`;
    expect(decodeError(message)).to.deep.include({ name: "Error", sentence: "The contract refused: too late." });
    const panic = `0x4e487b71${coder.encode(["uint256"], [0x11]).slice(2)}`;
    expect(decodeError(panic)?.sentence).to.contain("an amount overflowed");
    expect(decodeError("0x")?.name).to.equal("NoReason");
    expect(decodeError("0xdeadbeef")?.name).to.equal("UnknownError");
    expect(decodeError(contracts.encodeErrorResult("ZeroAmount").slice(0, 8))?.name).to.equal("UnknownError");
  });

  it("whatIsNoRefusal_isUndefined", () => {
    for (const other of [
      undefined,
      null,
      7,
      "network down",
      new Error("timeout"),
      { transaction: { data: "0x12345678" } },
    ]) {
      expect(decodeError(other)).to.equal(undefined);
    }
  });
});
