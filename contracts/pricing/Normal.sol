// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Normal
/// @notice The standard normal distribution. A tail is N(−t) = φ(t)·R(t), R being Mills' ratio: both factors keep
/// their relative precision, and so does the tail.
/// @dev Coefficients from `scripts/fit/kernels.ts`. The SDK's `normal.ts` gives the same bits.
library Normal {
    uint256 private constant WAD = 1e18;

    /// @notice N(x) in wad; N(x) + N(−x) = 1 exactly. The absolute error is below 6e-19: hardly ever another wei than the
    /// nearest.
    /// @param x In wad, any value.
    function cdf(int256 x) internal pure returns (uint256 result) {
        // Beyond ±9 the tail, below 1.2e-19, rounds to 0. One comparison tells both ends.
        unchecked {
            if (uint256(x + 9e18) > 18e18) return x > 0 ? WAD : 0;
        }
        assembly ("memory-safe") {
            // Pure stack arithmetic. t = |x| < 2^84 in Q80; φ = 2^-y as in `Black76.timeValue`, Q120 before the shift by
            // the power; the ratio in Q64; their product with 1e18 is below 2^246.
            let sign := sar(255, x)
            let t := div(shl(80, xor(add(x, sign), sign)), WAD)
            let y := add(shr(176, mul(mul(t, t), 872055642380325518818952)), 24455735256403655384)
            let power := shr(64, add(y, 0x8000000000000000))
            let g := sub(shl(64, power), y)
            let q := mul(g, g)
            let p := add(div(q, 585855392749210582609), 479034574436661153727)
            p := add(div(q, p), 372582366759422700029)
            p := add(div(q, p), 266130261956889290688)
            p := add(div(q, p), 159678157174131870193)
            p := add(div(q, p), 53226052391377289967)
            p := div(shl(120, add(p, g)), sub(p, g))

            let v := add(t, 828059213430879760815451)
            v := add(add(div(37599120224749239249665212428087906649643690974068, v), t), 4126487436052521196048083)
            v := add(add(div(539600887760069445969710131947509223854300513567, v), t), 55147010443982773728938350)
            v := add(
                add(div(2768814455099160849214775765603165045539002011962678, v), t),
                not(49235387834814939202999925)
            )
            v := sub(add(t, 6231355741841527687849611), div(2697385845292694718921745010196835373693159777738, v))
            v := add(add(div(65429303112901979084807843249325929908965124413471, v), t), 12347483921434758534140902)
            v := sub(add(t, 4208067614066426394988522), div(59311530644658130386024252707136363949342076033358, v))
            v := add(add(div(3564996125192154280806939161462034886558274067358, v), t), not(21707649188324106150631))
            v := add(add(div(1460709497015352430982668020963110470028663286058, v), t), 12927196157737400980)
            v := div(22300747493426633103500450695533147886056445, v)

            // To the nearest wei: half a unit before the last shift.
            power := add(power, 184)
            result := shr(power, add(mul(mul(p, v), WAD), shl(sub(power, 1), 1)))
            // The tail where x < 0, else the rest.
            result := add(and(WAD, not(sign)), xor(add(result, not(sign)), not(sign)))
        }
    }
}
