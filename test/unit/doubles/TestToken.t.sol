// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {TestToken} from "../../../contracts/doubles/TestToken.sol";

contract TestTokenTest {
    function testFuzz_mint_adds_toBalanceAndSupply(address to, uint128 first, uint128 second) external {
        if (to == address(0)) to = address(this);
        TestToken token = new TestToken("Test dollar", "tUSD", 6);

        token.mint(to, first);
        token.mint(to, second);

        uint256 expected = uint256(first) + second;
        require(token.balanceOf(to) == expected, "balance");
        require(token.totalSupply() == expected, "supply");
    }

    function testFuzz_decimals_areThoseOfTheConstructor(uint8 decimals) external {
        require(new TestToken("Test", "T", decimals).decimals() == decimals, "decimals");
    }
}
