// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "./Black76.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title Scenarios
/// @notice Black-76 values of one option in 23 scenarios: seven spots with three volatilities each, and two tails at
/// the third volatility. Value 3·i + j belongs to spot i and volatility j, values 21 and 22 to the tails.
///
/// A scenario is Black76's formula at F' = F·factor with ln(F'/K) = ln(F/K) + ln(factor), one exponential and two
/// Mills' ratios as continued fractions. It is within (5e-14·max(F, F', K) + 4 wei)·max(D, 1): enough for risk, and an
/// eighth cheaper than the last digit. At an unmoved spot and the second volatility it is the bits of `Black76.price`,
/// the mark. docs/pricing.md gives every operation.
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

    /// @dev What the scenarios of an option share; assembly counts on the order.
    struct Option {
        /// s = σ√T at each volatility, Q120.
        uint256 down;
        uint256 unmoved;
        uint256 up;
        uint256 forward;
        uint256 strike;
        uint256 discount;
        /// ln(F/K), Q128.
        int256 logarithm;
        /// 1 for a call, −1 for a put.
        int256 sign;
        /// The value at the unmoved spot and volatility, wad.
        uint256 mark;
    }

    int256 internal constant MIN_SHIFT = -0.95e18;
    int256 internal constant MAX_SHIFT = 2.5e18;

    /// @dev Those of `Black76`; assembly takes only literals. Volatilities and the discount share theirs.
    uint256 private constant MAX_PRICE = 0xffffffffffffffffffffffffffffff;
    uint256 private constant MAX_TIME = 0xffffffff;
    uint256 private constant MAX_RATE = 0xffffffffffffffff;
    uint256 private constant WAD = 1e18;
    uint256 private constant WAD_Q64 = 18446744073709551616000000000000000000;
    /// @dev Beyond this distance (Q56) a tail is below 1e-23 and counts as 0.
    uint256 private constant FAR = 10 << 56;

    /// @notice A shift lies outside [minimum, maximum].
    error ShiftOutOfRange(int256 shift, int256 minimum, int256 maximum);

    /// @notice What the options of one market share at one width.
    /// @param shifts Relative moves of the spot, wad, each within [−0.95, 2.5]: seven spots, the two tails.
    function prepare(int256[9] memory shifts) internal pure returns (Shifts memory prepared) {
        // Factors are within [0.05e18, 3.5e18], logarithms within ±3 in Q128.
        unchecked {
            for (uint256 i = 0; i < 9; ++i) {
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
    /// @param forward F in wad; F and F times the greatest factor are below 2^120.
    /// @param strike K in wad, below 2^120.
    /// @param timeToExpiry T in seconds, below 2^32.
    /// @param volatilities Down, unmoved and up, wad, each below 2^64.
    /// @param discount D in wad, below 2^64.
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
        Option memory option;
        option.forward = forward;
        option.strike = strike;
        option.discount = discount;
        option.sign = isCall ? int256(1) : -1;
        if (forward != 0 && strike != 0) option.logarithm = _logarithm(forward, strike);
        _deviate(option, timeToExpiry, volatilities);
        option.mark = _mark(forward, strike, discount, isCall, option);
        _fill(option, shifts, values);
    }

    /// @dev The loops over the spots and the volatilities, in one piece: a call for each value would cost a tenth of it.
    // solhint-disable-next-line function-max-lines
    function _fill(Option memory option, Shifts memory shifts, uint256[23] memory values) private pure {
        assembly ("memory-safe") {
            // Reads `option` and `shifts`, writes `values`: 7 rows of three words, then two words.
            for {
                let offset := 0
            } lt(offset, 0x120) {
                offset := add(offset, 0x20)
            } {
                // |ln(F'/K)| in Q176, below 2^183; D·min(F', K) in Q64, below 2^189; the gain of a long call, then the discounted
                // intrinsic value of this option.
                let distance := add(mload(add(option, 0xc0)), mload(add(mload(add(shifts, 0x20)), offset)))
                let sign := sar(255, distance)
                distance := shl(48, xor(add(distance, sign), sign))
                let worth := mload(add(option, 0x80))
                let gain := mload(add(mload(shifts), offset))
                let step := shl(eq(gain, WAD), 0x20)
                gain := sub(div(mul(mload(add(option, 0x60)), gain), WAD), worth)
                worth := div(shl(64, mul(add(worth, mul(gain, slt(gain, 0))), mload(add(option, 0xa0)))), WAD)
                gain := mul(gain, mload(add(option, 0xe0)))
                gain := div(mul(mul(gain, sgt(gain, 0)), mload(add(option, 0xa0))), WAD)
                // The tails have the last volatility only; an unmoved spot leaves the middle to the mark.
                let deviations := add(option, shl(6, gt(offset, 0xc0)))
                if and(eq(step, 0x40), lt(offset, 0xe0)) {
                    mstore(add(values, 0x20), mload(add(option, 0x100)))
                }
                for {} lt(deviations, add(option, 0x60)) {
                    deviations := add(deviations, step)
                    values := add(values, step)
                } {
                    // Q56: x < 2^184, h < 2^63. The sign is −1 where the strike lies within s²/2 of F', else 0; near is |x − h|.
                    let far := mload(deviations)
                    let near := div(distance, far)
                    far := shr(65, far)
                    sign := sub(near, far)
                    far := add(near, far)
                    near := sign
                    sign := sar(255, sign)
                    near := xor(add(near, sign), sign)
                    if gt(near, FAR) {
                        mstore(values, add(gain, shr(64, and(worth, sign))))
                        continue
                    }
                    // e = worth·2^-y, y = near²·log2(e)/2 + log2(√(2π)) in Q59, split into a power and |g| <= 1/2: near < 2^60,
                    // so the first product is below 2^184; p within [2.8, 3] in Q59, so worth·(p + g) is below 2^251.
                    let g := add(shr(117, mul(mul(near, near), 13306513097844322492)), 764241726762614231)
                    let e := shr(59, add(g, 0x400000000000000))
                    g := sub(shl(59, e), g)
                    let v := mul(g, g)
                    let p := add(div(v, 11654296863345220072), 8316574932808447478)
                    p := add(div(v, p), 4989942412711477950)
                    p := add(div(v, p), 1663314137230646625)
                    e := shr(e, div(mul(worth, add(p, g)), sub(p, g)))

                    // Mills' ratio is written out twice because two calls would cost a tenth of the scenario. For every
                    // t >= 0 the denominators are positive (docs/pricing.md), and the ratios are below 2^57.
                    v := add(near, 1257125246166323782)
                    v := add(add(div(1386116257715633868255541985140145060, v), near), not(1018215050433422959))
                    v := sub(add(near, 144275675832518153), div(6298439287163963930184789591208589, v))
                    v := add(add(div(164092018323339039585044675359300122, v), near), 623130974860958818)
                    v := sub(add(near, 130810371364285858), div(88923807972595119046456057390355281, v))
                    v := add(add(div(5841336939751818340226515841483214, v), near), not(368452312746008))
                    near := div(5191753319387536061270476041518274, v)
                    v := add(far, 1257125246166323782)
                    v := add(add(div(1386116257715633868255541985140145060, v), far), not(1018215050433422959))
                    v := sub(add(far, 144275675832518153), div(6298439287163963930184789591208589, v))
                    v := add(add(div(164092018323339039585044675359300122, v), far), 623130974860958818)
                    v := sub(add(far, 130810371364285858), div(88923807972595119046456057390355281, v))
                    v := add(add(div(5841336939751818340226515841483214, v), far), not(368452312746008))
                    far := div(5191753319387536061270476041518274, v)

                    // e·(R(near) − R(far)), or worth − e·(R(near) + R(far)), never negative.
                    v := add(and(worth, sign), sar(56, mul(e, sub(sub(xor(near, sign), sign), far))))
                    mstore(values, add(gain, shr(64, mul(v, sgt(v, 0)))))
                }
                // A last step of two words ends a word beyond the row.
                values := sub(values, sub(step, 0x20))
            }
        }
    }

    /// @dev The value at the unmoved spot and volatility, that of `Black76.price`.
    function _mark(
        uint256 forward,
        uint256 strike,
        uint256 discount,
        bool isCall,
        Option memory option
    ) private pure returns (uint256 value) {
        // The bounds of `Black76.price`; the deviation is positive.
        unchecked {
            uint256 deviation = option.unmoved;
            int256 logarithm = option.logarithm;
            uint256 gain;
            if (forward > strike) {
                if (isCall) gain = forward - strike;
                forward = strike;
            } else {
                if (!isCall) gain = strike - forward;
                logarithm = -logarithm;
            }
            uint256 x = FixedPoint.rawDiv(uint256(logarithm) << 72, deviation);
            (value, , , ) = Black76.timeValue(forward, x, deviation >> 41);
            return (value * discount) / WAD_Q64 + (gain * discount) / WAD;
        }
    }

    /// @dev ln(a/b) in Q128.
    function _logarithm(uint256 a, uint256 b) private pure returns (int256) {
        // A logarithm is below 2^135.
        unchecked {
            return a > b ? int256(FixedPoint.lnRatio(a, b)) : -int256(FixedPoint.lnRatio(b, a));
        }
    }

    /// @dev s = σ√T for the three volatilities; 1 in place of 0: h is 0 then, and so is the time value.
    function _deviate(Option memory option, uint256 timeToExpiry, uint256[3] memory volatilities) private pure {
        uint256 root = timeToExpiry == 0 ? 0 : Black76.rootOfYears(timeToExpiry);
        assembly ("memory-safe") {
            // Reads the volatilities and writes the first words of `option`; σ < 2^64 and √T < 2^124 in Q120.
            let deviation := div(mul(mload(volatilities), root), WAD)
            mstore(option, or(deviation, iszero(deviation)))
            deviation := div(mul(mload(add(volatilities, 0x20)), root), WAD)
            mstore(add(option, 0x20), or(deviation, iszero(deviation)))
            deviation := div(mul(mload(add(volatilities, 0x40)), root), WAD)
            mstore(add(option, 0x40), or(deviation, iszero(deviation)))
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
                or(gt(or(or(forward, strike), moved), MAX_PRICE), gt(timeToExpiry, MAX_TIME)),
                gt(or(or(down, unmoved), or(up, discount)), MAX_RATE)
            )
        }
        if (!outside) return;
        require(forward <= MAX_PRICE, Black76.ForwardTooLarge(forward, MAX_PRICE));
        require(moved <= MAX_PRICE, Black76.ForwardTooLarge(moved, MAX_PRICE));
        require(strike <= MAX_PRICE, Black76.StrikeTooLarge(strike, MAX_PRICE));
        require(timeToExpiry <= MAX_TIME, Black76.TimeToExpiryTooLong(timeToExpiry, MAX_TIME));
        require(down <= MAX_RATE, Black76.VolatilityTooHigh(down, MAX_RATE));
        require(unmoved <= MAX_RATE, Black76.VolatilityTooHigh(unmoved, MAX_RATE));
        require(up <= MAX_RATE, Black76.VolatilityTooHigh(up, MAX_RATE));
        revert Black76.DiscountTooHigh(discount, MAX_RATE);
    }
}
