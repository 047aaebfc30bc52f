// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "./Black76.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title Svi
/// @notice The raw SVI smile: total variance w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)) of k = ln(strike/forward)
/// (Gatheral, A parsimonious arbitrage-free implied volatility parameterization, 2004).
/// @dev The SDK's `svi.ts` gives the same bits.
library Svi {
    /// @dev All in wad. b and σ are below 2^96, ρ within [−1, 1], m within [−2^95, 2^95); a is any value that leaves
    /// w within its range.
    struct Params {
        int256 a;
        uint256 b;
        int256 rho;
        int256 m;
        uint256 sigma;
    }

    /// @notice The largest b, σ, |k − m| and w, wad: about 7.9e10.
    uint256 internal constant MAX_FIGURE = 0xffffffffffffffffffffffff;
    /// @notice The bound of |m|, wad.
    int256 internal constant MAX_CENTRE = 0x800000000000000000000000;
    /// @notice The bound of |ρ|, wad.
    int256 internal constant MAX_CORRELATION = 1e18;

    uint256 private constant YEAR = 31_536_000;
    /// @dev That of `Black76`; assembly takes only literals.
    uint256 private constant MAX_PRICE = 0xffffffffffffffffffffffffffffff;

    error SlopeTooHigh(uint256 b, uint256 bound);
    error CorrelationOutOfRange(int256 rho, int256 bound);
    error CentreOutOfRange(int256 m, int256 bound);
    error CurvatureTooHigh(uint256 sigma, uint256 bound);
    /// @notice k is further from m than the bound.
    error LogMoneynessOutOfRange(int256 logMoneyness, int256 m, uint256 bound);
    /// @notice The parameters give a total variance that is negative or above the bound. `a` is what they start from.
    error TotalVarianceOutOfRange(int256 a, int256 logMoneyness, uint256 bound);
    /// @notice A variance per year needs time.
    error NoTimeToExpiry();

    /// @notice w(k) in wad, rounded down; error below 1 wei + 1e-19·b·√((k − m)² + σ²).
    /// @param logMoneyness k in wad; |k − m| is below 2^96.
    function totalVariance(Params memory params, int256 logMoneyness) internal pure returns (uint256 variance) {
        bool outside;
        (variance, outside) = _variance(params, logMoneyness);
        if (outside) _refuse(params, logMoneyness);
    }

    /// @notice √(w(k)/T) in wad, k = ln(strike/forward). Beyond ±4√w(0), four standard deviations, the smile is flat:
    /// k is that bound there. Error below 2 wei + that of k and w.
    /// @param forward Wad, positive, below 2^120.
    /// @param strike Wad, positive, below 2^120.
    /// @param timeToExpiry T in seconds, positive, below 2^32.
    function volatility(
        Params memory params,
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry
    ) internal pure returns (uint256 root) {
        bool outside;
        assembly ("memory-safe") {
            // Pure stack arithmetic. The product wraps to 0 only out of range; a time of 0 wraps to above the bound.
            outside := or(
                or(gt(or(forward, strike), MAX_PRICE), iszero(mul(forward, strike))),
                gt(sub(timeToExpiry, 1), 0xfffffffe)
            )
        }
        if (outside) _refuseOption(forward, strike, timeToExpiry);
        // A logarithm is below 2^135 in Q128, so k is below 2^67.
        unchecked {
            int256 k =
                strike > forward
                    ? int256((FixedPoint.lnRatio(strike, forward) * 1e18) >> 128)
                    : -int256((FixedPoint.lnRatio(forward, strike) * 1e18) >> 128);
            if (!_surelyWithin(params, k)) k = _clamp(params, k);
            root = _root(FixedPoint.rawDiv(totalVariance(params, k) * (1e18 * YEAR), timeToExpiry));
        }
    }

    /// @dev w(k), and whether an argument or w is out of range.
    function _variance(Params memory params, int256 k) private pure returns (uint256 variance, bool outside) {
        assembly ("memory-safe") {
            // Reads `params`. Below the bounds |k − m|, σ, b < 2^96: n < 2^193, so n·1e18 < 2^253; the bracket is below
            // 2^159 and not negative, since Newton's steps never fall below the floor of the root; times b it is below
            // 2^255. Where a figure is out of range the results are meaningless, and `outside` is set.
            // |k − m| + σ is within [1, √2] of the root, and a line brings that to 0.8%; two steps to 2^-31, the third,
            // which carries the factor 1e18, to 2^-63. `size` goes from |k − m| to the root, `sigma` from σ to n.
            let d := sub(k, mload(add(params, 0x60)))
            let size := sub(xor(d, sar(255, d)), sar(255, d))
            let sigma := mload(add(params, 0x80))
            outside := or(or(size, sigma), add(mload(add(params, 0x60)), 0x800000000000000000000000))
            size := add(size, sigma)
            sigma := add(mul(d, d), mul(sigma, sigma))
            size := shr(8, add(mul(size, 107), mul(div(sigma, size), 151)))
            size := shr(1, add(size, div(sigma, size)))
            size := shr(1, add(size, div(sigma, size)))
            size := add(
                add(mul(size, 1000000000000000000), div(mul(sigma, 1000000000000000000), size)),
                mul(d, shl(1, mload(add(params, 0x40))))
            )
            d := mload(add(params, 0x20))
            variance := add(mload(params), div(mul(d, size), 2000000000000000000000000000000000000))
            outside := or(
                shr(96, or(or(outside, d), variance)),
                gt(add(mload(add(params, 0x40)), 1000000000000000000), 2000000000000000000)
            )
        }
    }

    /// @dev True only if |k| ≤ 4√w(0), from √(m² + σ²) ≥ (|m| + σ)/√2; far from m, or with parameters out of range, it
    /// may be false although k is within.
    function _surelyWithin(Params memory params, int256 k) private pure returns (bool within) {
        assembly ("memory-safe") {
            // Reads `params`; |k| < 2^67, so k² < 2^134. A bracket that is out of range ends in false below: every
            // argument of it is checked by the caller before the result is used, since w(k) is.
            let rho := mload(add(params, 0x40))
            let m := mload(add(params, 0x60))
            let sign := sar(255, m)
            let least := add(sub(xor(m, sign), sign), mload(add(params, 0x80)))
            least := sub(mul(least, 707106781186547524), mul(rho, m))
            least := add(
                mload(params),
                sdiv(mul(mload(add(params, 0x20)), least), 1000000000000000000000000000000000000)
            )
            within := iszero(sgt(mul(k, k), mul(sub(least, 1), 16000000000000000000)))
        }
    }

    /// @dev k brought to within ±4√w(0).
    function _clamp(Params memory params, int256 k) private pure returns (int256) {
        // w(0) < 2^96.
        unchecked {
            int256 limit = int256(FixedPoint.sqrt(totalVariance(params, 0) * 16));
            if (k > limit) return limit;
            return k < -limit ? -limit : k;
        }
    }

    /// @dev √n, at most one above its floor, for n < 2^200.
    function _root(uint256 n) private pure returns (uint256 root) {
        assembly ("memory-safe") {
            // Pure stack arithmetic. The first guess is within 6%, above; each step squares the error and halves it.
            root := shr(1, sub(256, clz(n)))
            root := shr(1, add(shr(root, n), shl(root, 1)))
            root := shr(1, add(root, div(n, root)))
            root := shr(1, add(root, div(n, root)))
            root := shr(1, add(root, div(n, root)))
            root := shr(1, add(root, div(n, root)))
        }
    }

    /// @dev Reverts with what is out of range.
    function _refuse(Params memory params, int256 k) private pure {
        // The early return keeps the compiler from merging this cold path into the hot one, which costs the latter gas.
        if (params.b > MAX_FIGURE) revert SlopeTooHigh(params.b, MAX_FIGURE);
        if (params.b == type(uint256).max) return;
        require(
            params.rho >= -MAX_CORRELATION && params.rho <= MAX_CORRELATION,
            CorrelationOutOfRange(params.rho, MAX_CORRELATION)
        );
        require(params.m >= -MAX_CENTRE && params.m < MAX_CENTRE, CentreOutOfRange(params.m, MAX_CENTRE));
        require(params.sigma <= MAX_FIGURE, CurvatureTooHigh(params.sigma, MAX_FIGURE));
        // m is within its range, so what k may be does not overflow.
        int256 reach = int256(MAX_FIGURE);
        require(k >= params.m - reach && k <= params.m + reach, LogMoneynessOutOfRange(k, params.m, MAX_FIGURE));
        revert TotalVarianceOutOfRange(params.a, k, MAX_FIGURE);
    }

    function _refuseOption(uint256 forward, uint256 strike, uint256 timeToExpiry) private pure {
        Black76.requireInRange(forward, strike, timeToExpiry, 0, 0);
        require(forward != 0 && strike != 0, FixedPoint.LogarithmOfZero());
        revert NoTimeToExpiry();
    }
}
