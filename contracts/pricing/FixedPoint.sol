// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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
    /// @dev ln 2 in Q128, log2(e) in Q128.
    uint256 private constant LN2 = 235865763225513294137944142764154484399;
    int256 private constant LOG2_E = 490923683258796565746369346286093237522;

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
        quotient = sum / int256(WAD);
        if (sum % int256(WAD) < 0) --quotient;
    }

    /// @notice e^x in wad, rounded down; relative error below 1e-21 before the rounding.
    /// @param x Exponent in wad, at most `MAX_EXPONENT`; far below zero the result is 0.
    function exp(int256 x) internal pure returns (uint256) {
        require(x <= MAX_EXPONENT, ExponentTooLarge(x, MAX_EXPONENT));
        if (x < MIN_EXPONENT) return 0;
        // |x| < 2^67, so the product stays below 2^196; the mantissa is below 2^121 and the shift within [-75, 181].
        unchecked {
            (uint256 mantissa, int256 power) = exp2(((x * LOG2_E) / int256(WAD)) >> 32);
            return power <= 120 ? (mantissa * WAD) >> uint256(120 - power) : (mantissa * WAD) << uint256(power - 120);
        }
    }

    /// @notice ln(x) in wad, rounded toward minus infinity; absolute error below 1e-20 before the rounding.
    /// @param x Positive, in wad.
    function ln(uint256 x) internal pure returns (int256) {
        require(x != 0, LogarithmOfZero());
        // Both sides of the ratio are brought to 120 bits; |power| <= 196 bounds the rest far below 2^255.
        unchecked {
            uint256 bits = _bitLength(x);
            uint256 value = bits > 120 ? x >> (bits - 120) : x << (120 - bits);
            int256 power = int256(bits) - 60;
            uint256 one = WAD << 60;
            if (value * 256 < one * 181) {
                value <<= 1;
                --power;
            }
            return ((power * int256(LN2) + _lnNearOne(value, one)) * int256(WAD)) >> 128;
        }
    }

    /// @notice The square root in wad, rounded down (exact).
    /// @param x In wad, at most `MAX_SQRT`.
    function sqrt(uint256 x) internal pure returns (uint256 root) {
        require(x <= MAX_SQRT, SqrtTooLarge(x, MAX_SQRT));
        if (x == 0) return 0;
        // The first guess is within 6%; five Newton steps square that to 2^-169, so only the last unit can be off;
        // root is positive throughout.
        unchecked {
            uint256 square = x * WAD;
            uint256 half = (_bitLength(square) - 1) >> 1;
            root = ((square >> half) + (2 << half)) / 3;
            root = (root + rawDiv(square, root)) >> 1;
            root = (root + rawDiv(square, root)) >> 1;
            root = (root + rawDiv(square, root)) >> 1;
            root = (root + rawDiv(square, root)) >> 1;
            root = (root + rawDiv(square, root)) >> 1;
            if (root > rawDiv(square, root)) --root;
        }
    }

    /// @notice ln(high/low) in Q128; relative error below 1e-20.
    /// @param high At least `low`, at most 2^120.
    /// @param low Positive.
    function lnRatio(uint256 high, uint256 low) internal pure returns (uint256) {
        // Every value stays below 2^129; the result is positive because a negative series only follows power >= 1.
        unchecked {
            if (high * 181 <= low * 256) return uint256(_lnNearOne(high, low));
            uint256 power = _bitLength(high) - _bitLength(low);
            uint256 scaled = low << power;
            if (high * 181 > scaled * 256) {
                ++power;
                scaled <<= 1;
            } else if (high * 256 < scaled * 181) {
                --power;
                scaled >>= 1;
            }
            return uint256(int256(power * LN2) + _lnNearOne(high, scaled));
        }
    }

    /// @notice 2^v as mantissa (Q120, within [0.7, 1.42]) and power of two; relative error below 1e-21.
    /// @param v Exponent in Q96, |v| < 2^110.
    function exp2(int256 v) internal pure returns (uint256 mantissa, int256 power) {
        // 2^f = (p + f)/(p - f), p = f·coth(f·ln2/2) as a polynomial of f², |f| <= 1/2. The coefficients fall by a
        // factor of 25 or more and f² <= 1/4, so every difference is positive, p - f too; p < 2^98 keeps products below 2^219.
        unchecked {
            power = (v + int256(1 << 95)) >> 96;
            int256 f = v - (power << 96);
            uint256 square = uint256(f * f) >> 96;
            uint256 p = 122175070965669343254 - ((1470108916711383658 * square) >> 96);
            p = 10070383020375003036460 - ((p * square) >> 96);
            p = 838407390172590287022493 - ((p * square) >> 96);
            p = 73291475691761180982595651 - ((p * square) >> 96);
            p = 9152796244617912172944676862 - ((p * square) >> 96);
            p = 228604154316148052805408627247 + ((p * square) >> 96);
            mantissa = rawDiv(uint256(int256(p) + f) << 120, uint256(int256(p) - f));
        }
    }

    /// @dev The quotient, rounded down, without the compiler's test of the denominator: 0 gives 0.
    function rawDiv(uint256 a, uint256 b) internal pure returns (uint256 quotient) {
        assembly ("memory-safe") {
            quotient := div(a, b) // pure stack arithmetic; every caller states why its denominator is positive
        }
    }

    /// @dev ln(a/b) in Q128 for a/b within [181/256, 256/181] and a + b < 2^123: z·g(z²) with z = (a − b)/(a + b).
    function _lnNearOne(uint256 a, uint256 b) private pure returns (int256) {
        // |z| < 2^126 in Q128 and the series is below 2^98 in Q96, so no product reaches 2^255.
        unchecked {
            int256 z = int256(a - b) << 128;
            assembly ("memory-safe") {
                z := sdiv(z, add(a, b)) // pure stack arithmetic; a + b is positive and below 2^123
            }
            uint256 square = uint256(z * z) >> 160;
            uint256 series = 10508090170121313521198216516;
            series = ((series * square) >> 96) + 10496666656762861462158960021;
            series = ((series * square) >> 96) + 12190968654129676949989093455;
            series = ((series * square) >> 96) + 14405085157514575407880785594;
            series = ((series * square) >> 96) + 17606258697875003095712302634;
            series = ((series * square) >> 96) + 22636617859143308732996655782;
            series = ((series * square) >> 96) + 31691265005711697942781299916;
            series = ((series * square) >> 96) + 52818775009509551803775559494;
            series = ((series * square) >> 96) + 158456325028528675188286649297;
            return (z * int256(series)) >> 96;
        }
    }

    function _bitLength(uint256 x) private pure returns (uint256 bits) {
        assembly ("memory-safe") {
            bits := sub(256, clz(x)) // pure stack arithmetic; clz(0) is 256
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
