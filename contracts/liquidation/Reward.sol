// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title Reward
/// @notice What a bidder earns per unit of maintenance margin freed, by health and time. All wad, rounded down.
library Reward {
    uint256 private constant WAD = 1e18;
    uint256 private constant FULL_ACCOUNT_SHARE = 0.5e18;
    uint256 private constant BASE = 0.01e18;
    uint256 private constant SLOPE = 0.19e18;
    uint256 private constant ACCOUNT_RAMP = 20 minutes;
    uint256 private constant FUND_HEALTH = 0.05e18;
    uint256 private constant FUND_RAMP = 60 minutes;

    /// @notice The account's share a = min(h, r + (0.5 − r)·min(1, t/20 min)) with h at least 0 and
    /// r = min(1% + 19%·(1 − h), max(h, 1%)). Because a ≤ h, paying it never lowers the account's health.
    function accountShare(int256 health, uint256 elapsed) internal pure returns (uint256) {
        if (health <= 0) return 0;
        uint256 h = Math.min(uint256(health), WAD);
        uint256 start = Math.min(BASE + FixedPoint.mulDown(SLOPE, WAD - h), Math.max(h, BASE));
        uint256 t = Math.min(elapsed, ACCOUNT_RAMP);
        return Math.min(h, start + ((FULL_ACCOUNT_SHARE - start) * t) / ACCOUNT_RAMP);
    }

    /// @notice The share g = (1 − max(h, 0)/5%)·(1% + 99%·min(1, t/60 min)) to which the fund tops the reward up below
    /// a health of 5%.
    function fundTarget(int256 health, uint256 elapsed) internal pure returns (uint256) {
        uint256 h = health > 0 ? uint256(health) : 0;
        if (h >= FUND_HEALTH) return 0;
        uint256 t = Math.min(elapsed, FUND_RAMP);
        uint256 ramp = BASE + ((WAD - BASE) * t) / FUND_RAMP;
        return ((FUND_HEALTH - h) * ramp) / FUND_HEALTH;
    }
}
