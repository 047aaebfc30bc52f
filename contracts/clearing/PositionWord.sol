// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";

/// @dev A position in one slot. From the high bits: instrument 128 | loss-sharing epoch of its market 32 | size 96,
/// signed, wad.
type PositionWord is uint256;

using PositionWords for PositionWord global;

/// @title PositionWords
/// @notice Packs and unpacks positions.
library PositionWords {
    error SizeOutOfRange(int256 size, int256 limit);

    function pack(Instrument instrument_, uint32 epoch_, int256 size_) internal pure returns (PositionWord) {
        require(size_ >= type(int96).min && size_ <= type(int96).max, SizeOutOfRange(size_, type(int96).max));
        uint256 word = (uint256(Instrument.unwrap(instrument_)) << 128) | (uint256(epoch_) << 96);
        // The range was checked above.
        return PositionWord.wrap(word | uint96(int96(size_)));
    }

    function instrument(PositionWord word) internal pure returns (Instrument) {
        return Instrument.wrap(uint128(PositionWord.unwrap(word) >> 128));
    }

    function epoch(PositionWord word) internal pure returns (uint32) {
        return uint32(PositionWord.unwrap(word) >> 96);
    }

    function size(PositionWord word) internal pure returns (int256) {
        return int256(int96(uint96(PositionWord.unwrap(word))));
    }
}
