// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title FixedPoint
/// @notice Wad (1e18) arithmetic with the rounding direction in the name, and the elementary functions of pricing.
/// @dev `Qn` is an integer that stands for itself / 2^n. Coefficients come from `scripts/fit/pricing.ts`, which also
/// prints their error bounds. The SDK's `fixedPoint.ts` gives the same bits.
library FixedPoint {
    uint256 internal constant WAD = 1e18;
    /// @notice The largest argument of `exp`; e^135 in wad is just inside 256 bits.
    int256 internal constant MAX_EXPONENT = 135e18;
    /// @notice The largest argument of `sqrt`: the square root of `value · 1e18` must not overflow.
    uint256 internal constant MAX_SQRT = type(uint256).max / WAD;

    /// @dev Below it e^x is less than 1 wei.
    int256 private constant MIN_EXPONENT = -42e18;
    uint256 private constant EXPONENTS = 177e18;
    /// @dev ln 2 in Q128, log2(e)/1e18 in Q244.
    uint256 private constant LN2 = 235865763225513294137944142764154484399;
    uint256 private constant LOG2_E = 40784343973839938535885162734679573239081221345979260291;
    /// @dev What the kernel gives for ln(1e18), Q128: so that ln(1) is exactly 0.
    int256 private constant LN_SCALE = 14103523898655895202496110740896697764767;

    /// @notice a·b does not fit 256 bits.
    error ProductTooLarge(uint256 a, uint256 b);
    /// @notice a·b does not fit 256 signed bits.
    error SignedProductTooLarge(int256 a, int256 b);
    error DivisionByZero(uint256 numerator);
    /// @notice e^exponent is not representable; `bound` is the largest exponent.
    error ExponentTooLarge(int256 exponent, int256 bound);
    error LogarithmOfZero();
    /// @notice `bound` is the largest argument of `sqrt`.
    error SqrtTooLarge(uint256 value, uint256 bound);

    /// @notice a·b/1e18, rounded down.
    function mulDown(uint256 a, uint256 b) internal pure returns (uint256) {
        return _product(a, b) / WAD;
    }

    /// @notice a·b/1e18, rounded up.
    function mulUp(uint256 a, uint256 b) internal pure returns (uint256) {
        return _ceil(_product(a, b), WAD);
    }

    /// @notice a·1e18/b, rounded down.
    function divDown(uint256 a, uint256 b) internal pure returns (uint256) {
        require(b != 0, DivisionByZero(a));
        return _product(a, WAD) / b;
    }

    /// @notice a·1e18/b, rounded up.
    function divUp(uint256 a, uint256 b) internal pure returns (uint256) {
        require(b != 0, DivisionByZero(a));
        return _ceil(_product(a, WAD), b);
    }

    /// @notice a·b/1e18, rounded toward minus infinity.
    function mulFloor(int256 a, int256 b) internal pure returns (int256 quotient) {
        // The product may wrap; the division that follows finds out, and it is used only if it did not.
        unchecked {
            int256 product = a * b;
            bool wrapped = a != 0 && (product / a != b || (a == -1 && b == type(int256).min));
            require(!wrapped, SignedProductTooLarge(a, b));
            quotient = product / int256(WAD);
            if (product % int256(WAD) < 0) --quotient;
        }
    }

    /// @notice A sum of products of wads (1e-36) as a wad, rounded toward minus infinity.
    function toWadFloor(int256 sum) internal pure returns (int256 quotient) {
        assembly ("memory-safe") {
            // Pure stack arithmetic: the quotient toward zero, one less where a negative remainder is left.
            quotient := sub(sdiv(sum, WAD), slt(smod(sum, WAD), 0))
        }
    }

    /// @notice numerator/denominator, rounded toward minus infinity.
    /// @param denominator Positive
    function floorDiv(int256 numerator, int256 denominator) internal pure returns (int256 quotient) {
        // A quotient by a positive number is not below the numerator, so one less is representable.
        unchecked {
            quotient = numerator / denominator;
            if (numerator % denominator < 0) --quotient;
        }
    }

    /// @notice a·b/denominator, rounded toward minus infinity; the product may exceed 256 bits.
    /// @param denominator Not 0
    function mulDivFloor(int256 a, uint256 b, uint256 denominator) internal pure returns (int256) {
        if (a >= 0) return int256(Math.mulDiv(uint256(a), b, denominator));
        return -int256(Math.mulDiv(uint256(-a), b, denominator, Math.Rounding.Ceil));
    }

    /// @notice e^x in wad, rounded down; relative error below 1e-21 before the rounding.
    /// @param x Exponent in wad, at most `MAX_EXPONENT`; below −42 the result is 0.
    function exp(int256 x) internal pure returns (uint256 result) {
        bool outside;
        assembly ("memory-safe") {
            outside := gt(sub(x, MIN_EXPONENT), EXPONENTS) // pure stack arithmetic: one comparison for both ends
        }
        if (outside) {
            require(x <= MAX_EXPONENT, ExponentTooLarge(x, MAX_EXPONENT));
            return 0;
        }
        assembly ("memory-safe") {
            // Pure stack arithmetic. x·log2(e) in Q96, split into a power within [-61, 195] and |g| <= 1/2; |x| < 2^67 and
            // the constant below 2^185. p within [2.8, 3] in Q96, so the numerator is below 2^254 and the quotient, 2^g
            // in wad and Q96, below 2^157: it fits after the shift by 99.
            let g := sar(148, mul(x, LOG2_E))
            let power := sar(96, add(g, 0x800000000000000000000000))
            g := sub(g, shl(96, power))
            let q := mul(g, g)
            let p := add(div(q, 2516229752043094982121272670253), 2057437830858737278691037657690)
            p := add(div(q, p), 1600229080297997996464896619801)
            p := add(div(q, p), 1143020771580752465397790181523)
            p := add(div(q, p), 685812462948444159671750239630)
            p := add(div(q, p), 228604154316148052805333545210)
            result := shr(sub(195, power), shl(99, div(shl(96, mul(add(p, g), WAD)), sub(p, g))))
        }
    }

    /// @notice ln(x) in wad, rounded toward minus infinity; absolute error below 1e-21 before the rounding; ln(1) = 0.
    /// @param x Positive, in wad.
    function ln(uint256 x) internal pure returns (int256 result) {
        require(x != 0, LogarithmOfZero());
        uint256 mantissa;
        int256 power;
        assembly ("memory-safe") {
            // Pure stack arithmetic: x = mantissa·2^power, the mantissa in Q120 and within [1/√2, √2).
            power := clz(x)
            mantissa := shl(power, x)
            let upper := gt(mantissa, 81877371507464127617551201542979628307507432471243237061821853600756754782485)
            power := add(sub(255, power), upper)
            mantissa := shr(add(135, upper), mantissa)
        }
        // |power| <= 256, so the sum is below 2^137 and its product with 1e18 below 2^197.
        unchecked {
            return ((power * int256(LN2) + _lnOfMantissa(mantissa) - LN_SCALE) * int256(WAD)) >> 128;
        }
    }

    /// @notice The square root in wad, rounded down (exact).
    /// @param x In wad, at most `MAX_SQRT`.
    function sqrt(uint256 x) internal pure returns (uint256 root) {
        require(x <= MAX_SQRT, SqrtTooLarge(x, MAX_SQRT));
        assembly ("memory-safe") {
            // Pure stack arithmetic. The guess is linear in the square brought to [2^254, 2^256), within 9%; five steps of
            // Newton take that below 2^-139, so only the last unit can be off. Without x the guess runs out of bits.
            x := mul(x, WAD)
            let half := shr(1, clz(x))
            root := shr(half, add(shr(129, shl(shl(1, half), x)), 0x6a000000000000000000000000000000))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := shr(1, add(root, div(x, root)))
            root := sub(root, gt(root, div(x, root)))
        }
    }

    /// @notice ln(high/low) in Q128; absolute error below 1e-21.
    /// @param high At least `low`, below 2^120.
    /// @param low Positive (for 0 the result means nothing).
    function lnRatio(uint256 high, uint256 low) internal pure returns (uint256) {
        uint256 mantissa;
        uint256 power;
        assembly ("memory-safe") {
            // Pure stack arithmetic: the ratio, below 2^240 in Q120, is mantissa·2^power, the mantissa within
            // [128/181, 256/181]; so power is 0 or the logarithm of the mantissa above −ln(2)/2.
            mantissa := div(shl(120, high), low)
            power := sub(128, clz(mul(mantissa, 181)))
            mantissa := shr(power, mantissa)
        }
        unchecked {
            return uint256(int256(power * LN2) + _lnOfMantissa(mantissa));
        }
    }

    /// @dev The quotient, rounded down, without the compiler's test of the denominator: 0 gives 0.
    function rawDiv(uint256 a, uint256 b) internal pure returns (uint256 quotient) {
        assembly ("memory-safe") {
            quotient := div(a, b) // pure stack arithmetic; every caller states why its denominator is positive
        }
    }

    /// @dev ln(m) in Q128 for m in Q120 within [128/181, 256/181]: 2z/f(z²) with z = (m − 1)/(m + 1) = 1 − 2/(m + 1).
    function _lnOfMantissa(uint256 m) private pure returns (int256 result) {
        assembly ("memory-safe") {
            // Pure stack arithmetic: |z| < 0.1717 in Q120 and f within [0.98, 1], so no product reaches 2^248 and no
            // denominator is 0; `not(n)` is −(n + 1).
            let z := sub(0x1000000000000000000000000000000, div(shl(241, 1), add(m, 0x1000000000000000000000000000000)))
            let w := mul(z, z)
            let f := sub(1688117757868666292537619285369420311, sdiv(w, 4042830332134243656557645289565106139))
            f := add(sdiv(w, f), not(4158997061004646318087979589677308236))
            f := add(sdiv(w, f), 1682304195848557023751774132304091273)
            f := add(sdiv(w, f), not(4135375986821979109535504624959260729))
            f := add(sdiv(w, f), 1661534994731169473255946887145806479)
            f := add(sdiv(w, f), not(3987683987354747596523066789512716721))
            f := add(sdiv(w, f), 1329227995784915872904374853939410281)
            result := sdiv(shl(129, z), f)
        }
    }

    function _product(uint256 a, uint256 b) private pure returns (uint256 product) {
        // The product may wrap; the division that follows finds out.
        unchecked {
            product = a * b;
            require((a | b) >> 128 == 0 || a == 0 || product / a == b, ProductTooLarge(a, b));
        }
    }

    function _ceil(uint256 numerator, uint256 denominator) private pure returns (uint256) {
        // The quotient plus one is at most 2^256 / 1 only for denominator 1, where the remainder is 0.
        unchecked {
            return numerator / denominator + (numerator % denominator == 0 ? 0 : 1);
        }
    }
}
