// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FixedPoint} from "../../pricing/FixedPoint.sol";

/// @title TickMath
/// @notice Prices from the ticks of a Uniswap v3 pool.
/// @dev A tick is a step of 1.0001 in price, so its price is an exponential: one exponent in high precision takes in
/// the step and the decimals of the tokens, and one call of `FixedPoint.exp` gives wad.
library TickMath {
    /// @notice Ticks of a pool lie within ± this.
    int256 internal constant MAX_TICK = 887272;

    /// @dev ln(1.0001) and ln(10) in wad, Q128.
    int256 private constant LN_STEP = 34026535393678190915667966537819406079004081336969138;
    int256 private constant LN_TEN = 783529105480883066805338482703447369891540034526822153863;

    /// @notice 1.0001^tick · 10^decimals in wad, rounded down; relative error before the rounding below 1.1e-18.
    /// @dev The error comes from the exponent, which is cut to a whole wad: the result is never more than 1e-21 too high.
    /// @param tick Within ± `MAX_TICK`
    /// @param decimals Within ± 36
    /// @return price `type(uint256).max` if it is above e^135
    function toPrice(int256 tick, int256 decimals) internal pure returns (uint256 price) {
        // Both products are below 2^202.
        int256 exponent = (tick * LN_STEP + decimals * LN_TEN) >> 128;
        if (exponent > FixedPoint.MAX_EXPONENT) return type(uint256).max;
        return FixedPoint.exp(exponent);
    }

    /// @notice Mean tick of a span of time, rounded toward minus infinity as the pool rounds.
    /// @param cumulative Tick-seconds gathered in the span
    /// @param span Seconds, positive
    function mean(int256 cumulative, int256 span) internal pure returns (int256 tick) {
        tick = cumulative / span;
        if (cumulative % span < 0) --tick;
    }
}
