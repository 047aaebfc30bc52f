// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {LibSort} from "solady/src/utils/LibSort.sol";
import {Instrument, Kind} from "../instruments/Instrument.sol";
import {IRiskEngine, Position} from "../interfaces/IRiskEngine.sol";

/// @title PositionKeys
/// @notice Positions in order of market, expiry and strike: market 24 | expiry 40 | strike 120 | kind 8 | place in the
/// list 16.
library PositionKeys {
    uint256 internal constant MARKET_SHIFT = 184;
    uint256 internal constant EXPIRY_SHIFT = 144;
    uint256 private constant STRIKE_SHIFT = 24;
    uint256 private constant STRIKE_MASK = (1 << 120) - 1;
    uint256 private constant KIND_SHIFT = 16;

    /// @notice The keys of all positions whose size is not 0, ascending.
    function sorted(Position[] memory positions) internal pure returns (uint256[] memory keys) {
        uint256 n = positions.length;
        keys = new uint256[](n);
        uint256 kept = 0;
        // Counters stay below the length of the list.
        unchecked {
            for (uint256 i = 0; i < n; ++i) {
                Position memory p = positions[i];
                if (p.size == 0) continue;
                keys[kept++] = _keyOf(p.instrument) | i;
            }
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(keys, kept)
        }
        LibSort.sort(keys);
    }

    /// @notice First of the keys before `end` that agree with the last of them in all bits from `shift` on.
    function startOf(uint256[] memory keys, uint256 end, uint256 shift) internal pure returns (uint256 start) {
        unchecked {
            uint256 prefix = keys[end - 1] >> shift;
            // Often all do.
            if (keys[0] >> shift == prefix) return 0;
            start = end - 1;
            while (keys[start - 1] >> shift == prefix) --start;
        }
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

    function isOption(uint256 key) internal pure returns (bool) {
        return uint8(key >> KIND_SHIFT) <= uint8(Kind.Put);
    }

    function isPut(uint256 key) internal pure returns (bool) {
        return uint8(key >> KIND_SHIFT) == uint8(Kind.Put);
    }

    /// @notice Place of the position in its list.
    function place(uint256 key) internal pure returns (uint256) {
        return uint16(key);
    }

    function _keyOf(Instrument instrument) private pure returns (uint256 key) {
        require(instrument.isKnown(), IRiskEngine.UnsupportedInstrument(instrument));
        // Strikes are below 2^120, or the kernels refuse them; larger ones must not spill into the expiry.
        uint256 price = instrument.strike();
        require(price <= STRIKE_MASK, IRiskEngine.UnsupportedInstrument(instrument));
        key = (uint256(instrument.market()) << MARKET_SHIFT) | (uint256(instrument.expiry()) << EXPIRY_SHIFT);
        return key | (price << STRIKE_SHIFT) | (uint256(instrument.rawKind()) << KIND_SHIFT);
    }
}
