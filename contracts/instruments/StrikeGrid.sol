// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title StrikeGrid
/// @notice The strikes that exist. For K in [10^n, 10^(n+1)) the tick is 1% of 10^n below 2·10^n, 2% below 5·10^n and
/// 5% above, so a strike has at most three significant digits.
library StrikeGrid {
    /// @dev Keeps strikes between 1e-16 and 1e15 in units of the quote, inside what the pricing kernels take.
    uint256 internal constant MIN_EXPONENT = 2;
    uint256 internal constant MAX_EXPONENT = 30;

    /// @notice Whether mantissa · 10^exponent is canonical and on the grid.
    function isOnGrid(uint256 mantissa, uint256 exponent) internal pure returns (bool) {
        if (exponent < MIN_EXPONENT || exponent > MAX_EXPONENT) return false;
        if (mantissa >= 1000 || mantissa % 10 == 0) return false;
        // One or two digits are a multiple of every tick of their decade; three below 200 of the smallest.
        if (mantissa < 200) return true;
        if (mantissa < 500) return mantissa % 2 == 0;
        return mantissa % 5 == 0;
    }
}
