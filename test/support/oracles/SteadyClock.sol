// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice A clock whose realised volatility is what the test says, for every tenor.
contract SteadyClock {
    mapping(uint24 market => uint256) private anchors;

    function set(uint24 market, uint256 volatility) external {
        anchors[market] = volatility;
    }

    function anchor(uint24 market, uint256) external view returns (uint256) {
        return anchors[market];
    }
}
