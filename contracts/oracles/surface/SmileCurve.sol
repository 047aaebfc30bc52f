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
/// Parameters: b and |a| below 2^80, |ρ| < 1, σ within [1e9, 2^63), |m| < 2^63. Points: |k| < 2^70. The SDK's `density.ts`
/// gives the same bits.
library SmileCurve {
    /// @notice w at 2·`reach` + 1 of `points`, from −`reach` to `reach` deviations; the bits of `Svi.totalVariance`.
    /// @param points Of which 0 to 8 are −4, −3 … 4 deviations
    /// @param reach At most 4
    /// @param variances Where the results go, wad, at the places of their points
    function variancesAt(
        Svi.Params memory params,
        int256[18] memory points,
        uint256 reach,
        uint256[9] memory variances
    ) internal pure {
        assembly ("memory-safe") {
            // Reads `params` and `points`, writes `variances`, all within their lengths. d = k − m and σ are below 2^71, so
            // n < 2^143; the root, in 1e36, is that of `Svi`, below 2^132, and positive as σ is.
            let b := mload(add(params, 0x20))
            let rho := mload(add(params, 0x40))
            let m := mload(add(params, 0x60))
            let sigma := mload(add(params, 0x80))
            let first := shl(5, sub(4, reach))
            let end := add(points, sub(0x120, first))
            variances := sub(variances, points)
            for {
                points := add(points, first)
            } lt(points, end) {
                points := add(points, 0x20)
            } {
                let d := sub(mload(points), m)
                let n := add(mul(d, d), mul(sigma, sigma))
                let sign := sar(255, d)
                let root := add(sub(xor(d, sign), sign), sigma)
                root := shr(8, add(mul(div(n, root), 151), mul(root, 107)))
                root := add(root, div(n, root))
                root := add(root, div(shl(2, n), root))
                root := add(mul(root, 125000000000000000), div(mul(n, 2000000000000000000), root))
                root := div(mul(b, add(root, mul(d, rho))), 1000000000000000000000000000000000000)
                mstore(add(variances, points), add(mload(params), root))
            }
        }
    }

    /// @notice w at the first `count` points, and where g is negative first.
    /// @param params With a slope b(1 + |ρ|) of at most 2 and a w of at least 1000 wei
    /// @param variances Where w goes, wad; complete if g is nowhere negative
    /// @return index Of the first point with a negative g; `count` if there is none
    /// @return g Wad, at the last point looked at
    function densitiesAt(
        Svi.Params memory params,
        int256[18] memory points,
        uint256 count,
        uint256[18] memory variances
    ) internal pure returns (uint256 index, int256 g) {
        assembly ("memory-safe") {
            // Reads `params` and `points`, writes `variances`, all within their lengths. The root as above. The slope w' is
            // within ±2 in wad; the curvature w'' is b·(σ²/n)·(1/root), where σ²/n is at most 1: its product is below 2^200.
            // |u| <= 1 + |k·w'|/2w < 2^122, so its square is below 2^244. Denominators are positive.
            let b := mload(add(params, 0x20))
            let rho := mload(add(params, 0x40))
            let m := mload(add(params, 0x60))
            let sigma := mload(add(params, 0x80))
            let end := add(points, shl(5, count))
            index := points
            variances := sub(variances, points)
            for {} lt(index, end) {
                index := add(index, 0x20)
            } {
                let d := sub(mload(index), m)
                let n := add(mul(d, d), mul(sigma, sigma))
                let root := sar(255, d)
                root := add(sub(xor(d, root), root), sigma)
                root := shr(8, add(mul(div(n, root), 151), mul(root, 107)))
                root := add(root, div(n, root))
                root := add(root, div(shl(2, n), root))
                root := add(mul(root, 125000000000000000), div(mul(n, 2000000000000000000), root))
                let w := add(mload(params), div(mul(b, add(root, mul(d, rho))), 1000000000000000000000000000000000000))
                mstore(add(variances, index), w)
                // w''; then d becomes w'.
                g := mul(mul(b, div(mul(mul(sigma, sigma), 1000000000000000000), n)), 1000000000000000000)
                g := shr(1, div(g, root))
                d := add(rho, sdiv(mul(d, 1000000000000000000000000000000000000), root))
                d := sdiv(mul(b, d), 1000000000000000000)
                n := sub(1000000000000000000, sdiv(mul(mload(index), d), shl(1, w)))
                g := add(g, div(mul(n, n), 1000000000000000000))
                d := mul(d, d)
                g := sub(g, add(div(d, shl(2, w)), div(d, 16000000000000000000)))
                if slt(g, 0) {
                    break
                }
            }
            index := shr(5, sub(index, points))
        }
    }
}
