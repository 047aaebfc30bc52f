// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Position} from "../interfaces/IRiskEngine.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title PayoffBound
/// @notice The least that the options of one market and expiry can pay over all settlement prices. The payoff is
/// piecewise linear in the price, so its least value is at 0, at a strike, or falls without end behind the last one.
library PayoffBound {
    /// @dev Time is the expiry alone, so that expiries of different markets can be put in order.
    uint256 private constant EXPIRY_MASK = type(uint40).max;

    /// @notice Least payoff of the options whose `groupOf` is `group`, each leg rounded down, wad.
    /// @return least Meaningless when unbounded
    /// @return unbounded Whether a net short call makes it fall without end
    function leastPayoff(
        Position[] memory positions,
        uint256 group
    ) internal pure returns (int256 least, bool unbounded) {
        int256 slope = 0;
        least = _payoffAt(positions, group, 0);
        for (uint256 i = 0; i < positions.length; ++i) {
            Position memory p = positions[i];
            if (groupOf(p) != group) continue;
            if (p.instrument.isCall()) slope += p.size;
            int256 payoff = _payoffAt(positions, group, p.instrument.strike());
            if (payoff < least) least = payoff;
        }
        unbounded = slope < 0;
    }

    /// @notice Whether a portfolio of options with `cash` can never owe.
    function neverOwes(int256 cash, Position[] memory positions) internal pure returns (bool) {
        if (cash < 0) return false;
        if (_longOnly(positions)) return true;
        uint256 expiry = 0;
        while (true) {
            expiry = _nextExpiry(positions, expiry);
            if (expiry == type(uint256).max) return true;
            (int256 least, bool unbounded) = _leastAtExpiry(positions, expiry);
            cash += least;
            if (unbounded || cash < 0) return false;
        }
        return true;
    }

    /// @notice Most that can be taken from `cash` so that `neverOwes` still holds, given that it holds.
    function slack(int256 cash, Position[] memory positions) internal pure returns (int256 least) {
        least = cash;
        uint256 expiry = 0;
        while (true) {
            expiry = _nextExpiry(positions, expiry);
            if (expiry == type(uint256).max) break;
            (int256 payoff, ) = _leastAtExpiry(positions, expiry);
            cash += payoff;
            if (cash < least) least = cash;
        }
    }

    /// @notice Market and expiry of a position as one number.
    function groupOf(Position memory p) internal pure returns (uint256) {
        return (uint256(p.instrument.market()) << 40) | p.instrument.expiry();
    }

    /// @notice Whether the position at `i` is the first of its group.
    function isFirstOfGroup(Position[] memory positions, uint256 i) internal pure returns (bool) {
        uint256 group = groupOf(positions[i]);
        for (uint256 j = 0; j < i; ++j) {
            if (groupOf(positions[j]) == group) return false;
        }
        return true;
    }

    function _leastAtExpiry(
        Position[] memory positions,
        uint256 expiry
    ) private pure returns (int256 sum, bool unbounded) {
        for (uint256 i = 0; i < positions.length; ++i) {
            uint256 group = groupOf(positions[i]);
            if (group & EXPIRY_MASK != expiry || !isFirstOfGroup(positions, i)) continue;
            (int256 least, bool open) = leastPayoff(positions, group);
            if (open) return (0, true);
            sum += least;
        }
    }

    function _nextExpiry(Position[] memory positions, uint256 after_) private pure returns (uint256 next) {
        next = type(uint256).max;
        for (uint256 i = 0; i < positions.length; ++i) {
            uint256 expiry = positions[i].instrument.expiry();
            if (expiry > after_ && expiry < next) next = expiry;
        }
    }

    function _payoffAt(Position[] memory positions, uint256 group, uint256 price) private pure returns (int256 sum) {
        for (uint256 i = 0; i < positions.length; ++i) {
            Position memory p = positions[i];
            // Prices and strikes are below 2^112, so the payoff fits.
            if (groupOf(p) == group) sum += FixedPoint.mulFloor(p.size, int256(p.instrument.payoff(price)));
        }
    }

    function _longOnly(Position[] memory positions) private pure returns (bool) {
        for (uint256 i = 0; i < positions.length; ++i) {
            if (positions[i].size < 0) return false;
        }
        return true;
    }
}
