// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IImbalanceSource} from "../../../contracts/interfaces/IFunding.sol";

/// @title StatedImbalance
/// @notice A source that says what a test tells it, or fails as it is told.
contract StatedImbalance is IImbalanceSource {
    int256 private stated;
    bool public fails;

    error Broken();

    function state(int256 imbalance_) external {
        stated = imbalance_;
    }

    function setFails(bool fails_) external {
        fails = fails_;
    }

    function imbalance(uint24) external view returns (int256) {
        require(!fails, Broken());
        return stated;
    }
}
