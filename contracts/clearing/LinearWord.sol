// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev The second slot of a position in a future or perpetual; 0 for an option. From the high bits: entry notional 128 |
/// funding index up to which funding is in cash 128 (0 for a future), both signed, wad.
type LinearWord is uint256;

using LinearWords for LinearWord global;

/// @title LinearWords
/// @notice Packs and unpacks second slots.
library LinearWords {
    using SafeCast for int256;

    LinearWord internal constant NONE = LinearWord.wrap(0);

    function pack(int256 entryNotional_, int256 fundingIndex_) internal pure returns (LinearWord) {
        uint256 high = uint256(uint128(entryNotional_.toInt128())) << 128;
        return LinearWord.wrap(high | uint128(fundingIndex_.toInt128()));
    }

    function entryNotional(LinearWord word) internal pure returns (int256) {
        return int256(int128(uint128(LinearWord.unwrap(word) >> 128)));
    }

    function fundingIndex(LinearWord word) internal pure returns (int256) {
        return int256(int128(uint128(LinearWord.unwrap(word))));
    }
}
