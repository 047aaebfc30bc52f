// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Properties} from "../../invariant/Properties.sol";
import {LinearWorld} from "../../support/world/LinearWorld.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Open interest of a market, now and smoothed.
contract OpenInterestTest is LinearWorld {
    function setUp() public {
        _buildLinear();
    }

    function test_smoothed_isNotMovedWithinABlock() public {
        _swap(0, 1, perpetual, 8e18, 2000e18);
        _requireInterest(8e18, 0);
        _swap(1, 0, perpetual, 8e18, 2000e18);
        _requireInterest(0, 0);
    }

    function test_smoothed_followsWithinADay() public {
        _swap(0, 1, perpetual, 8e18, 2000e18);
        VM.warp(block.timestamp + 6 hours);
        _requireInterest(8e18, 2e18);
        VM.warp(block.timestamp + 18 hours);
        _requireInterest(8e18, 8e18);
        VM.warp(block.timestamp + 30 days);
        _requireInterest(8e18, 8e18);
    }

    function test_smoothed_fallsAtTheSamePace() public {
        _swap(0, 1, perpetual, 8e18, 2000e18);
        VM.warp(block.timestamp + 1 days);
        feed.update(2000e8);
        _swap(1, 0, perpetual, 6e18, 2000e18);
        _requireInterest(2e18, 8e18);
        VM.warp(block.timestamp + 12 hours);
        _requireInterest(2e18, 5e18);
    }

    /// @dev What a block holds for its own length only never counts, however large.
    function testFuzz_smoothed_staysBetweenPastAndPresent(uint256 first, uint256 spike, uint256 wait) public {
        first = within(first, 1e12, 20e18);
        spike = within(spike, 1, 100e18);
        wait = within(wait, 1, 40 hours);
        _swap(0, 1, perpetual, first, 2000e18);
        VM.warp(block.timestamp + wait);
        feed.update(2000e8);
        (, uint256 before) = house.marketOpenInterest(ETH);
        _swap(2, 3, future, spike, 2000e18);
        (uint256 current, uint256 during) = house.marketOpenInterest(ETH);
        _swap(3, 2, future, spike, 2000e18);
        (, uint256 afterwards) = house.marketOpenInterest(ETH);
        require(current == first + spike, Properties.LEDGER_3);
        // Stored in 12 digits, rounded down.
        require(during <= before && before - during <= before / 1e11 + 1, "not by the spike");
        require(afterwards <= during && before - afterwards <= before / 1e11 + 2, "nor by its end");
        require(before <= first, "between");
    }

    function _requireInterest(uint256 current, uint256 smoothed) private view {
        (uint256 c, uint256 s) = house.marketOpenInterest(ETH);
        require(c == current, Properties.LEDGER_3);
        require(s <= smoothed && smoothed - s <= smoothed / 1e11, "smoothed");
    }
}
