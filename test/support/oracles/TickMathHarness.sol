// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {TickMath} from "../../../contracts/oracles/sources/TickMath.sol";

/// @notice Exposes the tick arithmetic, a whole row of ticks per call.
contract TickMathHarness {
    /// Prices at `first`, `first + step`, …
    function prices(
        int256 first,
        int256 step,
        uint256 count,
        int256 decimals
    ) external pure returns (uint256[] memory row) {
        row = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) row[i] = TickMath.toPrice(first + int256(i) * step, decimals);
    }

    function mean(int256 cumulative, int256 span) external pure returns (int256) {
        return TickMath.mean(cumulative, span);
    }
}
