// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ImpliedVolatility} from "../../../contracts/pricing/ImpliedVolatility.sol";

/// @notice Exposes the solver, many prices per call, and measures its gas.
contract ImpliedVolatilityHarness {
    struct Quote {
        uint256 forward;
        uint256 strike;
        uint256 timeToExpiry;
        uint256 discount;
        uint256 price;
        bool isCall;
    }

    function solve(Quote memory q) public pure returns (uint256) {
        return ImpliedVolatility.solve(q.forward, q.strike, q.timeToExpiry, q.discount, q.price, q.isCall);
    }

    function solveMany(Quote[] memory quotes) external pure returns (uint256[] memory results) {
        results = new uint256[](quotes.length);
        for (uint256 i = 0; i < quotes.length; ++i) results[i] = solve(quotes[i]);
    }

    /// @notice What each call of `solve` returns or reverts with.
    function attempt(Quote[] memory quotes) external view returns (bytes[] memory results) {
        results = new bytes[](quotes.length);
        for (uint256 i = 0; i < quotes.length; ++i) {
            (, results[i]) = address(this).staticcall(abi.encodeCall(this.solve, (quotes[i])));
        }
    }

    /// @notice Gas of `solve` alone, and a sum that keeps the compiler from dropping the calls.
    function gasMany(Quote[] memory quotes) external view returns (uint256[] memory used, uint256 sum) {
        used = new uint256[](quotes.length);
        for (uint256 i = 0; i < quotes.length; ++i) (used[i], sum) = _measure(quotes[i], sum);
    }

    function _measure(Quote memory q, uint256 sum) private view returns (uint256 used, uint256 total) {
        (uint256 forward, uint256 strike, uint256 time) = (q.forward, q.strike, q.timeToExpiry);
        (uint256 discount, uint256 price, bool isCall) = (q.discount, q.price, q.isCall);
        // The gas is read into `used` before, between and after: nothing, then the solver.
        used = gasleft();
        total = sum ^ _nothing(forward, strike, time, discount, price, isCall);
        uint256 between = gasleft();
        total ^= ImpliedVolatility.solve(forward, strike, time, discount, price, isCall);
        uint256 end = gasleft();
        used = (between - end) - (used - between);
    }

    function _nothing(
        uint256 forward,
        uint256 strike,
        uint256 time,
        uint256 discount,
        uint256 price,
        bool isCall
    ) private pure returns (uint256) {
        return isCall ? forward ^ strike ^ time : discount ^ price;
    }
}
