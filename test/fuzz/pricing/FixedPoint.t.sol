// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {Normal} from "../../../contracts/pricing/Normal.sol";

/// @notice Properties of the rounded products, the elementary functions and the normal distribution.
contract FixedPointFuzzTest {
    function testFuzz_mulUp_exceedsMulDown_onlyWhenInexact(uint128 a, uint128 b) external pure {
        uint256 down = FixedPoint.mulDown(a, b);
        uint256 exact = uint256(a) * b;
        assert(down == exact / 1e18);
        assert(FixedPoint.mulUp(a, b) == down + (exact % 1e18 == 0 ? 0 : 1));
    }

    function testFuzz_divUp_exceedsDivDown_onlyWhenInexact(uint128 a, uint256 b) external pure {
        b = b == 0 ? 1 : b;
        uint256 down = FixedPoint.divDown(a, b);
        assert(down == (uint256(a) * 1e18) / b);
        assert(FixedPoint.divUp(a, b) == down + ((uint256(a) * 1e18) % b == 0 ? 0 : 1));
    }

    function testFuzz_mulFloor_isGreatestIntegerBelow(int128 a, int128 b) external pure {
        int256 product = int256(a) * b;
        int256 floor = FixedPoint.mulFloor(a, b);
        assert(floor * 1e18 <= product && product - floor * 1e18 < 1e18);
    }

    function testFuzz_sqrt_isExactFloor(uint256 x) external pure {
        x = x % (FixedPoint.MAX_SQRT + 1) >> (x >> 248) % 196;
        uint256 root = FixedPoint.sqrt(x);
        assert(root * root <= x * 1e18);
        assert(root * root + 2 * root >= x * 1e18);
    }

    function testFuzz_ln_undoesExp(int256 x) external pure {
        x = x % 135e18;
        // Below e^-10 the wei of the exponential is coarser than the comparison.
        x = x < -10e18 ? -x : x;
        int256 gap = FixedPoint.ln(FixedPoint.exp(x)) - x;
        int256 slack = x < 0 ? int256(25_000) : int256(2);
        assert(gap <= slack && gap >= -slack);
    }

    function testFuzz_exp_rises(int256 x, uint128 step) external pure {
        x = x % 135e18;
        int256 above = x + int256(uint256(step));
        if (above > FixedPoint.MAX_EXPONENT) above = FixedPoint.MAX_EXPONENT;
        assert(FixedPoint.exp(x) <= FixedPoint.exp(above));
    }

    function testFuzz_cdf_risesAndMirrors(int256 x, uint128 step) external pure {
        x = x % 14e18;
        uint256 below = Normal.cdf(x);
        assert(below <= Normal.cdf(x + int256(uint256(step))) + 1);
        if (x != 0) assert(below + Normal.cdf(-x) == 1e18);
    }
}
