// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Svi} from "../../../contracts/pricing/Svi.sol";

/// @notice Exposes the smile, many points per call.
contract SviHarness {
    struct Point {
        Svi.Params params;
        int256 logMoneyness;
    }

    struct Quote {
        Svi.Params params;
        uint256 forward;
        uint256 strike;
        uint256 timeToExpiry;
    }

    function totalVariance(Svi.Params memory params, int256 logMoneyness) external pure returns (uint256) {
        return Svi.totalVariance(params, logMoneyness);
    }

    function volatility(
        Svi.Params memory params,
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry
    ) external pure returns (uint256) {
        return Svi.volatility(params, forward, strike, timeToExpiry);
    }

    /// @notice What each call of `totalVariance` returns or reverts with.
    function attemptTotalVariance(Point[] memory points) external view returns (bytes[] memory results) {
        results = new bytes[](points.length);
        for (uint256 i = 0; i < points.length; ++i) {
            Point memory p = points[i];
            (, results[i]) = address(this).staticcall(abi.encodeCall(this.totalVariance, (p.params, p.logMoneyness)));
        }
    }

    /// @notice What each call of `volatility` returns or reverts with.
    function attemptVolatility(Quote[] memory quotes) external view returns (bytes[] memory results) {
        results = new bytes[](quotes.length);
        for (uint256 i = 0; i < quotes.length; ++i) {
            Quote memory q = quotes[i];
            bytes memory data = abi.encodeCall(this.volatility, (q.params, q.forward, q.strike, q.timeToExpiry));
            (, results[i]) = address(this).staticcall(data);
        }
    }

    function totalVarianceMany(Point[] memory points) external pure returns (uint256[] memory results) {
        results = new uint256[](points.length);
        for (uint256 i = 0; i < points.length; ++i) {
            results[i] = Svi.totalVariance(points[i].params, points[i].logMoneyness);
        }
    }

    function volatilityMany(Quote[] memory quotes) external pure returns (uint256[] memory results) {
        results = new uint256[](quotes.length);
        for (uint256 i = 0; i < quotes.length; ++i) {
            Quote memory q = quotes[i];
            results[i] = Svi.volatility(q.params, q.forward, q.strike, q.timeToExpiry);
        }
    }
}
