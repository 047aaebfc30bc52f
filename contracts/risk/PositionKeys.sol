// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {LibSort} from "solady/src/utils/LibSort.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {IRiskEngine, Position} from "../interfaces/IRiskEngine.sol";

/// @title PositionKeys
/// @notice Positions in order of market, expiry and strike: market 24 | expiry 40 | strike 120 | place in the list 16.
library PositionKeys {
    uint256 internal constant MARKET_SHIFT = 176;
    uint256 internal constant EXPIRY_SHIFT = 136;
    uint256 private constant STRIKE_SHIFT = 16;
    uint256 private constant STRIKE_MASK = (1 << 120) - 1;

    /// @notice The keys of all positions whose size is not 0, ascending.
    function sorted(Position[] memory positions) internal pure returns (uint256[] memory keys) {
        uint256 n = positions.length;
        keys = new uint256[](n);
        uint256 kept = 0;
        for (uint256 i = 0; i < n; ++i) {
            Position memory p = positions[i];
            if (p.size == 0) continue;
            Instrument instrument = p.instrument;
            require(instrument.isKnown(), IRiskEngine.UnsupportedInstrument(instrument));
            uint256 key = (uint256(instrument.market()) << MARKET_SHIFT) | (uint256(instrument.expiry()) << EXPIRY_SHIFT);
            keys[kept++] = key | (instrument.strike() << STRIKE_SHIFT) | i;
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(keys, kept)
        }
        LibSort.sort(keys);
    }

    /// @notice First of the keys before `end` that agree with the last of them in all bits from `shift` on.
    function startOf(uint256[] memory keys, uint256 end, uint256 shift) internal pure returns (uint256 start) {
        uint256 prefix = keys[end - 1] >> shift;
        start = end - 1;
        while (start > 0 && keys[start - 1] >> shift == prefix) --start;
    }

    function market(uint256 key) internal pure returns (uint24) {
        return uint24(key >> MARKET_SHIFT);
    }

    function expiry(uint256 key) internal pure returns (uint40) {
        return uint40(key >> EXPIRY_SHIFT);
    }

    function strike(uint256 key) internal pure returns (uint256) {
        return (key >> STRIKE_SHIFT) & STRIKE_MASK;
    }

    /// @notice Place of the position in its list.
    function place(uint256 key) internal pure returns (uint256) {
        return uint16(key);
    }
}
