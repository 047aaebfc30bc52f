// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "../../../contracts/pricing/Black76.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";

/// @notice Properties of the option prices over the whole supported range.
contract Black76FuzzTest {
    error PropertyBroken(string property, uint256 left, uint256 right);

    struct Option {
        uint256 forward;
        uint256 strike;
        uint256 time;
        uint256 volatility;
        uint256 discount;
    }

    /// @dev Maps any struct into the range: sizes spread over all magnitudes, half of the strikes near the forward.
    function _bounded(Option memory option) private pure returns (Option memory) {
        option.forward = _magnitude(option.forward);
        option.strike =
            option.strike % 2 == 0
                ? _magnitude(option.strike)
                : _least((option.forward * (25e16 + (option.strike % 375e16))) / 1e18, Black76.MAX_PRICE);
        option.time = option.time % 2 == 0 ? option.time % (Black76.MAX_TIME + 1) : option.time % 365 days;
        option.volatility =
            option.volatility % 2 == 0 ? option.volatility % (Black76.MAX_VOLATILITY + 1) : option.volatility % 2e18;
        option.discount = option.discount % 2 == 0 ? 1e18 : option.discount % (Black76.MAX_DISCOUNT + 1);
        return option;
    }

    function _magnitude(uint256 seed) private pure returns (uint256) {
        uint256 bits = (seed >> 200) % 121;
        return bits == 120 ? Black76.MAX_PRICE - (seed % 1000) : seed % (uint256(1) << (bits + 1));
    }

    function _least(uint256 a, uint256 b) private pure returns (uint256) {
        return a < b ? a : b;
    }

    function _price(Option memory o) private pure returns (uint256 call, uint256 put) {
        return Black76.price(o.forward, o.strike, o.time, o.volatility, o.discount);
    }

    function _atMost(uint256 left, uint256 right, string memory property) private pure {
        require(left <= right, PropertyBroken(property, left, right));
    }

    /// @dev The approximation error that a comparison of two prices may show: 5e-18 of the larger side, and 2 wei.
    function _slack(Option memory o) private pure returns (uint256) {
        uint256 high = o.forward > o.strike ? o.forward : o.strike;
        return (((high * (o.discount + 1e18)) / 1e18) * 5) / 1e18 + 2;
    }

    function testFuzz_parity_holdsToTheWei(Option memory option) external pure {
        option = _bounded(option);
        (uint256 call, uint256 put) = _price(option);
        if (option.forward > option.strike) {
            uint256 parity = FixedPoint.mulDown(option.discount, option.forward - option.strike);
            require(call == put + parity, PropertyBroken("call - put = D(F - K)", call, put + parity));
        } else {
            uint256 parity = FixedPoint.mulDown(option.discount, option.strike - option.forward);
            require(put == call + parity, PropertyBroken("put - call = D(K - F)", put, call + parity));
        }
    }

    function testFuzz_prices_stayWithinDiscountedForwardAndStrike(Option memory option) external pure {
        option = _bounded(option);
        (uint256 call, uint256 put) = _price(option);
        _atMost(call, FixedPoint.mulDown(option.discount, option.forward), "call <= D*F");
        _atMost(put, FixedPoint.mulDown(option.discount, option.strike), "put <= D*K");
    }

    function testFuzz_prices_followForward(Option memory option, uint256 step) external pure {
        option = _bounded(option);
        (uint256 call, uint256 put) = _price(option);
        option.forward += step % (Black76.MAX_PRICE - option.forward + 1);
        (uint256 callAbove, uint256 putAbove) = _price(option);
        _atMost(call, callAbove + _slack(option), "call rises with F");
        _atMost(putAbove, put + _slack(option), "put falls with F");
    }

    function testFuzz_prices_followStrike(Option memory option, uint256 step) external pure {
        option = _bounded(option);
        (uint256 call, uint256 put) = _price(option);
        option.strike += step % (Black76.MAX_PRICE - option.strike + 1);
        (uint256 callAbove, uint256 putAbove) = _price(option);
        _atMost(callAbove, call + _slack(option), "call falls with K");
        _atMost(put, putAbove + _slack(option), "put rises with K");
    }

    function testFuzz_prices_riseWithVolatility(Option memory option, uint256 step) external pure {
        option = _bounded(option);
        (uint256 call, ) = _price(option);
        option.volatility += step % (Black76.MAX_VOLATILITY - option.volatility + 1);
        (uint256 callAbove, ) = _price(option);
        _atMost(call, callAbove + _slack(option), "call rises with volatility");
    }

    function testFuzz_prices_riseWithTime(Option memory option, uint256 step) external pure {
        option = _bounded(option);
        (uint256 call, ) = _price(option);
        option.time += step % (Black76.MAX_TIME - option.time + 1);
        (uint256 callAbove, ) = _price(option);
        _atMost(call, callAbove + _slack(option), "call rises with time");
    }

    function testFuzz_calls_areConvexInStrike(Option memory option, uint256 step) external pure {
        option = _bounded(option);
        step = _least(step % (option.strike + 1), Black76.MAX_PRICE - option.strike);
        (uint256 middle, ) = _price(option);
        option.strike -= step;
        (uint256 below, ) = _price(option);
        option.strike += 2 * step;
        (uint256 above, ) = _price(option);
        _atMost(2 * middle, below + above + 2 * _slack(option), "calls are convex in K");
    }

    function testFuzz_callAndPut_swapWithForwardAndStrike(Option memory option) external pure {
        option = _bounded(option);
        (uint256 call, uint256 put) = _price(option);
        (option.forward, option.strike) = (option.strike, option.forward);
        (uint256 mirroredCall, uint256 mirroredPut) = _price(option);
        require(call == mirroredPut, PropertyBroken("call(F, K) = put(K, F)", call, mirroredPut));
        require(put == mirroredCall, PropertyBroken("put(F, K) = call(K, F)", put, mirroredCall));
    }

    function testFuzz_prices_scaleWithForwardAndStrike(Option memory option, uint256 factor) external pure {
        option = _bounded(option);
        uint256 high = option.forward > option.strike ? option.forward : option.strike;
        factor = 1 + (factor % (Black76.MAX_PRICE / (high + 1) + 1));
        (uint256 call, uint256 put) = _price(option);
        uint256 slack = factor * _slack(option);
        option.forward *= factor;
        option.strike *= factor;
        if (option.forward > Black76.MAX_PRICE || option.strike > Black76.MAX_PRICE) return;
        (uint256 scaledCall, uint256 scaledPut) = _price(option);
        slack += _slack(option);
        _atMost(scaledCall, call * factor + slack, "call scales, at most");
        _atMost(call * factor, scaledCall + slack, "call scales, at least");
        _atMost(scaledPut, put * factor + slack, "put scales, at most");
        _atMost(put * factor, scaledPut + slack, "put scales, at least");
    }

    function testFuzz_greeks_stayWithinTheirSigns(Option memory option) external pure {
        option = _bounded(option);
        (uint256 call, uint256 put, Black76.Greeks memory greeks) = Black76.greeks(
            option.forward,
            option.strike,
            option.time,
            option.volatility,
            option.discount
        );
        (uint256 plainCall, uint256 plainPut) = _price(option);
        require(call == plainCall && put == plainPut, PropertyBroken("greeks price as price", call, plainCall));
        require(greeks.delta >= 0, PropertyBroken("delta >= 0", 0, uint256(-greeks.delta)));
        _atMost(uint256(greeks.delta), option.discount, "delta <= D");
        require(greeks.theta <= 0, PropertyBroken("theta <= 0", uint256(greeks.theta), 0));
    }
}
