// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Float48
/// @notice Numbers of 12 significant digits in 48 bits, mantissa 40 | exponent 8: for what shares a slot with others.
library Float48 {
    uint256 private constant MANTISSA_BITS = 40;

    /// @notice A value as a float, rounded down.
    function toFloat(uint256 value) internal pure returns (uint48) {
        uint256 bits = 256 - _leadingZeros(value);
        uint256 exponent = bits > MANTISSA_BITS ? bits - MANTISSA_BITS : 0;
        // The mantissa has at most 40 bits, and the exponent is at most 216.
        return uint48(((value >> exponent) << 8) | exponent);
    }

    /// @notice The value of a float.
    function fromFloat(uint256 float) internal pure returns (uint256) {
        return (float >> 8) << (float & 0xff);
    }

    function _leadingZeros(uint256 value) private pure returns (uint256 zeros) {
        // Stack only; 256 for 0.
        assembly ("memory-safe") {
            zeros := clz(value)
        }
    }
}
