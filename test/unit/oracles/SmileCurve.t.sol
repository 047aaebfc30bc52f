// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SmileCurve} from "../../../contracts/oracles/surface/SmileCurve.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {Svi} from "../../../contracts/pricing/Svi.sol";
import {within} from "../../support/world/Vm.sol";

/// @notice The kernels against plain arithmetic.
contract SmileCurveTest {
    int256 private constant WAD = 1e18;
    uint256 private constant UNBOUNDED = 1 << 159;

    function testFuzz_densitiesAt_givesTheVariancesOfSvi(Svi.Params memory seed, uint256 unit) public pure {
        Svi.Params memory params = _plausible(seed);
        int256 step = int256(within(unit, 1e9, 1e18));
        uint256[11] memory variances;
        (int256 at, int256 g) = SmileCurve.densitiesAt(params, -4 * step, uint256(step), variances, 0, 9);
        for (int256 k = -4 * step; k <= at; k += step) {
            require(variances[uint256(k / step + 4)] == Svi.totalVariance(params, k), "variance");
            require(k == at || _prudent(params, k) > -1e9, "passed over a negative g");
        }
        require(g < 0 || at == 4 * step, "all points");
        int256 difference = g - _prudent(params, at);
        require(difference < 1e9 && difference > -1e9, "g");
    }

    function testFuzz_densitiesAt_writesWhereItIsTold(Svi.Params memory seed, int256 k, uint256 gap) public pure {
        Svi.Params memory params = _plausible(seed);
        k = int256(within(uint256(k), 0, 2e18)) - 1e18;
        gap = within(gap, 0, 1e18);
        uint256[11] memory variances;
        (int256 at, int256 g) = SmileCurve.densitiesAt(params, k, gap, variances, 9, 2);
        require(variances[8] == 0 && variances[9] == Svi.totalVariance(params, k));
        if (at == k && gap != 0) require(g < 0 && variances[10] == 0);
        else require(variances[10] == Svi.totalVariance(params, k + int256(gap)) || g < 0);
    }

    function testFuzz_firstOutside_isThatOfAPlainSearch(
        Svi.Params memory seed,
        Svi.Params memory rival,
        uint256 unit,
        uint256 reach,
        uint256 move
    ) public pure {
        Svi.Params memory own = _plausible(seed);
        Svi.Params memory other = _plausible(rival);
        uint256 step = within(unit, 1e9, 0.5e18);
        reach = within(reach, 0, 4);
        move = within(move, 0, 0.9e18);
        uint256[11] memory variances;
        for (uint256 i = 0; i < 9; ++i) variances[i] = Svi.totalVariance(own, (int256(i) - 4) * int256(step));
        (uint256 low, uint256 width) = (1e18 - move, 2 * move);
        if (move < 0.1e18) (low, width) = (0, 1e18);
        if (move > 0.8e18) (low, width) = (1e18, UNBOUNDED);
        (uint256 index, uint256 at) = SmileCurve.firstOutside(other, variances, step, reach * step, low, width);
        for (uint256 i = 4 - reach; i <= 4 + reach; ++i) {
            uint256 v = Svi.totalVariance(other, (int256(i) - 4) * int256(step));
            bool inside = variances[i] * 1e18 >= v * low && variances[i] * 1e18 <= v * (low + width);
            if (i == index) require(!inside && at == v, "inside");
            if (i == index) return;
            require(inside, "passed over");
        }
        require(index == 5 + reach, "found none");
    }

    /// @dev g with the margin, from the formulas of w' and w''.
    function _prudent(Svi.Params memory p, int256 k) private pure returns (int256) {
        int256 d = k - p.m;
        int256 sigma = int256(p.sigma);
        int256 root = int256(FixedPoint.sqrt(uint256((d * d + sigma * sigma) / WAD)));
        int256 w = int256(Svi.totalVariance(p, k));
        int256 slope = (int256(p.b) * (p.rho + (d * WAD) / root)) / WAD;
        int256 curvature = (((int256(p.b) * sigma) / root) * ((sigma * WAD) / root)) / root;
        int256 u = WAD - (k * slope) / (2 * w);
        int256 taken = (slope * slope) / (4 * w) + (slope * slope) / (16 * WAD);
        return (u * u) / WAD + curvature / 2 - taken - taken / 32;
    }

    /// @dev Figures of a wad or so, where the plain arithmetic is good to 1e-9.
    function _plausible(Svi.Params memory seed) private pure returns (Svi.Params memory) {
        return
            Svi.Params({
                a: int256(within(uint256(seed.a), 0.01e18, 2e18)),
                b: within(seed.b, 0, 1e18),
                rho: int256(within(uint256(seed.rho), 0, 1.9e18)) - 0.95e18,
                m: int256(within(uint256(seed.m), 0, 1e18)) - 0.5e18,
                sigma: within(seed.sigma, 0.05e18, 1e18)
            });
    }
}
