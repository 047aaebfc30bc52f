// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "../../../contracts/pricing/Black76.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {Normal} from "../../../contracts/pricing/Normal.sol";

/// @notice Exposes the pricing libraries, one value or a whole batch per call.
contract PricingHarness {
    /// An option: forward, strike, time to expiry, volatility, discount.
    function price(uint256[5] calldata option) external pure returns (uint256 call, uint256 put) {
        return Black76.price(option[0], option[1], option[2], option[3], option[4]);
    }

    function greeks(
        uint256[5] calldata option
    ) external pure returns (uint256 call, uint256 put, Black76.Greeks memory sensitivities) {
        return Black76.greeks(option[0], option[1], option[2], option[3], option[4]);
    }

    function priceMany(uint256[5][] calldata options) external pure returns (uint256[2][] memory results) {
        results = new uint256[2][](options.length);
        for (uint256 i = 0; i < options.length; ++i) {
            uint256[5] calldata o = options[i];
            (results[i][0], results[i][1]) = Black76.price(o[0], o[1], o[2], o[3], o[4]);
        }
    }

    function greeksMany(uint256[5][] calldata options) external pure returns (int256[6][] memory results) {
        results = new int256[6][](options.length);
        for (uint256 i = 0; i < options.length; ++i) {
            uint256[5] calldata o = options[i];
            (uint256 call, uint256 put, Black76.Greeks memory g) = Black76.greeks(o[0], o[1], o[2], o[3], o[4]);
            results[i] = [int256(call), int256(put), g.delta, int256(g.gamma), int256(g.vega), g.theta];
        }
    }

    function expMany(int256[] calldata xs) external pure returns (uint256[] memory results) {
        results = new uint256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) results[i] = FixedPoint.exp(xs[i]);
    }

    function lnMany(uint256[] calldata xs) external pure returns (int256[] memory results) {
        results = new int256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) results[i] = FixedPoint.ln(xs[i]);
    }

    function sqrtMany(uint256[] calldata xs) external pure returns (uint256[] memory results) {
        results = new uint256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) results[i] = FixedPoint.sqrt(xs[i]);
    }

    function cdfMany(int256[] calldata xs) external pure returns (uint256[] memory results) {
        results = new uint256[](xs.length);
        for (uint256 i = 0; i < xs.length; ++i) results[i] = Normal.cdf(xs[i]);
    }

    function mulDown(uint256 a, uint256 b) external pure returns (uint256) {
        return FixedPoint.mulDown(a, b);
    }

    function mulUp(uint256 a, uint256 b) external pure returns (uint256) {
        return FixedPoint.mulUp(a, b);
    }

    function divDown(uint256 a, uint256 b) external pure returns (uint256) {
        return FixedPoint.divDown(a, b);
    }

    function divUp(uint256 a, uint256 b) external pure returns (uint256) {
        return FixedPoint.divUp(a, b);
    }

    function mulFloor(int256 a, int256 b) external pure returns (int256) {
        return FixedPoint.mulFloor(a, b);
    }
}
