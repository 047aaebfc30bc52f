// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FixedPoint} from "./FixedPoint.sol";

/// @title Black76
/// @notice European options on a forward: call = D(F·N(d1) − K·N(d2)), put = D(K·N(−d2) − F·N(−d1)), with
/// d1 = ln(F/K)/s + s/2, d2 = d1 − s, s = σ√T, a year of 365 days (Black, The pricing of commodity contracts, 1976).
///
/// Only the option that is out of the money is computed; the other one follows from call − put = D(F − K), which
/// holds to the wei. With low = min(F, K), high = max(F, K), x = ln(high/low)/s and h = s/2 both options are
/// low·N(h − x) − high·N(−h − x), and since low·φ(x − h) = high·φ(x + h) one exponential serves both terms:
/// V = e·(R(x − h) − R(x + h)) for x ≥ h, else low − e·(R(h − x) + R(x + h)), e = low·φ(x − h), R = Mills' ratio.
///
/// Rounding: the out-of-the-money value, D·|F − K| and every greek round toward zero. So 0 ≤ call ≤ D·F and
/// 0 ≤ put ≤ D·K always. Edges: with σ, T, F or K at 0 the prices are discounted intrinsic values, gamma, vega and
/// theta 0, delta D for F > K, D/2 for F = K > 0, else 0.
/// @dev docs/pricing.md gives every operation and the error bounds. The SDK's `black76.ts` gives the same bits.
library Black76 {
    struct Greeks {
        /// ∂call/∂F, wad, within [0, D]; the put's is delta − D.
        int256 delta;
        /// ∂²V/∂F², wad.
        uint256 gamma;
        /// ∂V/∂σ per 1.00 of volatility, wad.
        uint256 vega;
        /// −∂V/∂T per year at constant F and D, wad, at most 0.
        int256 theta;
    }

    uint256 internal constant MAX_PRICE = 0xffffffffffffffffffffffffffffff; // 120 bits
    uint256 internal constant MAX_TIME = 0xffffffff; // 32 bits, 136 years
    uint256 internal constant MAX_VOLATILITY = 0xffffffffffffffff; // 64 bits, 1,844%
    uint256 internal constant MAX_DISCOUNT = 0xffffffffffffffff; // 64 bits, 18.4

    uint256 private constant WAD = 1e18;
    uint256 private constant WAD_Q64 = 18446744073709551616000000000000000000;
    uint256 private constant WAD_Q32 = 4294967296000000000000000000;
    /// @dev Beyond 13 (Q80) a tail is below 2^-127 and counts as 0.
    uint256 private constant FAR = 13 << 80;

    error ForwardTooLarge(uint256 forward, uint256 bound);
    error StrikeTooLarge(uint256 strike, uint256 bound);
    error TimeToExpiryTooLong(uint256 timeToExpiry, uint256 bound);
    error VolatilityTooHigh(uint256 volatility, uint256 bound);
    error DiscountTooHigh(uint256 discount, uint256 bound);

    /// @notice Values of the call and the put, wad; error at most 5e-18·max(F, K)·max(D, 1) + 2 wei.
    /// @param forward F in wad, below 2^120.
    /// @param strike K in wad, below 2^120.
    /// @param timeToExpiry T in seconds, below 2^32.
    /// @param volatility σ in wad (1e18 = 100%), below 2^64.
    /// @param discount D in wad, below 2^64.
    function price(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility,
        uint256 discount
    ) internal pure returns (uint256 call, uint256 put) {
        if (_unusual(forward, strike, timeToExpiry, volatility, discount)) {
            return _intrinsic(forward, strike, timeToExpiry, volatility, discount);
        }
        // value < 2^184, discount < 2^64, prices < 2^120. Without σ both distances are 0 and the value is; without F or K
        // low is 0 and the value is, whatever the logarithm.
        unchecked {
            (uint256 low, uint256 high) = (forward, strike);
            if (forward > strike) (low, high) = (strike, forward);
            uint256 deviation = (rootOfYears(timeToExpiry) * volatility) / WAD;
            uint256 x = FixedPoint.rawDiv(FixedPoint.lnRatio(high, low) << 72, deviation);
            (uint256 value, , , ) = timeValue(low, x, deviation >> 41);
            value = (value * discount) / WAD_Q64;
            high = ((high - low) * discount) / WAD + value;
            if (forward > strike) return (high, value);
            return (value, high);
        }
    }

    /// @notice Values of the call and the put as `price` gives them, and the greeks.
    /// @dev Arguments as in `price`. Where |d1| and |d2| pass 13 on the same side the greeks are those of certainty.
    function greeks(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility,
        uint256 discount
    ) internal pure returns (uint256 call, uint256 put, Greeks memory sensitivities) {
        bool certain = _unusual(forward, strike, timeToExpiry, volatility, discount);
        assembly ("memory-safe") {
            // Pure stack arithmetic: without forward, strike or volatility. A product that wraps is out of range.
            certain := or(certain, or(iszero(mul(forward, strike)), iszero(volatility)))
        }
        if (certain) {
            (call, put) = _intrinsic(forward, strike, timeToExpiry, volatility, discount);
            if (forward > strike) sensitivities.delta = int256(discount);
            else if (forward == strike && forward != 0) sensitivities.delta = int256(discount / 2);
            return (call, put, sensitivities);
        }
        // The bounds of `price`; forward, deviation and root are positive.
        unchecked {
            uint256 root = rootOfYears(timeToExpiry);
            uint256 deviation = (root * volatility) / WAD;
            assembly ("memory-safe") {
                // Keeps in `sensitivities` what they are to be multiplied with: D·√T in Q64, below 2^72, and D·σ/(2√T)
                // in wad, below 2^80; and F·s, below 2^248.
                mstore(add(sensitivities, 0x40), shr(56, div(mul(root, discount), WAD)))
                mstore(add(sensitivities, 0x60), div(mul(div(shl(119, volatility), root), discount), WAD))
                mstore(add(sensitivities, 0x20), mul(forward, deviation))
            }
            (uint256 low, uint256 high) = (forward, strike);
            if (forward > strike) (low, high) = (strike, forward);
            uint256 x = FixedPoint.rawDiv(FixedPoint.lnRatio(high, low) << 72, deviation);
            (uint256 value, uint256 e, uint256 ratio, uint256 far) = timeValue(low, x, deviation >> 41);
            assembly ("memory-safe") {
                // Writes the four words of `sensitivities`. e < 2^183 and |ratio| < 2^65 in Q64, so every product is below
                // 2^255. N(d1), or its complement, is e·R/F in Q128, R at |d1|; φ(d1) is e/F.
                if gt(forward, strike) {
                    ratio := sub(0, far)
                }
                far := add(sdiv(mul(e, ratio), forward), shl(128, slt(ratio, 0)))
                mstore(sensitivities, shr(128, mul(far, discount)))
                far := shr(8, mul(mul(div(shl(64, e), forward), discount), WAD))
                mstore(add(sensitivities, 0x20), div(far, mload(add(sensitivities, 0x20))))
                mstore(add(sensitivities, 0x40), shr(128, mul(e, mload(add(sensitivities, 0x40)))))
                far := div(mul(shr(32, e), mload(add(sensitivities, 0x60))), WAD_Q32)
                mstore(add(sensitivities, 0x60), sub(0, far))
            }
            value = (value * discount) / WAD_Q64;
            if (forward > strike) return (value + ((forward - strike) * discount) / WAD, value, sensitivities);
            return (value, value + ((strike - forward) * discount) / WAD, sensitivities);
        }
    }

    /// @dev The undiscounted out-of-the-money value in Q64, at most low, and what the greeks need: e = low·φ(x − h) and
    /// Mills' ratios at |x − h| and x + h, in Q64, the first one negative for x < h. Where the outcome is certain e is 0.
    /// @param low min(F, K) < 2^120.
    /// @param x ln(high/low)/s, Q80.
    /// @param h s/2, Q80.
    // solhint-disable-next-line function-max-lines
    function timeValue(
        uint256 low,
        uint256 x,
        uint256 h
    ) internal pure returns (uint256 value, uint256 e, uint256 near, uint256 far) {
        uint256 sign;
        assembly ("memory-safe") {
            // Pure stack arithmetic: |x − h|, and −1 where the strike lies within s²/2 of the forward, else 0.
            near := sub(x, h)
            sign := sar(255, near)
            near := xor(add(near, sign), sign)
        }
        if (near > FAR) {
            assembly ("memory-safe") {
                // Pure stack arithmetic.
                value := and(shl(64, low), sign)
                near := or(sign, 1)
            }
            return (value, 0, near, 1);
        }
        assembly ("memory-safe") {
            // Pure stack arithmetic. e = low·2^-y, y = near²·log2(e)/2 + log2(√(2π)) in Q64, split into a power and
            // |g| <= 1/2: near < 2^84 in Q80, so the first product is below 2^248; p within [2.8, 3] in Q64, so low·(p + g)
            // is below 2^186.
            e := add(shr(176, mul(mul(near, near), 872055642380325518818952)), 24455735256403655384)
            let power := shr(64, add(e, 0x8000000000000000))
            let g := sub(shl(64, power), e)
            let q := mul(g, g)
            let p := add(div(q, 585855392749210582609), 479034574436661153727)
            p := add(div(q, p), 372582366759422700029)
            p := add(div(q, p), 266130261956889290688)
            p := add(div(q, p), 159678157174131870193)
            p := add(div(q, p), 53226052391377289967)
            e := shr(power, div(shl(64, mul(low, add(p, g))), sub(p, g)))

            // The ratio is written out twice because two calls would cost a twentieth of the price. For every t >= 0 the
            // denominators are positive (docs/pricing.md); `not(n)` is −(n + 1).
            let v := add(near, 16283626103054143354222210)
            v := add(
                add(div(231157532883874164246199067062611464753244629811327, v), near),
                not(11873511251505998258861458)
            )
            v := sub(add(near, 1111191207105259459354918), div(1830452930615507137929317465815906196258053026771, v))
            v := add(add(div(49492466481181589774974104466437644806090087618554, v), near), 7154441887022107606656173)
            v := add(add(div(3678020580156093256733595711639550687845999233187, v), near), 67099229112493747222769427)
            v := add(
                add(div(3507295431832307592757859283226306824060564483948973, v), near),
                not(51694631656183848558705523)
            )
            v := add(add(div(799265743022672798694580305504538308432348928556, v), near), 86029861183610733803763)
            v := add(add(div(1465254614712135221986448147762116166433316247289, v), near), not(72809870643780978657))
            near := div(22300729893347606557707774953052835482027988, v)
            far := add(x, h)
            v := add(far, 16283626103054143354222210)
            v := add(
                add(div(231157532883874164246199067062611464753244629811327, v), far),
                not(11873511251505998258861458)
            )
            v := sub(add(far, 1111191207105259459354918), div(1830452930615507137929317465815906196258053026771, v))
            v := add(add(div(49492466481181589774974104466437644806090087618554, v), far), 7154441887022107606656173)
            v := add(add(div(3678020580156093256733595711639550687845999233187, v), far), 67099229112493747222769427)
            v := add(
                add(div(3507295431832307592757859283226306824060564483948973, v), far),
                not(51694631656183848558705523)
            )
            v := add(add(div(799265743022672798694580305504538308432348928556, v), far), 86029861183610733803763)
            v := add(add(div(1465254614712135221986448147762116166433316247289, v), far), not(72809870643780978657))
            far := div(22300729893347606557707774953052835482027988, v)

            // e·(R(near) − R(far)), or low − e·(R(near) + R(far)); rounding can take the first below 0.
            near := sub(xor(near, sign), sign)
            value := add(and(shl(64, low), sign), sar(64, mul(e, sub(near, far))))
            value := mul(value, sgt(value, 0))
        }
    }

    /// @dev √(seconds/year) in Q120 for 1 <= seconds < 2^32; relative error below 2^-90.
    function rootOfYears(uint256 time) internal pure returns (uint256 root) {
        assembly ("memory-safe") {
            // Pure stack arithmetic. The guess is linear in time·4^half, which lies within [2^254, 2^256), and 3% off at most;
            // each step of Newton squares that and halves it. The square is time/year in Q240.
            let half := shr(1, clz(time))
            root := shr(half, 27667018634327050212033506833475031371436049746971873249538973895149479)
            root := add(root, shl(sub(half, 21), time))
            time := mul(time, 56026352891247600506827038963182347660688860251002630584779496489)
            root := shr(1, add(root, div(time, root)))
            root := shr(1, add(root, div(time, root)))
            root := shr(1, add(root, div(time, root)))
            root := shr(1, add(root, div(time, root)))
        }
    }

    /// @dev Whether an argument is out of range, or the time 0: one branch for what hardly ever happens.
    function _unusual(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility,
        uint256 discount
    ) private pure returns (bool unusual) {
        assembly ("memory-safe") {
            // Pure stack arithmetic; the bounds are whole numbers of bits, so one comparison serves two arguments.
            unusual := or(
                gt(or(forward, strike), MAX_PRICE),
                or(gt(or(volatility, discount), MAX_VOLATILITY), gt(sub(timeToExpiry, 1), 0xfffffffe))
            )
        }
    }

    /// @dev The discounted intrinsic values, or the error of the argument that is out of range.
    function _intrinsic(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility,
        uint256 discount
    ) private pure returns (uint256 call, uint256 put) {
        requireInRange(forward, strike, timeToExpiry, volatility, discount);
        if (forward > strike) return (((forward - strike) * discount) / WAD, 0);
        return (0, ((strike - forward) * discount) / WAD);
    }

    /// @dev Reverts with the error of the first argument that is out of range.
    function requireInRange(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility,
        uint256 discount
    ) internal pure {
        require(forward <= MAX_PRICE, ForwardTooLarge(forward, MAX_PRICE));
        require(strike <= MAX_PRICE, StrikeTooLarge(strike, MAX_PRICE));
        require(timeToExpiry <= MAX_TIME, TimeToExpiryTooLong(timeToExpiry, MAX_TIME));
        require(volatility <= MAX_VOLATILITY, VolatilityTooHigh(volatility, MAX_VOLATILITY));
        require(discount <= MAX_DISCOUNT, DiscountTooHigh(discount, MAX_DISCOUNT));
    }
}
