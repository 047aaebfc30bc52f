// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "../../../contracts/pricing/Black76.sol";

/// @notice The greeks are the slopes of the prices: central differences over options as they are quoted.
contract GreeksFuzzTest {
    error FarFromSlope(string greek, int256 value, int256 slope, int256 slack);

    struct Option {
        uint256 forward;
        uint256 strike;
        uint256 time;
        uint256 volatility;
        uint256 discount;
    }

    /// @dev Forwards of 1 to 100,000, strikes 0.6 to 1.6 times that, s = σ√T from 0.05 to 2.
    function _quoted(Option memory o) private pure returns (Option memory) {
        o.forward = 1e18 + (o.forward % 1e23);
        o.strike = (o.forward * (6e17 + (o.strike % 1e18))) / 1e18;
        o.time = 14 days + (o.time % 365 days);
        o.volatility = 3e17 + (o.volatility % 17e17);
        o.discount = 8e17 + (o.discount % 2e17);
        return o;
    }

    function _greeks(Option memory o) private pure returns (Black76.Greeks memory greeks) {
        (, , greeks) = Black76.greeks(o.forward, o.strike, o.time, o.volatility, o.discount);
    }

    function _call(Option memory o) private pure returns (int256) {
        (uint256 call, ) = Black76.price(o.forward, o.strike, o.time, o.volatility, o.discount);
        return int256(call);
    }

    function _near(string memory greek, int256 value, int256 slope, int256 slack) private pure {
        int256 gap = value - slope;
        require(gap <= slack && -gap <= slack, FarFromSlope(greek, value, slope, slack));
    }

    function testFuzz_deltaAndGamma_areSlopesInTheForward(Option memory o) external pure {
        o = _quoted(o);
        Black76.Greeks memory greeks = _greeks(o);
        int256 step = int256(o.forward >> 13);
        int256 middle = _call(o);
        o.forward += uint256(step);
        int256 above = _call(o);
        o.forward -= uint256(2 * step);
        int256 below = _call(o);
        o.forward += uint256(step);
        // step² = 2^-26 F²; the third derivative is below 400/F², the fourth below 20,000/F³ for s >= 0.05.
        _near("delta", greeks.delta, ((above - below) * 1e18) / (2 * step), 2e12);
        int256 gamma = ((above - 2 * middle + below) * 1e18) / step;
        _near("gamma", int256(greeks.gamma), (gamma * 1e18) / step, (1e14 * 1e18) / int256(o.forward) + 1);
    }

    function testFuzz_vega_isSlopeInVolatility(Option memory o) external pure {
        o = _quoted(o);
        int256 vega = int256(_greeks(o).vega);
        uint256 step = o.volatility >> 13;
        o.volatility += step;
        int256 above = _call(o);
        o.volatility -= 2 * step;
        int256 slope = ((above - _call(o)) * 1e18) / int256(2 * step);
        _near("vega", vega, slope, int256(o.forward / 1e5));
    }

    function testFuzz_theta_isSlopeInTime(Option memory o) external pure {
        o = _quoted(o);
        int256 theta = _greeks(o).theta;
        uint256 step = o.time >> 10;
        o.time += step;
        int256 above = _call(o);
        o.time -= 2 * step;
        int256 slope = ((_call(o) - above) * 365 days) / int256(2 * step);
        _near("theta", theta, slope, int256(o.forward / 1e4));
    }
}
