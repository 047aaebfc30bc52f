// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "../../../contracts/pricing/Black76.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {Scenarios} from "../../../contracts/pricing/Scenarios.sol";

/// @notice Properties of the scenario values over the whole supported range.
contract ScenariosFuzzTest {
    error PropertyBroken(string property, uint256 scenario, uint256 left, uint256 right);

    struct Input {
        uint256 forward;
        uint256 strike;
        uint256 time;
        uint256[3] volatilities;
        uint256 discount;
        uint256[9] shifts;
    }

    struct Values {
        uint256[23] forwards;
        uint256[23] calls;
        uint256[23] puts;
    }

    /// @dev Maps any struct into the range, half of the strikes near the forward, and values it.
    function _values(Input memory o) private pure returns (Values memory v) {
        o.forward = _magnitude(o.forward);
        o.strike = o.strike % 2 == 0 ? _magnitude(o.strike) : (o.forward * (25e16 + (o.strike % 225e16))) / 1e18;
        o.time = o.time % 2 == 0 ? o.time % (Black76.MAX_TIME + 1) : o.time % 365 days;
        o.discount = o.discount % 2 == 0 ? 1e18 : o.discount % (Black76.MAX_DISCOUNT + 1);
        for (uint256 j = 0; j < 3; ++j) {
            uint256 volatility = o.volatilities[j];
            o.volatilities[j] = volatility % (volatility % 2 == 0 ? Black76.MAX_VOLATILITY + 1 : 2e18);
        }
        int256[9] memory moves;
        for (uint256 i = 0; i < 9; ++i) moves[i] = i == 3 ? int256(0) : int256(o.shifts[i] % 3.45e18) - 0.95e18;
        Scenarios.Shifts memory shifts = Scenarios.prepare(moves);
        Scenarios.fill(o.forward, o.strike, o.time, o.volatilities, o.discount, true, shifts, v.calls);
        Scenarios.fill(o.forward, o.strike, o.time, o.volatilities, o.discount, false, shifts, v.puts);
        for (uint256 k = 0; k < 23; ++k) {
            v.forwards[k] = (o.forward * uint256(1e18 + moves[k < 21 ? k / 3 : k - 14])) / 1e18;
        }
    }

    /// @dev Up to 2^118, which the greatest factor keeps inside the bound.
    function _magnitude(uint256 seed) private pure returns (uint256) {
        return seed % (uint256(1) << (((seed >> 200) % 118) + 1));
    }

    function testFuzz_values_stayWithinDiscountedForwardAndStrike(Input memory input) external pure {
        Values memory v = _values(input);
        for (uint256 k = 0; k < 23; ++k) {
            uint256 most = FixedPoint.mulDown(input.discount, v.forwards[k]);
            require(v.calls[k] <= most, PropertyBroken("call <= D*F'", k, v.calls[k], most));
            most = FixedPoint.mulDown(input.discount, input.strike);
            require(v.puts[k] <= most, PropertyBroken("put <= D*K", k, v.puts[k], most));
        }
    }

    function testFuzz_parity_holdsToTheWei(Input memory input) external pure {
        Values memory v = _values(input);
        for (uint256 k = 0; k < 23; ++k) {
            (uint256 more, uint256 less) = (v.calls[k], v.puts[k]);
            (uint256 high, uint256 low) = (v.forwards[k], input.strike);
            if (high < low) (more, less, high, low) = (less, more, low, high);
            less += FixedPoint.mulDown(input.discount, high - low);
            require(more == less, PropertyBroken("call - put = D(F' - K)", k, more, less));
        }
    }

    function testFuzz_values_areThoseOfBlack76(Input memory input) external pure {
        Values memory v = _values(input);
        for (uint256 k = 0; k < 23; ++k) {
            uint256 high = v.forwards[k] > input.strike ? v.forwards[k] : input.strike;
            if (input.forward > high) high = input.forward;
            uint256 slack = ((high + 8e13) * (input.discount > 1e18 ? input.discount : 1e18) * 5) / 1e32;
            if (k == 10) slack = 0;
            uint256 volatility = input.volatilities[k < 21 ? k % 3 : 2];
            (uint256 call, ) = Black76.price(v.forwards[k], input.strike, input.time, volatility, input.discount);
            require(v.calls[k] <= call + slack, PropertyBroken("at most Black76", k, v.calls[k], call));
            require(call <= v.calls[k] + slack, PropertyBroken("at least Black76", k, v.calls[k], call));
        }
    }
}
