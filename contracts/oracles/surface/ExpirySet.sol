// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Calendar} from "../../instruments/Calendar.sol";

/// @dev Expiries of each market, a bit per day since 1970: bit `day & 255` of word `market << 32 | day >> 8`.
struct Expiries {
    mapping(uint256 key => uint256 bits) words;
}

using ExpirySet for Expiries global;

/// @title ExpirySet
/// @notice A set of expiries in which the next one on either side is found in one or two reads. All are at 08:00 UTC.
library ExpirySet {
    uint256 private constant LAST_BIT = 255;

    function add(Expiries storage self, uint24 market, uint256 expiry) internal {
        uint256 day = expiry / 1 days;
        self.words[_key(market, day)] |= 1 << (day & LAST_BIT);
    }

    /// @notice The first expiry after `expiry`; 0 if there is none up to `last`.
    function above(Expiries storage self, uint24 market, uint256 expiry, uint256 last) internal view returns (uint256) {
        uint256 lastDay = last / 1 days;
        for (uint256 day = expiry / 1 days + 1; day <= lastDay; day = (day | LAST_BIT) + 1) {
            uint256 bits = self.words[_key(market, day)] >> (day & LAST_BIT);
            if (bits == 0) continue;
            // The lowest bit, alone, is the highest of itself; without 0 the negative does not overflow.
            uint256 found = _expiryOf(day + _highestBit(bits & (~bits + 1)));
            return found <= last ? found : 0;
        }
        return 0;
    }

    /// @notice The last expiry before `expiry`; 0 if there is none at or after `first`.
    /// @param first At least 256 days after 1970
    function below(
        Expiries storage self,
        uint24 market,
        uint256 expiry,
        uint256 first
    ) internal view returns (uint256) {
        uint256 firstDay = first / 1 days;
        for (uint256 day = expiry / 1 days - 1; day >= firstDay; day = (day & ~LAST_BIT) - 1) {
            uint256 bits = self.words[_key(market, day)] << (LAST_BIT - (day & LAST_BIT));
            if (bits == 0) continue;
            uint256 found = _expiryOf(day + _highestBit(bits) - LAST_BIT);
            return found >= first ? found : 0;
        }
        return 0;
    }

    /// @param bits Not 0
    function _highestBit(uint256 bits) private pure returns (uint256 index) {
        assembly ("memory-safe") {
            index := sub(255, clz(bits)) // pure stack arithmetic
        }
    }

    function _expiryOf(uint256 day) private pure returns (uint256) {
        return day * 1 days + Calendar.HOUR_OF_EXPIRY;
    }

    function _key(uint24 market, uint256 day) private pure returns (uint256) {
        return (uint256(market) << 32) | (day >> 8);
    }
}
