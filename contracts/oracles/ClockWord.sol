// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Float48} from "../pricing/Float48.sol";

/// @dev A market's clock as it is stored. Prices and variances in wad.
/// @param sampledAt Unix seconds of the last sample; 0: none yet
/// @param price Price then
/// @param fast Variance per year, half-life 1 day
/// @param slow Variance per year, half-life 30 days
/// @param maintenance Volatility of the maintenance width then
/// @param mean Average price over the part of the current window that had passed, 0 outside
/// @param phase Phase of the first source at the last sample before the current window
/// @param status Status seen last
/// @param block6 Low bits of the number of the block in which the status changed last
struct ClockState {
    uint256 sampledAt;
    uint256 price;
    uint256 fast;
    uint256 slow;
    uint256 maintenance;
    uint256 mean;
    uint256 phase;
    uint256 status;
    uint256 block6;
}

/// @dev A clock in one slot, from the high bits: sampledAt 32 | price 48 | fast 40 | slow 40 | maintenance 24 | mean 48 |
/// phase 16 | status 2 | block 6, together 256. A price is a `Float48`; a variance is in 1e-10,
/// the maintenance volatility in 1e-6.
type ClockWord is uint256;

using ClockWords for ClockWord global;

/// @title ClockWords
/// @notice Packs and unpacks clocks.
library ClockWords {
    /// @dev The greatest variance that fits, wad: a volatility of 1,048%.
    uint256 internal constant MAX_VARIANCE = ((1 << 40) - 1) * VARIANCE_UNIT;
    /// @dev The greatest maintenance volatility that fits, wad: 1,677%.
    uint256 internal constant MAX_VOLATILITY = ((1 << 24) - 1) * VOLATILITY_UNIT;
    uint256 private constant VARIANCE_UNIT = 1e8;
    uint256 private constant VOLATILITY_UNIT = 1e12;

    function pack(ClockState memory s) internal pure returns (ClockWord) {
        uint256 word = s.sampledAt << 224;
        word |= uint256(Float48.toFloat(s.price)) << 176;
        word |= (s.fast / VARIANCE_UNIT) << 136;
        word |= (s.slow / VARIANCE_UNIT) << 96;
        word |= (s.maintenance / VOLATILITY_UNIT) << 72;
        word |= uint256(Float48.toFloat(s.mean)) << 24;
        return ClockWord.wrap(word | (s.phase << 8) | (s.status << 6) | s.block6);
    }

    function unpack(ClockWord word_) internal pure returns (ClockState memory s) {
        uint256 word = ClockWord.unwrap(word_);
        s.sampledAt = word >> 224;
        s.price = Float48.fromFloat((word >> 176) & 0xffffffffffff);
        s.fast = ((word >> 136) & 0xffffffffff) * VARIANCE_UNIT;
        s.slow = ((word >> 96) & 0xffffffffff) * VARIANCE_UNIT;
        s.maintenance = ((word >> 72) & 0xffffff) * VOLATILITY_UNIT;
        s.mean = Float48.fromFloat((word >> 24) & 0xffffffffffff);
        s.phase = (word >> 8) & 0xffff;
        s.status = (word >> 6) & 3;
        s.block6 = word & 0x3f;
    }
}
