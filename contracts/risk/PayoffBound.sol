// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Position} from "../interfaces/IRiskEngine.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {PositionKeys} from "./PositionKeys.sol";

/// @title PayoffBound
/// @notice The least that the options of one market and expiry can pay over all settlement prices. The payoff is
/// piecewise linear in the price, so its least value is at 0, at a strike, or falls without end behind the last one.
library PayoffBound {
    /// @dev A payoff as the price rises: value at `price` in 1e-36, and slope in contracts behind it.
    struct Sweep {
        uint256 price;
        int256 value;
        int256 slope;
        int256 least;
    }

    /// @notice Least payoff of the options among the positions with the keys `start` to `end` − 1, which share market and
    /// expiry.
    /// @return least Wad, rounded down, meaningless when unbounded
    /// @return unbounded Whether a net short call makes the payoff fall without end
    function leastPayoff(
        Position[] memory positions,
        uint256[] memory keys,
        uint256 start,
        uint256 end
    ) internal pure returns (int256 least, bool unbounded) {
        Sweep memory sweep;
        // Sizes are below 2^95 and strikes below 2^120: 64 products stay below 2^221.
        unchecked {
            for (uint256 i = start; i < end; ++i) {
                uint256 key = keys[i];
                if (!PositionKeys.isPut(key)) continue;
                int256 size = positions[PositionKeys.place(key)].size;
                sweep.value += size * int256(PositionKeys.strike(key));
                sweep.slope -= size;
            }
            sweep.least = sweep.value;
            for (uint256 i = start; i < end; ++i) {
                uint256 key = keys[i];
                if (!PositionKeys.isOption(key)) continue;
                uint256 strike = PositionKeys.strike(key);
                sweep.value += sweep.slope * int256(strike - sweep.price);
                sweep.price = strike;
                if (sweep.value < sweep.least) sweep.least = sweep.value;
                // Behind its strike a call begins to gain, a put ceases to lose.
                sweep.slope += positions[PositionKeys.place(key)].size;
            }
        }
        return (FixedPoint.toWadFloor(sweep.least), sweep.slope < 0);
    }
}
