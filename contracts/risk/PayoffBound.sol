// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {LibSort} from "solady/src/utils/LibSort.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {Position} from "../interfaces/IRiskEngine.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title PayoffBound
/// @notice The least that the options of one market and expiry can pay over all settlement prices. The payoff is
/// piecewise linear in the price, so its least value is at 0, at a strike, or falls without end behind the last one.
library PayoffBound {
    uint256 private constant STRIKE_BITS = 120;
    uint256 private constant INDEX_BITS = 16;

    /// @dev The options of one market and expiry. least: wad, rounded down, meaningless when unbounded.
    struct Group {
        uint24 market;
        uint40 expiry;
        bool unbounded;
        int256 least;
    }

    /// @dev A payoff as the price rises: value at `price` in 1e-36, and slope in contracts behind it.
    struct Sweep {
        uint256 price;
        int256 value;
        int256 slope;
        int256 least;
    }

    /// @notice The groups of a portfolio, in order of expiry, then market.
    function groupsOf(Position[] memory positions) internal pure returns (Group[] memory) {
        return groupsOf(positions, sortedKeys(positions));
    }

    /// @notice The same for positions whose keys are known.
    function groupsOf(
        Position[] memory positions,
        uint256[] memory keys
    ) internal pure returns (Group[] memory groups) {
        groups = new Group[](keys.length);
        uint256 kept = 0;
        for (uint256 i = 0; i < keys.length;) {
            uint256 end = _endOfGroup(keys, i);
            groups[kept++] = _group(positions, keys, i, end);
            i = end;
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(groups, kept)
        }
    }

    /// @notice Whether a portfolio with `cash` and these groups can never owe: cash and the least payoffs so far are
    /// not negative at any expiry.
    function neverOwes(int256 cash, Group[] memory groups) internal pure returns (bool) {
        if (cash < 0) return false;
        for (uint256 i = 0; i < groups.length; ++i) {
            if (groups[i].unbounded) return false;
            cash += groups[i].least;
            bool lastOfExpiry = i + 1 == groups.length || groups[i + 1].expiry != groups[i].expiry;
            if (lastOfExpiry && cash < 0) return false;
        }
        return true;
    }

    /// @notice Most that can be taken from `cash` so that `neverOwes` still holds, given that it holds.
    function slack(int256 cash, Group[] memory groups) internal pure returns (int256 least) {
        least = cash;
        for (uint256 i = 0; i < groups.length; ++i) {
            cash += groups[i].least;
            bool lastOfExpiry = i + 1 == groups.length || groups[i + 1].expiry != groups[i].expiry;
            if (lastOfExpiry && cash < least) least = cash;
        }
    }

    /// @notice expiry 40 | market 24 | strike 120 | index 16 of each position, ascending.
    function sortedKeys(Position[] memory positions) internal pure returns (uint256[] memory keys) {
        keys = new uint256[](positions.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            Instrument instrument = positions[i].instrument;
            uint256 key = (uint256(instrument.expiry()) << 24) | instrument.market();
            keys[i] = (((key << STRIKE_BITS) | instrument.strike()) << INDEX_BITS) | i;
        }
        LibSort.sort(keys);
    }

    /// @notice Place of a position in its list.
    function indexOf(uint256 key) internal pure returns (uint256) {
        return key & type(uint16).max;
    }

    function _endOfGroup(uint256[] memory keys, uint256 start) private pure returns (uint256 end) {
        uint256 group = keys[start] >> (STRIKE_BITS + INDEX_BITS);
        end = start + 1;
        while (end < keys.length && keys[end] >> (STRIKE_BITS + INDEX_BITS) == group) ++end;
    }

    function _group(
        Position[] memory positions,
        uint256[] memory keys,
        uint256 start,
        uint256 end
    ) private pure returns (Group memory group) {
        uint256 id = keys[start] >> (STRIKE_BITS + INDEX_BITS);
        (group.market, group.expiry) = (uint24(id), uint40(id >> 24));
        Sweep memory sweep;
        for (uint256 i = start; i < end; ++i) {
            Position memory p = positions[indexOf(keys[i])];
            if (p.instrument.isCall()) continue;
            sweep.value += p.size * int256(_strikeOf(keys[i]));
            sweep.slope -= p.size;
        }
        sweep.least = sweep.value;
        for (uint256 i = start; i < end; ++i) {
            uint256 strike = _strikeOf(keys[i]);
            // Sizes are below 2^95 and strikes below 2^120: 64 products stay below 2^221.
            sweep.value += sweep.slope * int256(strike - sweep.price);
            sweep.price = strike;
            if (sweep.value < sweep.least) sweep.least = sweep.value;
            // Behind its strike a call begins to gain, a put ceases to lose.
            sweep.slope += positions[indexOf(keys[i])].size;
        }
        group.unbounded = sweep.slope < 0;
        group.least = FixedPoint.toWadFloor(sweep.least);
    }

    function _strikeOf(uint256 key) private pure returns (uint256) {
        return (key >> INDEX_BITS) & ((1 << STRIKE_BITS) - 1);
    }
}
