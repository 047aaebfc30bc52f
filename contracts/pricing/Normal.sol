// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FixedPoint} from "./FixedPoint.sol";

/// @title Normal
/// @notice The standard normal distribution. A tail is N(−t) = φ(t)·R(t), R being Mills' ratio: both factors keep
/// their relative precision, and so does the tail.
/// @dev Coefficients from `scripts/fit/pricing.ts`. The SDK's `normal.ts` gives the same bits.
library Normal {
    /// @dev Beyond this distance (Q64) a tail is below 2^-127.
    uint256 internal constant FAR = 13 << 64;
    /// @dev log2(e)/2 in Q112, log2(√(2π)) in Q96.
    uint256 private constant HALF_LOG2_E = 3745450464315769697161631365097757;
    uint256 private constant LOG2_ROOT_TWO_PI = 105036583125887874450972944260;

    /// @notice N(x) in wad, to the nearest wei; N(x) + N(−x) = 1 exactly.
    /// @param x In wad, any value.
    function cdf(int256 x) internal pure returns (uint256) {
        // Beyond ±13 the tail rounds to 0. Below, t < 2^68, tail < 2^120, and tail·1e18 plus the half stay below 2^256.
        unchecked {
            if (x >= 13e18) return 1e18;
            if (x <= -13e18) return 0;
            uint256 t = (uint256(x < 0 ? -x : x) << 64) / 1e18;
            (uint256 mantissa, uint256 shift) = density(t);
            uint256 tail = ((((mantissa * millsRatio(t)) >> 64) * 1e18) + (1 << (119 + shift))) >> (120 + shift);
            return x < 0 ? tail : 1e18 - tail;
        }
    }

    /// @notice The density φ(t) = mantissa/2^(120 + shift); relative error below 1e-20 + 6e-20·t.
    /// @param t In Q64, at most 16.
    function density(uint256 t) internal pure returns (uint256 mantissa, uint256 shift) {
        // t² <= 2^136 in Q128, so the product is below 2^248; the exponent is at least log2(√(2π)) > 1/2: shift >= 1.
        unchecked {
            int256 power;
            (mantissa, power) = FixedPoint.exp2(-int256(((t * t * HALF_LOG2_E) >> 144) + LOG2_ROOT_TWO_PI));
            shift = uint256(-power);
        }
    }

    /// @notice Mills' ratio R(t) = N(−t)/φ(t) in Q64. Relative error below 2e-15 (plus the last bit), and so small
    /// near the middle that N(−t) is within 5e-19 everywhere.
    /// @param t In Q64, at most 114.
    function millsRatio(uint256 t) internal pure returns (uint256) {
        return t <= 10 << 64 ? _millsNear(t) : _millsFar(t);
    }

    /// @dev P(t)/Q(t) with coefficients in Q96, t <= 10.
    function _millsNear(uint256 t) private pure returns (uint256) {
        // All terms are positive, q is; q < 2^132 at t = 10, so products stay below 2^200.
        unchecked {
            uint256 p = 79228165631767180254088895376;
            p = ((p * t) >> 64) + 2134249176095045525366300345204;
            p = ((p * t) >> 64) + 27247552010591522423701330499497;
            p = ((p * t) >> 64) + 213953214792257557787611629911602;
            p = ((p * t) >> 64) + 1127596811386294871805588742040435;
            p = ((p * t) >> 64) + 4090859886561116378991686416843911;
            p = ((p * t) >> 64) + 10043516620983849853567304341068377;
            p = ((p * t) >> 64) + 15475276826330394491301618932146616;
            p = ((p * t) >> 64) + 11923010125022399020278442416060283;
            uint256 q = (t << 32) + 2134249430670072847219211816632;
            q = ((q * t) >> 64) + 27326770277375220525782355210668;
            q = ((q * t) >> 64) + 216087708844989568727286163152190;
            q = ((q * t) >> 64) + 1154681565806577090471066165606973;
            q = ((q * t) >> 64) + 4300603433774907376130702029143513;
            q = ((q * t) >> 64) + 11116777056952344589902512018033729;
            q = ((q * t) >> 64) + 19165123322975454665785696406247410;
            q = ((q * t) >> 64) + 19937908445607514216315936580411765;
            q = ((q * t) >> 64) + 9513185697051613599304784603418041;
            return FixedPoint.rawDiv(p << 64, q);
        }
    }

    /// @dev t·A(t²)/B(t²) with coefficients in Q64, 10 <= t <= 114.
    function _millsFar(uint256 t) private pure returns (uint256) {
        // t² < 2^78 and b < 2^120, so products stay below 2^198; b is positive.
        unchecked {
            uint256 square = (t * t) >> 64;
            uint256 a = square + 466978976521306063776;
            a = ((a * square) >> 64) + 2988860162612682139407;
            a = ((a * square) >> 64) + 4176925443653022402371;
            uint256 b = square + 485425720595014679251;
            b = ((b * square) >> 64) + 3418945650992904893532;
            b = ((b * square) >> 64) + 6416295084508331527054;
            b = ((b * square) >> 64) + 1503941501857237447200;
            return FixedPoint.rawDiv(t * a, b);
        }
    }
}
