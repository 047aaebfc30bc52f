// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {DateTimeLib} from "solady/src/utils/DateTimeLib.sol";

/// @title Calendar
/// @notice The expiries that exist: 08:00 UTC, daily for 7 days, Fridays for 8 weeks, last Fridays of months for
/// 12 months. An expiry that has once been listed stays listed until it passes.
library Calendar {
    uint256 internal constant HOUR_OF_EXPIRY = 8 hours;
    uint256 internal constant DAILY_HORIZON = 7 days;
    uint256 internal constant WEEKLY_HORIZON = 8 weeks;
    uint256 internal constant MONTHLY_HORIZON = 365 days;

    /// @notice Whether `expiry` may be traded at `time`; both in unix seconds.
    function isListed(uint256 expiry, uint256 time) internal pure returns (bool) {
        if (expiry <= time || expiry % 1 days != HOUR_OF_EXPIRY) return false;
        uint256 ahead = expiry - time;
        if (ahead <= DAILY_HORIZON) return true;
        if (ahead > MONTHLY_HORIZON || !isFriday(expiry)) return false;
        return ahead <= WEEKLY_HORIZON || isLastFridayOfMonth(expiry);
    }

    /// @notice Whether the day of `time` is a Friday.
    function isFriday(uint256 time) internal pure returns (bool) {
        // 1 January 1970 was a Thursday.
        return (time / 1 days) % 7 == 1;
    }

    /// @notice Whether the Friday `time` is the last one of its month.
    function isLastFridayOfMonth(uint256 time) internal pure returns (bool) {
        (, uint256 month, ) = DateTimeLib.timestampToDate(time);
        (, uint256 monthOfNext, ) = DateTimeLib.timestampToDate(time + 7 days);
        return month != monthOfNext;
    }
}
