// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Svi} from "../../pricing/Svi.sol";

/// @title SmileCurve
/// @notice Total variance and Durrleman's function of smiles whose parameters are known to be in range, at many points.
/// @dev Durrleman's function g(k) = (1 − k·w'/(2w))² − (w'²/4)·(1/w + 1/4) + w''/2 has the sign of the density of the
/// price that the smile implies: there is no butterfly arbitrage where g ≥ 0 (Gatheral and Jacquier, Arbitrage-free SVI
/// volatility surfaces, 2014).
/// Why a smile that was checked once stays free of it: while time runs off, the total variance is λ·w with λ in (0, 1].
/// k·w'/(2w) does not change, w'²/(4w) and w''/2 take the factor λ, and w'²/16 takes λ². So
///     g_λ = A − λ·B − λ²·C,  A = (1 − k·w'/(2w))² ≥ 0,  B = w'²/(4w) − w''/2,  C = w'²/16 ≥ 0,
/// is concave in λ with g_0 = A ≥ 0: g_1 ≥ 0 gives g_λ ≥ 0 for every λ between.
///
/// Here what slopes take from g, (w'²/4)·(1/w + 1/4), counts 1/32 more, so that little can hide between the points (see
/// `SmileChecks.requireNoButterfly`). That is B + w'²/(128w) and C·33/32 in the proof, which holds as it is.
///
/// Parameters: b and |a| below 2^80, |ρ| < 1, σ within [1e9, 2^63), |m| < 2^63. Points: |k| < 2^70. The SDK's `density.ts`
/// gives the same bits.
library SmileCurve {
    /// @notice The first of the points from −`far` to `far`, a deviation apart, at which another smile's total
    /// variance v does not confine the one that is known, w: low·v ≤ w ≤ (low + width)·v. The bits of `Svi.totalVariance`.
    /// @param params Of the other smile, with a v of at least 1000 wei
    /// @param variances w at −4, −3 … 4 deviations, wad, below 2^68
    /// @param deviation Positive
    /// @param far A multiple of it, at most 4
    /// @param low Wad, below 2^64
    /// @param width Wad, below 2^64, or 2^159 for no upper bound
    /// @return index Which of `variances`; that after the last one if there is none
    /// @return other v there, wad
    function firstOutside(
        Svi.Params memory params,
        uint256[11] memory variances,
        uint256 deviation,
        uint256 far,
        uint256 low,
        uint256 width
    ) internal pure returns (uint256 index, uint256 other) {
        assembly ("memory-safe") {
            // Reads `params` and `variances` within their lengths. d = k − m and σ are below 2^71, so n < 2^143; the root,
            // in 1e36, is that of `Svi`, below 2^132, and positive as σ is. v is below 2^96, so v·width < 2^255;
            // w·1e18 < 2^128, and v·2^159 > 2^168. w·1e18 − v·low is below 2^161 in size, so if it is negative it wraps to
            // above all of them: one comparison for both ends.
            let b := mload(add(params, 0x20))
            let rho := mload(add(params, 0x40))
            let sigma := mload(add(params, 0x80))
            let d := sub(sub(0, far), mload(add(params, 0x60)))
            far := shl(5, div(far, deviation))
            index := sub(add(variances, 0x80), far)
            far := add(add(variances, 0x80), far)
            for {} iszero(gt(index, far)) {
                index := add(index, 0x20)
                d := add(d, deviation)
            } {
                let n := add(mul(d, d), mul(sigma, sigma))
                let root := sar(255, d)
                root := add(sub(xor(d, root), root), sigma)
                root := shr(8, add(mul(div(n, root), 151), mul(root, 107)))
                root := add(root, div(n, root))
                root := add(root, div(shl(2, n), root))
                root := add(mul(root, 125000000000000000), div(mul(n, 2000000000000000000), root))
                root := div(mul(b, add(root, mul(d, rho))), 1000000000000000000000000000000000000)
                other := add(mload(params), root)
                if gt(sub(mul(mload(index), 1000000000000000000), mul(other, low)), mul(other, width)) {
                    break
                }
            }
            index := shr(5, sub(index, variances))
        }
    }

    /// @notice w at `count` points from `k` on, `step` apart, and whether g is negative at one of them.
    /// @param params With a slope b(1 + |ρ|) of at most 2 and a w of at least 1000 wei
    /// @param variances Where w goes, wad, from `first` on; complete if g is nowhere negative
    /// @return point The point looked at last: the first with a negative g, if there is one
    /// @return g There, wad
    function densitiesAt(
        Svi.Params memory params,
        int256 k,
        uint256 step,
        uint256[11] memory variances,
        uint256 first,
        uint256 count
    ) internal pure returns (int256 point, int256 g) {
        assembly ("memory-safe") {
            // Reads `params`, writes `variances`, within their lengths. The root as above. The slope w' is within ±2 in wad;
            // the curvature w'' is b·(σ²/n)·(1/root), where σ²/n is at most 1: its product is below 2^200.
            // |u| <= 1 + |k·w'|/2w < 2^122, so its square is below 2^244. Denominators are positive.
            let b := mload(add(params, 0x20))
            let rho := mload(add(params, 0x40))
            let sigma := mload(add(params, 0x80))
            variances := add(variances, shl(5, first))
            for {
                let end := add(variances, shl(5, count))
            } 1 {
                k := add(k, step)
            } {
                let d := sub(k, mload(add(params, 0x60)))
                let n := add(mul(d, d), mul(sigma, sigma))
                let root := sar(255, d)
                root := add(sub(xor(d, root), root), sigma)
                root := shr(8, add(mul(div(n, root), 151), mul(root, 107)))
                root := add(root, div(n, root))
                root := add(root, div(shl(2, n), root))
                root := add(mul(root, 125000000000000000), div(mul(n, 2000000000000000000), root))
                let w := add(mload(params), div(mul(b, add(root, mul(d, rho))), 1000000000000000000000000000000000000))
                mstore(variances, w)
                // w''; then d becomes w', and its square with the margin.
                g := mul(mul(b, div(mul(mul(sigma, sigma), 1000000000000000000), n)), 1000000000000000000)
                g := shr(1, div(g, root))
                d := add(rho, sdiv(mul(d, 1000000000000000000000000000000000000), root))
                d := sdiv(mul(b, d), 1000000000000000000)
                n := sub(1000000000000000000, sdiv(mul(k, d), shl(1, w)))
                g := add(g, div(mul(n, n), 1000000000000000000))
                d := mul(d, d)
                d := add(d, shr(5, d))
                g := sub(g, add(div(d, shl(2, w)), div(d, 16000000000000000000)))
                variances := add(variances, 0x20)
                if or(slt(g, 0), eq(variances, end)) {
                    break
                }
            }
            point := k
        }
    }
}
