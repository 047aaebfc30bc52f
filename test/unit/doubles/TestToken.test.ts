import { expect } from "chai";
import { network } from "hardhat";

describe("TestToken", () => {
  it("permit_setsAllowance_bySignatureAlone", async () => {
    const { ethers } = await network.create();
    const [holder, spender] = await ethers.getSigners();
    const token = await ethers.deployContract("TestToken", ["Test dollar", "tUSD", 6]);
    const { chainId } = await ethers.provider.getNetwork();

    const value = 25_000_000n;
    const deadline = ethers.MaxUint256;
    const signature = ethers.Signature.from(
      await holder.signTypedData(
        { name: "Test dollar", version: "1", chainId, verifyingContract: await token.getAddress() },
        {
          Permit: [
            { name: "owner", type: "address" },
            { name: "spender", type: "address" },
            { name: "value", type: "uint256" },
            { name: "nonce", type: "uint256" },
            { name: "deadline", type: "uint256" },
          ],
        },
        { owner: holder.address, spender: spender.address, value, nonce: 0n, deadline },
      ),
    );

    const { v, r, s } = signature;
    await expect(token.connect(spender).permit(holder.address, spender.address, value, deadline, v, r, s))
      .to.emit(token, "Approval")
      .withArgs(holder.address, spender.address, value);
    expect(await token.allowance(holder.address, spender.address)).to.equal(value);
  });

  it("transfer_reverts_beyondBalance", async () => {
    const { ethers } = await network.create();
    const [holder, receiver] = await ethers.getSigners();
    const token = await ethers.deployContract("TestToken", ["Test dollar", "tUSD", 6]);
    await token.mint(holder.address, 5n);

    await expect(token.transfer(receiver.address, 6n))
      .to.be.revertedWithCustomError(token, "ERC20InsufficientBalance")
      .withArgs(holder.address, 5n, 6n);
  });
});
