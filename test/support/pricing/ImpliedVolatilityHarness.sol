// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ImpliedVolatility} from "../../../contracts/pricing/ImpliedVolatility.sol";

/// @notice Exposes the solver, many prices per call.
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
}
