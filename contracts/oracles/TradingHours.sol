// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title TradingHours
/// @notice A market's week as 168 bits: bit 0 is Monday 00:00 to 01:00 UTC; a set bit is an hour of trading.
library TradingHours {
    uint256 internal constant HOURS = 168;
    uint256 internal constant ALWAYS = (1 << HOURS) - 1;
    /// @dev The first Monday after the epoch, which was a Thursday.
    uint256 private constant FIRST_MONDAY = 4 days;

    /// @notice When the pause around `time` began and when it ends; both 0 while the market trades.
    /// @param week Neither 0 nor all set
    function pauseAround(uint256 week, uint256 time) internal pure returns (uint256 closed, uint256 opens) {
        uint256 hour = (time - FIRST_MONDAY) / 1 hours;
        if (_isOpen(week, hour)) return (0, 0);
        uint256 first = hour;
        while (!_isOpen(week, first - 1)) --first;
        while (!_isOpen(week, hour)) ++hour;
        return (first * 1 hours + FIRST_MONDAY, hour * 1 hours + FIRST_MONDAY);
    }

    function _isOpen(uint256 week, uint256 hour) private pure returns (bool) {
        return (week >> (hour % HOURS)) & 1 == 1;
    }
}
