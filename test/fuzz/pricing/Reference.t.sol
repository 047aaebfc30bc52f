// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "../../../contracts/pricing/Black76.sol";
import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {Scenarios} from "../../../contracts/pricing/Scenarios.sol";
import {Black76Reference} from "../../support/pricing/Black76Reference.sol";

/// @notice The kernels give the integers of the plain reference, which checks every operation for overflow.
contract ReferenceFuzzTest {
    error Differs(string what, uint256 kernel, uint256 expected);

    function _same(string memory what, uint256 kernel, uint256 expected) private pure {
        require(kernel == expected, Differs(what, kernel, expected));
    }

    /// @dev Every size equally often, up to `bits`.
    function _ofSize(uint256 seed, uint256 bits) private pure returns (uint256) {
        return seed % (uint256(1) << ((seed >> 200) % (bits + 1)));
    }

    /// @dev Half of the strikes near the forward, where most of the operations happen.
    function _strike(uint256 forward, uint256 seed) private pure returns (uint256) {
        uint256 near = (forward * (5e17 + (seed % 15e17))) / 1e18;
        return seed % 2 == 0 || near > Black76.MAX_PRICE ? _ofSize(seed, 120) : near;
    }

    function testFuzz_price_isThatOfReference(
        uint256 f,
        uint256 k,
        uint32 time,
        uint64 sigma,
        uint64 discount
    ) external pure {
        f = _ofSize(f, 120);
        k = _strike(f, k);
        if (sigma % 2 == 0) sigma %= 3e18;
        (uint256 call, uint256 put) = Black76.price(f, k, time, sigma, discount);
        (uint256 referenceCall, uint256 referencePut) = Black76Reference.price(f, k, time, sigma, discount);
        _same("call", call, referenceCall);
        _same("put", put, referencePut);
    }

    function testFuzz_rootOfYears_isThatOfReference(uint32 time) external pure {
        uint256 positive = uint256(time) + 1 > Black76.MAX_TIME ? Black76.MAX_TIME : uint256(time) + 1;
        _same("root", Black76.rootOfYears(positive), Black76Reference.rootOfYears(positive));
    }

    function testFuzz_lnRatio_isThatOfReference(uint256 a, uint256 b) external pure {
        (a, b) = (_ofSize(a, 120) + 1, _ofSize(b, 120) + 1);
        if (a > Black76.MAX_PRICE) a = Black76.MAX_PRICE;
        (uint256 high, uint256 low) = a > b ? (a, b) : (b, a);
        if (high > Black76.MAX_PRICE) high = Black76.MAX_PRICE;
        if (low > high) low = high;
        _same("ln", FixedPoint.lnRatio(high, low), Black76Reference.lnRatio(high, low));
    }

    function testFuzz_scenarios_areThoseOfReference(
        uint256 f,
        uint256 k,
        uint32 time,
        uint64[3] memory sigmas,
        uint64 discount,
        bool isCall
    ) external pure {
        f = _ofSize(f, 118) + 1;
        k = _strike(f, k) + 1;
        if (k > Black76.MAX_PRICE) k = Black76.MAX_PRICE;
        uint256[3] memory volatilities;
        for (uint256 j = 0; j < 3; ++j) volatilities[j] = sigmas[j] % 2 == 0 ? sigmas[j] : sigmas[j] % 3e18;
        // Not an unmoved spot among them: that value is the price.
        int256[9] memory moves = [int256(-20e16), -13e16, -7e16, 1, 7e16, 13e16, 20e16, -50e16, 50e16];
        Scenarios.Shifts memory shifts = Scenarios.prepare(moves);
        uint256[23] memory values;
        Scenarios.fill(f, k, time, volatilities, discount, isCall, shifts, values);
        int256 logarithm = f > k ? int256(Black76Reference.lnRatio(f, k)) : -int256(Black76Reference.lnRatio(k, f));
        for (uint256 i = 0; i < 23; ++i) {
            uint256 spot = i < 21 ? i / 3 : i - 14;
            uint256 moved = (f * shifts.factors[spot]) / 1e18;
            int256 distance = logarithm + shifts.logarithms[spot];
            uint256 deviation = 0;
            if (time != 0) deviation = (Black76Reference.rootOfYears(time) * volatilities[i < 21 ? i % 3 : 2]) / 1e18;
            uint256 expected = Black76Reference.scenario(
                moved < k ? moved : k,
                uint256(distance < 0 ? -distance : distance) << 48,
                deviation == 0 ? 1 : deviation,
                discount
            );
            if (isCall && moved > k) expected += ((moved - k) * discount) / 1e18;
            if (!isCall && k > moved) expected += ((k - moved) * discount) / 1e18;
            _same("scenario", values[i], expected);
        }
    }
}
