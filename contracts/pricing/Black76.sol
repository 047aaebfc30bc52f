// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FixedPoint} from "./FixedPoint.sol";
import {Normal} from "./Normal.sol";

/// @title Black76
/// @notice European options on a forward: call = D(F·N(d1) − K·N(d2)), put = D(K·N(−d2) − F·N(−d1)), with
/// d1 = ln(F/K)/s + s/2, d2 = d1 − s, s = σ√T, a year of 365 days.
///
/// Only the option that is out of the money is computed; the other one follows from call − put = D(F − K), which
/// holds to the wei. With low = min(F, K), high = max(F, K), x = ln(high/low)/s and h = s/2 both options are
/// low·N(h − x) − high·N(−h − x), and since low·φ(x − h) = high·φ(x + h) one exponential serves both terms:
/// V = e·(R(x − h) − R(x + h)) for x ≥ h, else low − e·(R(h − x) + R(x + h)), e = low·φ(x − h), R = Mills' ratio.
///
/// Rounding: the out-of-the-money value, D·|F − K| and every greek round toward zero. So 0 ≤ call ≤ D·F and
/// 0 ≤ put ≤ D·K always. Edges: with σ, T, F or K at 0 the prices are discounted intrinsic values, gamma, vega and
/// theta 0, delta D for F > K, D/2 for F = K > 0, else 0.
/// @dev The SDK's `black76.ts` gives the same bits.
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

    /// @dev What the greeks are made of, in memory because it does not fit the stack. The distances (see `_distances`)
    /// give way to Mills' ratios there; e and value in Q64.
    struct Terms {
        uint256 forward;
        uint256 strike;
        uint256 volatility;
        uint256 discount;
        uint256 root;
        uint256 deviation;
        uint256 near;
        uint256 far;
        bool inside;
        uint256 mantissa;
        uint256 shift;
        uint256 e;
        uint256 value;
    }

    uint256 internal constant MAX_PRICE = 0x1000000000000000000000000000000; // 2^120
    uint256 internal constant MAX_TIME = 3_153_600_000; // 100 years
    uint256 internal constant MAX_VOLATILITY = 10e18;
    uint256 internal constant MAX_DISCOUNT = 10e18;

    uint256 private constant YEAR = 31_536_000;
    /// @dev 1.0291/(3·√YEAR) in Q64: centres the first guess of √T.
    uint256 private constant ROOT_GUESS = 1126815318848958;

    error ForwardTooLarge(uint256 forward, uint256 bound);
    error StrikeTooLarge(uint256 strike, uint256 bound);
    error TimeToExpiryTooLong(uint256 timeToExpiry, uint256 bound);
    error VolatilityTooHigh(uint256 volatility, uint256 bound);
    error DiscountTooHigh(uint256 discount, uint256 bound);

    /// @notice Values of the call and the put, wad; error at most 1e-18·max(F, K)·max(D, 1) + 2 wei.
    /// @param forward F in wad, at most 2^120.
    /// @param strike K in wad, at most 2^120.
    /// @param timeToExpiry T in seconds, at most 100 years.
    /// @param volatility σ in wad (1e18 = 100%), at most 10e18.
    /// @param discount D in wad, at most 10e18.
    function price(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility,
        uint256 discount
    ) internal pure returns (uint256 call, uint256 put) {
        _requireInRange(forward, strike, timeToExpiry, volatility, discount);
        (, , uint256 near, uint256 far, bool inside) = _distances(forward, strike, timeToExpiry, volatility);
        return _bySide(forward, strike, discount, timeValue(forward > strike ? strike : forward, near, far, inside));
    }

    /// @dev The undiscounted out-of-the-money value in Q64 from low = min(F, K) <= 2^120 and the distances (Q64).
    function timeValue(uint256 low, uint256 near, uint256 far, bool inside) internal pure returns (uint256 value) {
        // `value` is at most low in Q64, below 2^185; the bounds of the factors are those of `greeks`.
        unchecked {
            if (near < Normal.FAR) {
                (uint256 mantissa, uint256 shift) = Normal.density(near);
                uint256 e = (low * mantissa) >> (56 + shift);
                value = _outOfTheMoney(low, inside, e, Normal.millsRatio(near), Normal.millsRatio(far));
            } else if (inside) {
                value = low << 64;
            }
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
        _requireInRange(forward, strike, timeToExpiry, volatility, discount);
        Terms memory terms;
        terms.forward = forward;
        terms.strike = strike;
        terms.volatility = volatility;
        terms.discount = discount;
        (terms.root, terms.deviation, terms.near, terms.far, terms.inside) = _distances(
            forward,
            strike,
            timeToExpiry,
            volatility
        );
        _solve(terms, sensitivities);
        (call, put) = _bySide(forward, strike, discount, terms.value);
    }

    /// @dev Fills the rest of the terms and the greeks.
    function _solve(Terms memory terms, Greeks memory sensitivities) private pure {
        // low <= 2^120, mantissa < 2^121: e < 2^183.
        unchecked {
            uint256 low = terms.forward > terms.strike ? terms.strike : terms.forward;
            if (terms.near < Normal.FAR) {
                (terms.mantissa, terms.shift) = Normal.density(terms.near);
                terms.e = (low * terms.mantissa) >> (56 + terms.shift);
                terms.near = Normal.millsRatio(terms.near);
                terms.far = Normal.millsRatio(terms.far);
                terms.value = _outOfTheMoney(low, terms.inside, terms.e, terms.near, terms.far);
                _differentiate(terms, sensitivities);
            } else {
                if (terms.inside) terms.value = low << 64;
                sensitivities.delta = int256(_certainDelta(terms));
            }
        }
    }

    /// @dev Fills the greeks; `near` and `far` hold Mills' ratios (Q64) by now.
    function _differentiate(Terms memory terms, Greeks memory sensitivities) private pure {
        (uint256 forward, uint256 discount) = (terms.forward, terms.discount);
        // forward <= 2^120, discount < 2^64, Mills' ratios < 2^65, e < 2^183, discounted < 2^187, √T < 2^68 in Q64,
        // halfRate < 2^75, deviation < 2^127, probability <= 2^120, density < 2^119: every product is below 2^256.
        // No denominator is 0: forward, root and deviation are positive where near < FAR.
        unchecked {
            // N(d1) and φ(d1) in Q120.
            uint256 probability;
            uint256 density;
            if (forward > terms.strike) {
                probability = (1 << 120) - (FixedPoint.rawDiv(terms.e * terms.far, forward) >> 8);
                density = FixedPoint.rawDiv(terms.e << 56, forward);
            } else {
                uint256 tail = ((terms.mantissa * terms.near) >> 64) >> terms.shift;
                probability = terms.inside ? (1 << 120) - tail : tail;
                density = terms.mantissa >> terms.shift;
            }
            uint256 discounted = (terms.e * discount) / 1e18;
            uint256 halfRate = FixedPoint.rawDiv(terms.volatility << 95, terms.root);
            sensitivities.delta = int256((probability * discount) >> 120);
            sensitivities.gamma = FixedPoint.rawDiv(density * discount * 1e18, forward * terms.deviation);
            sensitivities.vega = (discounted * (terms.root >> 32)) >> 128;
            sensitivities.theta = -int256(((discounted >> 32) * halfRate) / (1e18 << 32));
        }
    }

    /// @dev √T in Q96, s in Q120, |x − h| and x + h in Q64, and whether x < h: the strike lies within s²/2 of the
    /// forward. Without time value (σ, T, F or K is 0) the distances are those of certainty: near = FAR, outside.
    function _distances(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility
    ) private pure returns (uint256 root, uint256 deviation, uint256 near, uint256 far, bool inside) {
        // √T < 2^100 in Q96, so s·1e18 < 2^188 in Q120; ln < 2^135 in Q128, so x < 2^191; √T > 2^83,
        // so the deviation is positive; the products of the first
        // test stay below 2^240 and 2^96.
        unchecked {
            if (forward * strike == 0 || timeToExpiry * volatility == 0) return (0, 0, Normal.FAR, 0, false);
            root = rootOfYears(timeToExpiry);
            deviation = ((volatility * root) << 24) / 1e18;
            uint256 x = forward > strike ? FixedPoint.lnRatio(forward, strike) : FixedPoint.lnRatio(strike, forward);
            x = FixedPoint.rawDiv(x << 56, deviation);
            uint256 half = deviation >> 57;
            inside = x < half;
            near = inside ? half - x : x - half;
            far = x + half;
        }
    }

    /// @dev √(seconds/YEAR) in Q96, for 1 ≤ seconds ≤ MAX_TIME; relative error below 2^-94.
    function rootOfYears(uint256 time) internal pure returns (uint256 root) {
        // time < 2^32: the square is below 2^200 and the guess, within 3%, is positive; Newton's steps square the error.
        unchecked {
            uint256 square = (time << 192) / YEAR;
            uint256 half;
            assembly ("memory-safe") {
                half := shr(1, sub(255, clz(time))) // pure stack arithmetic; time is positive
            }
            root = (((time << (64 - half)) + (2 << (64 + half))) * ROOT_GUESS) >> 32;
            root = (root + FixedPoint.rawDiv(square, root)) >> 1;
            root = (root + FixedPoint.rawDiv(square, root)) >> 1;
            root = (root + FixedPoint.rawDiv(square, root)) >> 1;
            root = (root + FixedPoint.rawDiv(square, root)) >> 1;
        }
    }

    /// @dev The undiscounted out-of-the-money value in Q64, from e in Q64 and Mills' ratios in Q64; never negative.
    function _outOfTheMoney(
        uint256 low,
        bool inside,
        uint256 e,
        uint256 near,
        uint256 far
    ) private pure returns (uint256) {
        // e < 2^183 and ratios < 2^65; the subtractions are guarded.
        unchecked {
            if (inside) {
                uint256 whole = low << 64;
                uint256 part = (e * (near + far)) >> 64;
                return whole > part ? whole - part : 0;
            }
            return near > far ? (e * (near - far)) >> 64 : 0;
        }
    }

    /// @dev The delta of a call that ends in or out of the money for certain.
    function _certainDelta(Terms memory terms) private pure returns (uint256) {
        if (terms.forward > terms.strike || terms.inside) return terms.discount;
        return terms.forward == terms.strike && terms.forward != 0 ? terms.discount / 2 : 0;
    }

    /// @dev Discounts the out-of-the-money value (Q64, at most low) and adds D·|F − K| to the side in the money.
    function _bySide(
        uint256 forward,
        uint256 strike,
        uint256 discount,
        uint256 value
    ) private pure returns (uint256 call, uint256 put) {
        // value < 2^185, discount < 2^64, forward and strike <= 2^120.
        unchecked {
            uint256 outside = (value * discount) / (1e18 << 64);
            if (forward > strike) return (outside + ((forward - strike) * discount) / 1e18, outside);
            return (outside, outside + ((strike - forward) * discount) / 1e18);
        }
    }

    function _requireInRange(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 volatility,
        uint256 discount
    ) private pure {
        bool outside;
        assembly ("memory-safe") {
            // Pure stack arithmetic: five comparisons and one branch.
            outside := or(
                or(or(gt(forward, MAX_PRICE), gt(strike, MAX_PRICE)), gt(timeToExpiry, MAX_TIME)),
                or(gt(volatility, MAX_VOLATILITY), gt(discount, MAX_DISCOUNT))
            )
        }
        if (!outside) return;
        require(forward <= MAX_PRICE, ForwardTooLarge(forward, MAX_PRICE));
        require(strike <= MAX_PRICE, StrikeTooLarge(strike, MAX_PRICE));
        require(timeToExpiry <= MAX_TIME, TimeToExpiryTooLong(timeToExpiry, MAX_TIME));
        require(volatility <= MAX_VOLATILITY, VolatilityTooHigh(volatility, MAX_VOLATILITY));
        revert DiscountTooHigh(discount, MAX_DISCOUNT);
    }
}
