// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Svi} from "../../../contracts/pricing/Svi.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {SviReference} from "../../support/pricing/SviReference.sol";

/// @notice Properties of the smile, and its kernel against the plain reference.
contract SviFuzzTest {
    /// @dev Maps any struct into the range of smiles whose total variance is never negative.
    function _bounded(Svi.Params memory p) private pure returns (Svi.Params memory) {
        p.a = int256(uint256(p.a) % 1e18);
        p.b = p.b % (uint256(1) << (1 + ((p.b >> 200) % 70)));
        p.rho = p.rho % 1e18;
        p.m = p.m % int256(uint256(1) << (1 + ((uint256(p.m) >> 200) % 70)));
        p.sigma = p.sigma % (uint256(1) << (1 + ((p.sigma >> 200) % 70)));
        return p;
    }

    function testFuzz_totalVariance_hasTheBitsOfPlainReference(Svi.Params memory p, int256 k) external pure {
        p = _bounded(p);
        k = k % 100e18;
        assert(Svi.totalVariance(p, k) == SviReference.totalVariance(p, k));
    }

    function testFuzz_totalVariance_isLeastAtVertexOfUncorrelatedSmile(Svi.Params memory p, int256 k) external pure {
        p = _bounded(p);
        p.rho = 0;
        p.m = p.m % 100e18;
        assert(Svi.totalVariance(p, p.m) <= Svi.totalVariance(p, k % 100e18) + 1 + p.b / 1e18);
    }

    function testFuzz_volatility_isFlat_beyondFourDeviations(
        Svi.Params memory p,
        uint256 forward,
        uint256 time
    ) external pure {
        p = _bounded(p);
        p.m = p.m % 1e18;
        p.b = p.b % 0.5e18;
        p.sigma = p.sigma % 1e18;
        forward = 1e18 + (forward % 1e24);
        time = 1 + (time % 3_153_600_000);
        // Four deviations are at most 4·√2.21 < 6, and e^7 < 1100.
        uint256 limit = FixedPoint.sqrt(Svi.totalVariance(p, 0) * 16);
        require(limit < 7e18);
        uint256 far = Svi.volatility(p, forward, forward * 1100, time);
        assert(far == Svi.volatility(p, forward, forward * 1_000_000, time));
        uint256 square = (Svi.totalVariance(p, int256(limit)) * 1e18 * 31_536_000) / time;
        assert(far * far <= square + 2 * far && (far + 1) * (far + 1) > square);
    }

    function testFuzz_volatility_hasTheBitsOfPlainReference(
        Svi.Params memory p,
        uint256 forward,
        uint256 strike,
        uint256 time
    ) external pure {
        p = _bounded(p);
        p.m = p.m % 2e18;
        forward = 1 + (forward % (uint256(1) << (1 + ((forward >> 200) % 119))));
        // Mostly near the bound, which is a few units of k for these smiles.
        strike = 1 + (((forward * (1 + (strike % 1e6))) / (1 + ((strike >> 128) % 1e6))) % type(uint120).max);
        if ((strike << 61) < forward) strike = forward;
        time = 1 + (time % type(uint32).max);
        assert(Svi.volatility(p, forward, strike, time) == SviReference.volatility(p, forward, strike, time));
    }
}
