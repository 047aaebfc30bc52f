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

    /// @dev That of `Black76`; assembly takes only literals.
    uint256 private constant MAX_PRICE = 0xffffffffffffffffffffffffffffff;
    /// @dev 181/128 in Q127, √2 but for 1e-4: 1 in the scale of the ratio, and the middle of the roots of [2^254, 2^256).
    uint256 private constant MIDDLE = 0xb5000000000000000000000000000000;

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

    /// @notice w(k) in wad, rounded down but for its error, below 1 wei + 2e-19·b·√((k − m)² + σ²).
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
    // solhint-disable-next-line function-max-lines
    function volatility(
        Params memory params,
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry
    ) internal pure returns (uint256 root) {
        uint256 ratio;
        bool unusual;
        assembly ("memory-safe") {
            // Pure stack arithmetic. strike/forward, 1 being 181/128·2^127: below 2^248. Without a strike or a forward it is
            // 0; below 2^66 it has too few bits for k. A time of 0 wraps to above the bound.
            ratio := div(mul(strike, MIDDLE), forward)
            unusual := or(
                gt(sub(timeToExpiry, 1), 0xfffffffe),
                or(lt(ratio, 0x40000000000000000), gt(or(forward, strike), MAX_PRICE))
            )
        }
        uint256 variance;
        if (!unusual) {
            int256 k;
            assembly ("memory-safe") {
                // Reads `params`. The logarithm is that of `FixedPoint.lnRatio` for ratios on either side of 1, at wad in Q64,
                // the total variance that of `_variance`; both are written out because calls would cost a tenth of it all.
                // ln: m = strike/forward/2^power is within [128/181, 256/181), z = (m − 1)/(m + 1) = 1 − 2/(m + 1) in Q120
                // and |z| < 0.1717, f within [0.98, 1], so no product reaches 2^248. |power| < 128, so |k| < 2^67. As m is
                // in its range, |k − m| < 2^96.
                let a := mload(params)
                let power := clz(ratio)
                let rho := mload(add(params, 0x40))
                let z := sub(
                    0x1000000000000000000000000000000,
                    div(
                        0x16a000000000000000000000000000000000000000000000000000000000000,
                        add(shr(128, shl(power, ratio)), MIDDLE)
                    )
                )
                let square := mul(z, z)
                let f := add(
                    sdiv(square, 1643538794799117875769631462986174466),
                    not(4160140947000037974609933850940999705)
                )
                f := add(sdiv(square, f), 1682301844981120996305634111985380187)
                f := add(sdiv(square, f), not(4135376002015298556058331576090711665))
                f := add(sdiv(square, f), 1661534994723430698932502942434705811)
                f := add(sdiv(square, f), not(3987683987354756741856760597000796912))
                f := add(sdiv(square, f), 1329227995784915872598850609614828331)
                k := sar(
                    64,
                    add(
                        mul(sub(128, power), 12786308645202655659788630699742451795),
                        sdiv(mul(z, 36893488147419103232000000000000000000), f)
                    )
                )

                let m := mload(add(params, 0x60))
                let d := sub(k, m)
                let sigma := mload(add(params, 0x80))
                let sign := sar(255, d)
                let size := sub(xor(d, sign), sign)
                let s := add(size, sigma)
                let n := add(mul(d, d), mul(sigma, sigma))
                let bracket := shr(8, add(mul(div(n, s), 151), mul(s, 107)))
                bracket := add(bracket, div(n, bracket))
                bracket := add(div(shl(2, n), bracket), bracket)
                bracket := add(div(mul(2000000000000000000, n), bracket), mul(125000000000000000, bracket))
                let b := mload(add(params, 0x20))
                variance := add(div(mul(b, add(bracket, mul(d, rho))), 1000000000000000000000000000000000000), a)
                // The smile is flat beyond 4√w(0), and w(0) >= a: so k is surely within if k² <= 16a. A product that wraps
                // belongs to an `a` that takes w out of its range.
                unusual := or(
                    sgt(mul(k, k), mul(a, 16000000000000000000)),
                    or(
                        gt(add(rho, 1000000000000000000), 2000000000000000000),
                        shr(96, or(or(or(sigma, add(m, 0x800000000000000000000000)), b), variance))
                    )
                )
            }
            if (unusual) variance = _settle(params, k, variance);
        } else {
            variance = _farVariance(params, forward, strike, timeToExpiry);
        }
        assembly ("memory-safe") {
            // Pure stack arithmetic. w·YEAR/T, below 2^181, and its root: the first guess is within 2^±0.5, and each step of
            // Newton squares the error and halves it: 6%, 2e-3, 2e-6, 2e-12, 7e-25. The sums of the first and the third
            // step stay twice the root. Unless the variance is 0 the root is above 2^26.
            variance := div(mul(variance, 31536000000000000000000000), timeToExpiry)
            root := shr(shr(1, clz(variance)), MIDDLE)
            root := add(root, div(variance, root))
            root := add(shr(2, root), div(variance, root))
            root := add(root, div(variance, root))
            root := add(shr(2, root), div(variance, root))
            root := shr(1, add(root, div(variance, root)))
        }
    }

    /// @dev w(k), and whether an argument or w is out of range.
    function _variance(Params memory params, int256 k) private pure returns (uint256 variance, bool outside) {
        assembly ("memory-safe") {
            // Reads `params`. Below the bounds |k − m|, σ, b < 2^96: n < 2^193, so n·2e18 < 2^254; the bracket is below
            // 2^158 and not negative, since the mean of r and n/r never falls below √n; times b it is below 2^254. Where a
            // figure is out of range the results are meaningless, and `outside` is set.
            // |k − m| + σ is within [1, √2] of the root, and a line brings that to 0.8%; two steps of Newton to 2^-31, the
            // third, which carries the factor 1e18, to 2^-63. The sums of the first two stay twice and four times the root.
            let m := mload(add(params, 0x60))
            let d := sub(k, m)
            let sigma := mload(add(params, 0x80))
            let sign := sar(255, d)
            let size := xor(add(d, sign), sign)
            let checked := or(or(size, sigma), add(m, 0x800000000000000000000000))
            let b := mload(add(params, 0x20))
            let n := add(mul(d, d), mul(sigma, sigma))
            let s := add(size, sigma)
            let bracket := shr(8, add(mul(div(n, s), 151), mul(107, s)))
            bracket := add(div(n, bracket), bracket)
            bracket := add(bracket, div(shl(2, n), bracket))
            bracket := add(mul(bracket, 125000000000000000), div(mul(2000000000000000000, n), bracket))
            checked := or(b, checked)
            let rho := mload(add(params, 0x40))
            variance := add(
                mload(params),
                div(mul(b, add(bracket, mul(rho, d))), 1000000000000000000000000000000000000)
            )
            outside := or(shr(96, or(checked, variance)), gt(sub(1000000000000000000, rho), 2000000000000000000))
        }
    }

    /// @dev w of k brought to within ±4√w(0). Where √(m² + σ²) >= σ tells that k is within, it is `variance`, w(k).
    /// @param variance Whatever it is, if a parameter is out of range.
    function _settle(Params memory params, int256 k, uint256 variance) private pure returns (uint256) {
        bool within;
        assembly ("memory-safe") {
            // Reads `params`; |k| < 2^67. In range b(σ − ρm) is below 2^253, and what w(k) leaves for a above −2^159. The
            // kernel's w(0) is not below `least`: its bracket is not below the true one, and both are rounded alike.
            let b := mload(add(params, 0x20))
            let rho := mload(add(params, 0x40))
            let m := mload(add(params, 0x60))
            let sigma := mload(add(params, 0x80))
            let outside := or(
                shr(96, or(or(or(sigma, add(m, 0x800000000000000000000000)), b), variance)),
                gt(add(rho, 1000000000000000000), 2000000000000000000)
            )
            let least := sub(mul(sigma, 1000000000000000000), mul(rho, m))
            least := add(mload(params), sdiv(mul(b, least), 1000000000000000000000000000000000000))
            within := iszero(or(outside, sgt(mul(k, k), mul(least, 16000000000000000000))))
        }
        // An early return keeps the compiler from merging this path into the hot one.
        if (within) return variance;
        return _flatVariance(params, k);
    }

    /// @dev w of k brought to within ±4√w(0), from w(0) itself.
    function _flatVariance(Params memory params, int256 k) private pure returns (uint256) {
        // w(0) < 2^96 and |k| < 2^67.
        unchecked {
            uint256 middle = totalVariance(params, 0);
            if (uint256(k * k) > middle * 16e18) {
                int256 limit = int256(FixedPoint.sqrt(middle * 16));
                k = k < 0 ? -limit : limit;
            }
        }
        return totalVariance(params, k);
    }

    /// @dev The same for a strike far below the forward, where the ratio of the two has too few bits; or the error of the
    /// argument that is out of range.
    function _farVariance(
        Params memory params,
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry
    ) private pure returns (uint256) {
        Black76.requireInRange(forward, strike, timeToExpiry, 0, 0);
        require(forward != 0 && strike != 0, FixedPoint.LogarithmOfZero());
        require(timeToExpiry != 0, NoTimeToExpiry());
        // A logarithm is below 2^135 in Q128.
        unchecked {
            return _flatVariance(params, -int256((FixedPoint.lnRatio(forward, strike) * 1e18) >> 128));
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
}
