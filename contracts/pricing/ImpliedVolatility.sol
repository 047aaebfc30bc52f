// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76} from "./Black76.sol";
import {FixedPoint} from "./FixedPoint.sol";

/// @title ImpliedVolatility
/// @notice The volatility at which `Black76.price` gives a price.
///
/// With low = min(F, K), high = max(F, K), x = ln(high/low), s = σ√T, z = x/s and h = s/2 the undiscounted
/// out-of-the-money value is V = e·(R(z − h) − R(z + h)) for z ≥ h, and low − V = e·(R(h − z) + R(z + h)) beyond, with
/// e = low·φ(z − h) and Mills' ratio R. The switch is the inflection of V in s.
///
/// A rational function of X = ln((high + V)/(low − V)) and Y = ln((high − low + V)/V) gives X/s within 0.35% for options
/// as they are quoted (x ≤ 2, z ≤ 6, s ≤ 4.2), and √(2Y) − √(2Y − 2X) or √(2X) + √(2X − 2Y) gives s within 35% in the
/// far tails. Then come steps of fifth order (Householder) on ln V or ln(low − V), whose derivatives in s are
/// polynomials in z, h and the bracket: one step as a rule, two in the far tails.
/// @dev Coefficients from `scripts/fit/impliedVolatility.ts`. The SDK's `impliedVolatility.ts` gives the same bits.
library ImpliedVolatility {
    /// @dev Those of `Black76`; assembly takes only literals.
    uint256 private constant MAX_PRICE = 0xffffffffffffffffffffffffffffff;
    uint256 private constant MAX_DISCOUNT = 0xffffffffffffffff;
    uint256 private constant WAD = 1e18;
    uint256 private constant HALF_WAD = 0.5e18;
    uint256 private constant YEAR_Q180 = 31_536_000 << 180;
    /// @dev The most that is tried; two suffice for every price that was tried.
    uint256 private constant MAX_STEPS = 8;
    /// @dev Below 2^-47 (Q80) the first guess is within 1e-16 of the solution.
    uint256 private constant NO_STEP = 1 << 33;
    /// @dev The rational guess serves on [0, 5.75] × [0, 25] (Q68), where both of its polynomials are positive.
    uint256 private constant NEAR_X = 23 << 66;
    uint256 private constant NEAR_Y = 25 << 68;
    /// @dev The last step is at most 1/256 of s (Q126), and at most 2.5/256 (Q80): its error is the fifth power of that.
    uint256 private constant LAST_STEP = 1 << 118;
    uint256 private constant TWICE_LAST_STEP = 1 << 119;
    uint256 private constant LAST_MOVE = 5 << 71;
    uint256 private constant TWICE_LAST_MOVE = 5 << 72;

    /// @notice The price lies below the discounted intrinsic value `bound`.
    error PriceBelowIntrinsic(uint256 price, uint256 bound);
    /// @notice The price lies above `bound`: D·F of a call, D·K of a put; the intrinsic value without time.
    error PriceAboveBound(uint256 price, uint256 bound);

    /// @notice σ in wad (1e18 = 100%). Without time value it is 0; above 1,844% it is returned as it is. A price within
    /// half a wei of its upper bound counts as half a wei less than the bound. Error at most 1e-12·(1 + σ) plus the
    /// effect of 2 wei of price.
    /// @param forward F in wad, below 2^120.
    /// @param strike K in wad, below 2^120.
    /// @param timeToExpiry T in seconds, below 2^32. Without time only the intrinsic value is attainable.
    /// @param discount D in wad, below 2^64.
    /// @param price Value of the call or the put, wad.
    function solve(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 discount,
        uint256 price,
        bool isCall
    ) internal pure returns (uint256) {
        uint256 low;
        uint256 high;
        uint256 value;
        bool unusual;
        assembly ("memory-safe") {
            // Pure stack arithmetic. In range: prices < 2^120 and discount < 2^64, so products are below
            // 2^184; the time value is below 2^124, and its product shifted to Q64 below 2^248. Out of range the
            // results mean nothing and `unusual` is set; a price below the intrinsic value, and a time of 0, wrap to above
            // their bounds. The time value is at most D·low/1e18 + 1 < 2^125.
            let above := gt(forward, strike)
            high := xor(strike, mul(xor(forward, strike), above))
            low := xor(high, xor(forward, strike))
            value := sub(price, div(mul(mul(sub(high, low), discount), iszero(xor(above, isCall))), WAD))
            unusual := or(
                or(or(gt(high, MAX_PRICE), gt(discount, MAX_DISCOUNT)), gt(sub(timeToExpiry, 1), 0xfffffffe)),
                or(shr(125, value), iszero(value))
            )
            value := mul(value, WAD)
            unusual := or(unusual, gt(add(value, HALF_WAD), mul(low, discount)))
            value := div(shl(64, value), discount)
        }
        if (unusual) {
            value = _unusual(forward, strike, timeToExpiry, discount, price, isCall);
            if (value == 0) return 0;
        }
        uint256 s = _guess(low, high, value);
        if (s >= NO_STEP) s = _refine(s, FixedPoint.lnRatio(high, low) >> 32, low, value);
        uint256 root = _root(FixedPoint.rawDiv(YEAR_Q180, timeToExpiry));
        // s < 2^86, the root of the inverse time below 2^103.
        unchecked {
            return (s * WAD * root) >> 170;
        }
    }

    /// @dev Refuses what is out of range. Returns the undiscounted time value in Q64: 0 if there is none, else half a
    /// wei of price (or half of low, if that is less) below its bound.
    function _unusual(
        uint256 forward,
        uint256 strike,
        uint256 timeToExpiry,
        uint256 discount,
        uint256 price,
        bool isCall
    ) private pure returns (uint256) {
        Black76.requireInRange(forward, strike, timeToExpiry, 0, discount);
        uint256 intrinsic;
        if (isCall ? forward > strike : strike > forward) {
            intrinsic = ((isCall ? forward - strike : strike - forward) * discount) / WAD;
        }
        require(price >= intrinsic, PriceBelowIntrinsic(price, intrinsic));
        if (price == intrinsic) return 0;
        require(timeToExpiry != 0, PriceAboveBound(price, intrinsic));
        uint256 bound = ((isCall ? forward : strike) * discount) / WAD;
        require(price <= bound, PriceAboveBound(price, bound));
        // A price above 0 and at most the bound: neither low nor discount is 0.
        uint256 whole = (forward > strike ? strike : forward) << 64;
        uint256 half = (HALF_WAD << 64) / discount;
        return whole > 2 * half ? whole - half : whole >> 1;
    }

    /// @dev The first guess of s in Q80.
    function _guess(uint256 low, uint256 high, uint256 value) private pure returns (uint256 s) {
        uint256 x;
        uint256 y;
        assembly ("memory-safe") {
            // Pure stack arithmetic: `_roughLogarithm`, written out because two calls would cost 2% of the solution.
            // high + V and low − V, and high − low + V and V, sum up to less than 2^186 in Q64; all are positive.
            let a := add(shl(64, high), value)
            let b := sub(shl(64, low), value)
            let power := sub(188, clz(mul(div(shl(60, a), b), 181)))
            b := shl(power, b)
            let z := sdiv(shl(68, sub(a, b)), add(a, b))
            x := add(
                mul(power, 204580938323242490557),
                sdiv(
                    mul(z, 518544809693212307163508344362066607804313),
                    sub(259274943450300920690803394211996045703989, mul(z, z))
                )
            )
            a := add(shl(64, sub(high, low)), value)
            power := sub(188, clz(mul(div(shl(60, a), value), 181)))
            b := shl(power, value)
            z := sdiv(shl(68, sub(a, b)), add(a, b))
            y := add(
                mul(power, 204580938323242490557),
                sdiv(
                    mul(z, 518544809693212307163508344362066607804313),
                    sub(259274943450300920690803394211996045703989, mul(z, z))
                )
            )
        }
        assembly ("memory-safe") {
            // Pure stack arithmetic. On [0, 5.75] × [0, 25] the polynomials, in Q136 and
            // Q104, are within [0.7, 107] and X is below 2^71; elsewhere the result is not used.
            let a := shr(36, x)
            let b := shr(36, y)
            let numerator := add(
                mul(
                    add(
                        mul(add(sub(mul(1651297689, a), mul(388723687, b)), 167909551743191482368), a),
                        sub(150164653356822822306678046720, mul(add(mul(8430195186, b), 150935969627964964864), b))
                    ),
                    a
                ),
                add(
                    mul(
                        add(mul(add(mul(3515367966, b), 406211334104294621184), b), 1245866685936805335781517295616),
                        b
                    ),
                    69267465062175406563359585119759547498496
                )
            )
            s := add(
                mul(sub(sub(mul(39698481466, a), mul(39386782603, b)), 24528631327799377920), a),
                add(mul(add(mul(25404522843, b), 354615259302994116608), b), 20282409603651670423947251286016)
            )
            s := div(mul(shl(44, x), s), numerator)
        }
        if (x > NEAR_X || y > NEAR_Y) s = _farGuess(x, y);
    }

    /// @dev The guess in the far tails.
    function _farGuess(uint256 x, uint256 y) private pure returns (uint256) {
        // X and Y are below 2^76, so the roots are taken of less than 2^169 and are below 2^85.
        unchecked {
            if (x < y) return FixedPoint.rawDiv(x << 93, _root(y << 93) + _root((y - x) << 93));
            return _root(x << 93) + _root((x - y) << 93);
        }
    }

    /// @dev Steps until the last one is small enough.
    function _refine(uint256 s, uint256 x, uint256 low, uint256 value) private pure returns (uint256 refined) {
        unchecked {
            uint256 steps = 0;
            while (true) {
                (int256 d, bool precise) = _step(s, x, low, value);
                int256 move;
                assembly ("memory-safe") {
                    // Pure stack arithmetic: |d| is below 2^160, s below 2^88; both comparisons are of magnitudes.
                    move := sar(126, mul(s, d))
                    precise := and(
                        precise,
                        iszero(or(gt(add(d, LAST_STEP), TWICE_LAST_STEP), gt(add(move, LAST_MOVE), TWICE_LAST_MOVE)))
                    )
                }
                int256 next = int256(s) + move;
                if (precise) return uint256(next);
                if (next < int256(s >> 2)) next = int256(s >> 2);
                if (next > int256(s << 2)) next = int256(s << 2);
                s = uint256(next);
                if (++steps == MAX_STEPS) return s;
            }
        }
    }

    /// @dev A step as a share of s (Q126), and whether the logarithm in it was precise.
    function _step(uint256 s, uint256 x, uint256 low, uint256 value) private pure returns (int256 d, bool precise) {
        (uint256 z, uint256 sign, uint256 near, uint256 bracket) = _derive(s, x);
        int256 theta;
        assembly ("memory-safe") {
            // Pure stack arithmetic. near² < 2^168, so the first product is below 2^248; |g| <= 1/2 and p within
            // [2.8, 3] in Q80; low·mantissa < 2^185 and the bracket is below 2^66.
            let g := add(shr(160, mul(mul(near, near), 872055642380325518818952)), 1602731065763669959273879)
            let power := shr(80, add(g, 604462909807314587353088))
            g := sub(shl(80, power), g)
            let square := mul(g, g)
            let p := add(div(square, 31417807100800868085961332), 24417565702905595670412180)
            p := add(div(square, p), 17441112849295117752328881)
            p := add(div(square, p), 10464667708564159691599441)
            p := add(div(square, p), 3488222569521302092187043)
            let reached := shr(add(64, power), mul(mul(low, div(shl(64, add(p, g)), sub(p, g))), xor(bracket, sign)))
            // V, or low − V beyond the inflection (but for a last bit); both below 2^185, so the quotient is in Q68.
            near := add(xor(value, sign), and(shl(64, low), sign))
            value := reached
            theta := sdiv(shl(68, sub(near, reached)), add(near, reached))
            precise := iszero(gt(add(theta, 98382635059784275285), 196765270119568550570))
            if precise {
                // 2·artanh as a continued fraction: w < 2^133 in Q136, the denominators within [0.9, 3] in Q68.
                let w := mul(theta, theta)
                p := sub(368947126277471515236, div(w, 908874364266828618870))
                p := sub(885443684093978809244, div(w, p))
                theta := sdiv(shl(69, theta), sub(295147905181538572733, div(w, p)))
            }
        }
        if (!precise) theta = _difference(near, value);
        d = _householder(s, z, int256(bracket), theta);
    }

    /// @dev z and |z − h| in Q80, −1 beyond the inflection, and the reciprocal of the derivative of the logarithm in s,
    /// Q64.
    function _derive(
        uint256 s,
        uint256 x
    ) private pure returns (uint256 z, uint256 sign, uint256 near, uint256 bracket) {
        assembly ("memory-safe") {
            // Pure stack arithmetic, Q80: z and h, near = |z − h| (a last bit less beyond the inflection, where `sign`
            // is −1) and far = z + h are below 2^86. Mills' ratios are in Q64; their denominators are positive for every
            // t >= 0. `bracket` is ±(near ∓ far) of them, the reciprocal of the derivative of the logarithm in s.
            z := div(shl(64, x), s)
            let far := shr(1, s)
            near := sub(z, far)
            far := add(z, far)
            sign := sar(255, near)
            near := xor(near, sign)
            bracket := near
            let v := add(bracket, 828059213430879760815451)
            v := add(
                add(div(37599120224749239249665212428087906649643690974068, v), bracket),
                4126487436052521196048083
            )
            v := add(add(div(539600887760069445969710131947509223854300513567, v), bracket), 55147010443982773728938350)
            v := sub(
                add(div(2768814455099160849214775765603165045539002011962678, v), bracket),
                49235387834814939202999926
            )
            v := sub(add(bracket, 6231355741841527687849611), div(2697385845292694718921745010196835373693159777738, v))
            v := add(
                add(div(65429303112901979084807843249325929908965124413471, v), bracket),
                12347483921434758534140902
            )
            v := sub(
                add(bracket, 4208067614066426394988522),
                div(59311530644658130386024252707136363949342076033358, v)
            )
            v := sub(add(div(3564996125192154280806939161462034886558274067358, v), bracket), 21707649188324106150632)
            v := add(add(div(1460709497015352430982668020963110470028663286058, v), bracket), 12927196157737400980)
            bracket := div(22300747493426633103500450695533147886056445, v)
            v := add(far, 828059213430879760815451)
            v := add(add(div(37599120224749239249665212428087906649643690974068, v), far), 4126487436052521196048083)
            v := add(add(div(539600887760069445969710131947509223854300513567, v), far), 55147010443982773728938350)
            v := sub(add(div(2768814455099160849214775765603165045539002011962678, v), far), 49235387834814939202999926)
            v := sub(add(far, 6231355741841527687849611), div(2697385845292694718921745010196835373693159777738, v))
            v := add(add(div(65429303112901979084807843249325929908965124413471, v), far), 12347483921434758534140902)
            v := sub(add(far, 4208067614066426394988522), div(59311530644658130386024252707136363949342076033358, v))
            v := sub(add(div(3564996125192154280806939161462034886558274067358, v), far), 21707649188324106150632)
            v := add(add(div(1460709497015352430982668020963110470028663286058, v), far), 12927196157737400980)
            far := div(22300747493426633103500450695533147886056445, v)
            bracket := sub(xor(bracket, sign), far)
        }
    }

    /// @dev Householder's step of fifth order as a share of s (Q126), from theta = ln(wanted/reached) in Q68 and m in
    /// Q64, the reciprocal of ∂ln(reached)/∂s.
    function _householder(uint256 s, uint256 z, int256 m, int256 theta) private pure returns (int256 d) {
        assembly ("memory-safe") {
            // Pure stack arithmetic. 2^33 <= s < 2^88, z < 2^86, |m| < 2^66, |theta| < 2^74: rho < 2^109 in Q60, and z·rho
            // is at most of the order of m, since z <= h where rho is large. w and e are in Q40, their products in Q80
            // and Q120; the products with theta stay below 2^245.
            let rho := sdiv(shl(76, m), s)
            let w := sar(100, mul(z, rho))
            let e := sub(sar(80, sub(mul(z, w), sar(26, mul(s, m)))), 1099511627776)
            w := mul(w, w)
            let spread := add(mul(w, 3), sar(50, mul(m, m)))
            let cube := sub(
                add(sar(20, mul(mul(w, 12), rho)), mul(e, add(sub(mul(e, e), shl(42, e)), 1208925819614629174706176))),
                mul(spread, sub(mul(e, 3), 1099511627776))
            )
            let second := sub(mul(e, sub(e, 1099511627776)), spread)
            let square := mul(theta, theta)
            let slope := mul(6, sar(40, mul(theta, e)))
            d := sdiv(
                mul(mul(theta, rho), add(add(1770887431076116955136, slope), sar(148, mul(square, second)))),
                add(
                    add(7083549724304467820544, mul(slope, 6)),
                    sar(148, mul(square, add(add(mul(mul(e, e), 6), shl(3, second)), sar(108, mul(theta, cube)))))
                )
            )
        }
    }

    /// @dev ln(a/b) in Q68, roughly, for positive a and any b.
    function _difference(uint256 a, uint256 b) private pure returns (int256) {
        return a > b ? int256(_roughLogarithm(a, b == 0 ? 1 : b)) : -int256(_roughLogarithm(b, a));
    }

    /// @dev ln(a/b) in Q68 for a >= b > 0, both below 2^187; relative error below 2e-5.
    function _roughLogarithm(uint256 a, uint256 b) private pure returns (uint256 y) {
        assembly ("memory-safe") {
            // Pure stack arithmetic. The quotient is below 2^247, b is brought to within √2 of a, so |z| < 0.172 in Q68 and the last product is below
            // 2^206; its denominator is positive.
            let power := sub(188, clz(mul(div(shl(60, a), b), 181)))
            b := shl(power, b)
            let z := sdiv(shl(68, sub(a, b)), add(a, b))
            y := add(
                mul(power, 204580938323242490557),
                sdiv(
                    mul(z, 518544809693212307163508344362066607804313),
                    sub(259274943450300920690803394211996045703989, mul(z, z))
                )
            )
        }
    }

    /// @dev √n; relative error below 1e-14, plus the last bits.
    function _root(uint256 n) private pure returns (uint256 root) {
        assembly ("memory-safe") {
            // Pure stack arithmetic: within 3.2%, then three of Newton's steps; of 0 it is 0.
            root := shr(1, sub(256, clz(n)))
            root := shr(6, mul(add(shr(root, n), shl(root, 1)), 31))
            root := shr(1, add(root, div(n, root)))
            root := shr(1, add(root, div(n, root)))
            root := shr(1, add(root, div(n, root)))
        }
    }
}
