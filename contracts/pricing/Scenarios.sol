// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "./Black76.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title Scenarios
/// @notice Black-76 values of one option in 23 scenarios: seven spots with three volatilities each, and two tails at
/// the third volatility. Value 3·i + j belongs to spot i and volatility j, values 21 and 22 to the tails.
///
/// A scenario is Black76's formula at F' = F·factor with ln(F'/K) = ln(F/K) + ln(factor), one exponential and two
/// Mills' ratios as continued fractions. It is within 3e-16·max(F, F', K)·max(D, 1) + 4 wei. At an unmoved spot and the
/// second volatility it is the bits of `Black76.price`, the mark. docs/pricing.md gives every operation.
///
/// Rounding: the out-of-the-money value and D·|F' − K| round down, so call − put = ±D·|F' − K| to the wei.
/// @dev The SDK's `scenarios.ts` gives the same bits.
library Scenarios {
    /// @dev What the options of a market share at one width: seven spots, then the lower and the upper tail.
    struct Shifts {
        /// 1 + shift, wad.
        uint256[9] factors;
        /// ln(factor), Q128.
        int256[9] logarithms;
        /// The greatest factor.
        uint256 greatest;
    }

    int256 internal constant MIN_SHIFT = -0.95e18;
    int256 internal constant MAX_SHIFT = 2.5e18;

    /// @dev Those of `Black76`; assembly takes only literals.
    uint256 private constant MAX_PRICE = 0x1000000000000000000000000000000;
    uint256 private constant MAX_TIME = 3_153_600_000;
    uint256 private constant MAX_VOLATILITY = 10e18;
    uint256 private constant MAX_DISCOUNT = 10e18;
    uint256 private constant WAD = 1e18;
    uint256 private constant WAD_Q64 = 18446744073709551616000000000000000000;
    uint256 private constant ALL_SPOTS = 9;
    /// @dev Beyond this distance (Q56) a tail is below 1e-23 and counts as 0.
    uint256 private constant FAR = 10 << 56;
    /// @dev log2(e)/2 in Q64, log2(√(2π)) in Q59.
    uint256 private constant HALF_LOG2_E = 13306513097844322492;
    uint256 private constant LOG2_ROOT_TWO_PI = 764241726762614231;

    /// @notice A shift lies outside [minimum, maximum].
    error ShiftOutOfRange(int256 shift, int256 minimum, int256 maximum);

    /// @notice What the options of one market share at one width.
    /// @param shifts Relative moves of the spot, wad, each within [−0.95, 2.5]: seven spots, the two tails.
    function prepare(int256[9] memory shifts) internal pure returns (Shifts memory prepared) {
        // Factors are within [0.05e18, 3.5e18], logarithms within ±3 in Q128.
        unchecked {
            for (uint256 i = 0; i < ALL_SPOTS; ++i) {
                int256 shift = shifts[i];
                require(shift >= MIN_SHIFT && shift <= MAX_SHIFT, ShiftOutOfRange(shift, MIN_SHIFT, MAX_SHIFT));
                uint256 factor = uint256(int256(WAD) + shift);
                prepared.factors[i] = factor;
                prepared.logarithms[i] = _logarithm(factor, WAD);
                if (factor > prepared.greatest) prepared.greatest = factor;
            }
        }
    }

    /// @notice Fills `values` with the values of one call or put, wad.
    /// @param forward F in wad; F times the greatest factor is at most 2^120.
    /// @param strike K in wad, at most 2^120.
    /// @param timeToExpiry T in seconds, at most 100 years.
    /// @param volatilities Down, unmoved and up, wad, each at most 10e18.
    /// @param discount D in wad, at most 10e18.
    function fill(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256[3] memory volatilities,
        uint256 discount,
        bool isCall,
        Shifts memory shifts,
        uint256[23] memory values
    ) internal pure {
        _requireInRange(forward, strike, timeToExpiry, volatilities, discount, shifts.greatest);
        (uint256 down, uint256 unmoved, uint256 up) = _deviations(timeToExpiry, volatilities);
        // After the checks: prices <= 2^120, discount < 2^64, values < 2^185 in Q64 (at most low), |ln| < 2^135.
        unchecked {
            int256 logarithm = forward * strike == 0 ? int256(0) : _logarithm(forward, strike);
            uint256 slot;
            uint256 lastSlot;
            uint256 factors;
            uint256 gap;
            assembly ("memory-safe") {
                // Reads `shifts`; slots stay inside `values`: 7 rows of three words, then two words.
                slot := values
                lastSlot := add(values, 0x2c0)
                factors := mload(shifts)
                gap := sub(mload(add(shifts, 0x20)), factors)
            }
            while (true) {
                uint256 low;
                uint256 distance;
                assembly ("memory-safe") {
                    // Reads the factor and its logarithm; |ln(F'/K)| goes from Q128 to Q176, below 2^183.
                    low := div(mul(forward, mload(factors)), WAD)
                    distance := add(logarithm, mload(add(factors, gap)))
                    let sign := sar(255, distance)
                    distance := shl(48, xor(add(distance, sign), sign))
                }
                uint256 addend = 0;
                if (low > strike) {
                    if (isCall) addend = ((low - strike) * discount) / WAD;
                    low = strike;
                } else if (!isCall) {
                    addend = ((strike - low) * discount) / WAD;
                }
                if (slot + 0x20 < lastSlot) {
                    _store(slot, _timeValue(low, distance, down), discount, addend);
                    slot += 0x40;
                    _store(slot - 0x20, _middle(factors, low, distance, unmoved), discount, addend);
                }
                _store(slot, _timeValue(low, distance, up), discount, addend);
                if (slot == lastSlot) return;
                slot += 0x20;
                factors += 0x20;
            }
        }
    }

    /// @dev Writes a value: the discounted time value and what parity adds to it.
    function _store(uint256 slot, uint256 value, uint256 discount, uint256 addend) private pure {
        assembly ("memory-safe") {
            // `slot` lies inside the caller's array; the product is below 2^249.
            mstore(slot, add(addend, div(mul(value, discount), WAD_Q64)))
        }
    }

    /// @dev The time value at the unmoved volatility: that of `Black76.price` where the spot is unmoved too.
    function _middle(
        uint256 factorSlot,
        uint256 low,
        uint256 distance,
        uint256 deviation
    ) private pure returns (uint256) {
        uint256 factor;
        assembly ("memory-safe") {
            factor := mload(factorSlot) // reads the factors
        }
        if (factor != WAD) return _timeValue(low, distance, deviation);
        // The bounds of `Black76._distances`; the deviation is positive.
        unchecked {
            uint256 x = FixedPoint.rawDiv(distance << 8, deviation);
            uint256 half = deviation >> 57;
            bool inside = x < half;
            return Black76.timeValue(low, inside ? half - x : x - half, x + half, inside);
        }
    }

    /// @dev The undiscounted out-of-the-money value in Q64, at most low; `distance` in Q176, `deviation` in Q120.
    function _timeValue(uint256 low, uint256 distance, uint256 deviation) private pure returns (uint256) {
        uint256 near;
        uint256 far;
        uint256 inside;
        uint256 e;
        assembly ("memory-safe") {
            // Pure stack arithmetic, Q56. The deviation is positive, far < 2^184; near is x − h with its sign.
            far := div(distance, deviation)
            deviation := shr(65, deviation)
            inside := lt(far, deviation)
            near := sub(far, deviation)
            far := add(far, deviation)
        }
        // Below 0 the sum wraps on purpose; inside is 0 or 1.
        unchecked {
            if (near + FAR >= 2 * FAR) return inside * (low << 64);
        }
        assembly ("memory-safe") {
            // Pure stack arithmetic. |near| <= 10 in Q56, so the first product is below 2^183; |g| <= 1/2 and
            // p within [2.8, 3] in Q59, so low·(p + g) < 2^181; no denominator is 0.
            let g := add(shr(117, mul(mul(near, near), HALF_LOG2_E)), LOG2_ROOT_TWO_PI)
            let power := shr(59, add(g, 0x400000000000000))
            g := sub(shl(59, power), g)
            let square := mul(g, g)
            let p := add(div(square, 14982293492681414153), 11643203569502407352)
            p := add(div(square, p), 8316570687384916153)
            p := add(div(square, p), 4989942411691884117)
            p := add(div(square, p), 1663314137230540355)
            e := shr(power, div(shl(64, mul(low, add(p, g))), sub(p, g)))
            if inside {
                near := sub(0, near)
            }
        }
        return _outOfTheMoney(low, inside, e, near, far);
    }

    /// @dev e·(R(near) − R(far)) outside, low − e·(R(near) + R(far)) inside, never negative.
    /// The ratio is written out twice because two calls would cost a tenth of the scenario.
    function _outOfTheMoney(
        uint256 low,
        uint256 inside,
        uint256 e,
        uint256 near,
        uint256 far
    ) private pure returns (uint256 value) {
        assembly ("memory-safe") {
            // Pure stack arithmetic, Q56. For every t >= 0 the denominators are within [0.66, t + 45] (docs/pricing.md),
            // so the ratios are below 2^57; e < 2^183; `not(n)` is −(n + 1); the final differences are guarded.
            let v := add(near, 48182989343487563)
            v := add(add(div(106900019997238341550211750426776673, v), near), 229910007808698292)
            v := add(add(div(2743164155211019569329340917753475, v), near), 2859589926358514400)
            v := add(add(div(7226917322406688179691945654119250177, v), near), not(2463785501894631901))
            v := sub(add(near, 774394138567348134), div(20971672716284753461482328263756742, v))
            v := add(add(div(55654068671299060773119073451944554, v), near), not(38712785324735749))
            v := add(add(div(5062205883112167363775123657586848, v), near), 57406976737472)
            near := div(5192362349195201862765822898861774, v)
            v := add(far, 48182989343487563)
            v := add(add(div(106900019997238341550211750426776673, v), far), 229910007808698292)
            v := add(add(div(2743164155211019569329340917753475, v), far), 2859589926358514400)
            v := add(add(div(7226917322406688179691945654119250177, v), far), not(2463785501894631901))
            v := sub(add(far, 774394138567348134), div(20971672716284753461482328263756742, v))
            v := add(add(div(55654068671299060773119073451944554, v), far), not(38712785324735749))
            v := add(add(div(5062205883112167363775123657586848, v), far), 57406976737472)
            far := div(5192362349195201862765822898861774, v)
            switch inside
            case 0 {
                value := mul(gt(near, far), shr(56, mul(e, sub(near, far))))
            }
            default {
                value := shl(64, low)
                far := shr(56, mul(e, add(near, far)))
                value := mul(gt(value, far), sub(value, far))
            }
        }
    }

    /// @dev ln(a/b) in Q128.
    function _logarithm(uint256 a, uint256 b) private pure returns (int256) {
        // A logarithm is below 2^135.
        unchecked {
            return a > b ? int256(FixedPoint.lnRatio(a, b)) : -int256(FixedPoint.lnRatio(b, a));
        }
    }

    /// @dev s = σ√T in Q120; 1 in place of 0: h is 0 then, and so is the time value.
    function _deviations(
        uint256 timeToExpiry,
        uint256[3] memory volatilities
    ) private pure returns (uint256 down, uint256 unmoved, uint256 up) {
        uint256 root = timeToExpiry == 0 ? 0 : Black76.rootOfYears(timeToExpiry);
        assembly ("memory-safe") {
            // Reads the volatilities; σ < 2^64 and √T < 2^100 in Q96, so the shifted products are below 2^188.
            down := div(shl(24, mul(mload(volatilities), root)), WAD)
            down := or(down, iszero(down))
            unmoved := div(shl(24, mul(mload(add(volatilities, 0x20)), root)), WAD)
            unmoved := or(unmoved, iszero(unmoved))
            up := div(shl(24, mul(mload(add(volatilities, 0x40)), root)), WAD)
            up := or(up, iszero(up))
        }
    }

    function _requireInRange(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256[3] memory volatilities,
        uint256 discount,
        uint256 greatest
    ) private pure {
        (uint256 down, uint256 unmoved, uint256 up) = (volatilities[0], volatilities[1], volatilities[2]);
        uint256 moved;
        bool outside;
        assembly ("memory-safe") {
            // Pure stack arithmetic and one branch. A product that wraps belongs to a forward above its own bound.
            moved := div(mul(forward, greatest), WAD)
            outside := or(
                or(
                    or(gt(forward, MAX_PRICE), gt(moved, MAX_PRICE)),
                    or(gt(strike, MAX_PRICE), gt(discount, MAX_DISCOUNT))
                ),
                or(
                    or(gt(timeToExpiry, MAX_TIME), gt(down, MAX_VOLATILITY)),
                    or(gt(unmoved, MAX_VOLATILITY), gt(up, MAX_VOLATILITY))
                )
            )
        }
        if (!outside) return;
        require(forward <= MAX_PRICE, Black76.ForwardTooLarge(forward, MAX_PRICE));
        require(moved <= MAX_PRICE, Black76.ForwardTooLarge(moved, MAX_PRICE));
        require(strike <= MAX_PRICE, Black76.StrikeTooLarge(strike, MAX_PRICE));
        require(timeToExpiry <= MAX_TIME, Black76.TimeToExpiryTooLong(timeToExpiry, MAX_TIME));
        require(down <= MAX_VOLATILITY, Black76.VolatilityTooHigh(down, MAX_VOLATILITY));
        require(unmoved <= MAX_VOLATILITY, Black76.VolatilityTooHigh(unmoved, MAX_VOLATILITY));
        require(up <= MAX_VOLATILITY, Black76.VolatilityTooHigh(up, MAX_VOLATILITY));
        revert Black76.DiscountTooHigh(discount, MAX_DISCOUNT);
    }
}
