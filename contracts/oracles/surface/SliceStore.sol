// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Expiries} from "./ExpirySet.sol";
import {SmileInForce} from "./SmileInForce.sol";
import {SliceWord} from "./SliceWord.sol";

/// @title SliceStore
/// @notice The slice that was published last for each expiry of each market: one slot each, and a bit per expiry.
abstract contract SliceStore {
    /// @dev By market << 40 | expiry.
    mapping(uint256 key => SliceWord) private words;
    Expiries private expiries;

    function _wordOf(uint24 market, uint256 expiry) internal view returns (SliceWord) {
        return words[_key(market, expiry)];
    }

    /// @param isFirst Whether nothing was stored for this expiry
    function _store(uint24 market, uint256 expiry, SliceWord word, bool isFirst) internal {
        words[_key(market, expiry)] = word;
        if (isFirst) expiries.add(market, expiry);
    }

    /// @dev The nearest later expiry whose slice is fresh; 0 if there is none up to `last`. In ordinary times the first
    /// one is fresh; after a long silence the search passes over at most the calendar's three dozen.
    function _freshAbove(
        uint24 market,
        uint256 expiry,
        uint256 last
    ) internal view returns (uint256 found, SliceWord word) {
        found = expiry;
        do {
            found = expiries.above(market, found, last);
            if (found == 0) break;
            word = _wordOf(market, found);
        } while (!_isFresh(word));
    }

    /// @dev The same, earlier, among those that have not expired.
    function _freshBelow(uint24 market, uint256 expiry) internal view returns (uint256 found, SliceWord word) {
        found = expiry;
        do {
            found = expiries.below(market, found, block.timestamp + 1);
            if (found == 0) break;
            word = _wordOf(market, found);
        } while (!_isFresh(word));
    }

    function _isFresh(SliceWord word) private view returns (bool) {
        return block.timestamp - word.time() <= SmileInForce.FRESH;
    }

    function _key(uint24 market, uint256 expiry) private pure returns (uint256) {
        return (uint256(market) << 40) | expiry;
    }
}
