// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Black76Reference} from "./Black76Reference.sol";

/// @notice The solver in plain, checked Solidity: what the kernel's assembly has to give, bit for bit, for attainable
/// prices above the intrinsic value in range.
library ImpliedVolatilityReference {
    /// @dev What a step works with, in memory because it does not fit the stack.
    struct State {
        int256 s;
        int256 x;
        int256 low;
        int256 value;
        int256 rest;
        int256 z;
        bool below;
        int256 near;
        int256 bracket;
        int256 wanted;
        int256 reached;
    }

    function solve(
        uint256 forward,
        uint256 strike,
        uint256 time,
        uint256 discount,
        uint256 price,
        bool isCall
    ) internal pure returns (uint256) {
        uint256 low = forward > strike ? strike : forward;
        uint256 high = forward > strike ? forward : strike;
        if ((forward > strike) == isCall) price -= ((high - low) * discount) / 1e18;
        uint256 value = ((price * 1e18) << 64) / discount;
        if (price * 1e18 + 0.5e18 > low * discount) {
            uint256 half = (uint256(0.5e18) << 64) / discount;
            value = low << 64 > 2 * half ? (low << 64) - half : (low << 64) / 2;
        }
        State memory t;
        t.low = int256(low);
        t.value = int256(value);
        t.rest = (t.low << 64) - t.value;
        t.s = guess(t, int256(high));
        if (t.s >= 1 << 33) {
            t.x = int256(Black76Reference.lnRatio(high, low) >> 32);
            while (!step(t)) {}
        }
        return (uint256(t.s) * 1e18 * root((uint256(31_536_000) << 180) / time)) >> 170;
    }

    function guess(State memory t, int256 high) internal pure returns (int256) {
        int256 x = roughLogarithm(uint256((high << 64) + t.value), uint256(t.rest));
        int256 y = roughLogarithm(uint256(((high - t.low) << 64) + t.value), uint256(t.value));
        if (x > 23 << 66 || y > 25 << 68) {
            (uint256 a, uint256 b) = (uint256(x) << 93, uint256(y) << 93);
            return int256(x < y ? a / (root(b) + root(b - a)) : root(a) + root(a - b));
        }
        int256 u = x >> 36;
        int256 v = y >> 36;
        int256 numerator =
            ((1651297689 * u - 388723687 * v + 167909551743191482368) * u +
                (-8430195186 * v - 150935969627964964864) * v +
                150164653356822822306678046720) * u;
        numerator +=
            ((3515367966 * v + 406211334104294621184) * v + 1245866685936805335781517295616) * v +
            69267465062175406563359585119759547498496;
        int256 denominator =
            (39698481466 * u - 39386782603 * v - 24528631327799377920) * u +
                (25404522843 * v + 354615259302994116608) * v +
                20282409603651670423947251286016;
        return ((x << 44) * denominator) / numerator;
    }

    /// @return last Whether the step was small enough to be the last.
    function step(State memory t) internal pure returns (bool last) {
        t.z = (t.x << 64) / t.s;
        int256 half = t.s >> 1;
        t.below = t.z >= half;
        t.near = t.below ? t.z - half : half - t.z - 1;
        int256 far = millsRatio(t.z + half);
        t.bracket = t.below ? millsRatio(t.near) - far : millsRatio(t.near) + far;
        t.wanted = t.below ? t.value : t.rest - 1;
        t.reached = reach(t);
        int256 y = ((t.wanted - t.reached) << 68) / (t.wanted + t.reached);
        last = (y < 0 ? -y : y) <= 98382635059784275285;
        int256 d = householder(t.s, t.z, t.below ? t.bracket : -t.bracket - 1, last ? doubleArtanh(y) : difference(t));
        int256 move = (t.s * d) >> 126;
        last = last && d <= 1 << 118 && d >= -(1 << 118) && move <= 5 << 71 && move >= -(5 << 71);
        int256 next = t.s + move;
        if (!last && next < t.s >> 2) next = t.s >> 2;
        if (!last && next > t.s << 2) next = t.s << 2;
        t.s = next;
    }

    function reach(State memory t) internal pure returns (int256) {
        int256 v = ((t.near * t.near * 872055642380325518818952) >> 160) + 1602731065763669959273879;
        int256 power = (v + (1 << 79)) >> 80;
        int256 g = (power << 80) - v;
        int256 square = g * g;
        int256 p = square / 31417807100800868085961332 + 24417565702905595670412180;
        p = square / p + 17441112849295117752328881;
        p = square / p + 10464667708564159691599441;
        p = square / p + 3488222569521302092187043;
        return (t.low * (((p + g) << 64) / (p - g)) * t.bracket) >> uint256(64 + power);
    }

    function householder(int256 s, int256 z, int256 m, int256 theta) internal pure returns (int256) {
        int256 rho = (m << 76) / s;
        int256 w = (z * rho) >> 100;
        int256 e = ((z * w - ((s * m) >> 26)) >> 80) - (1 << 40);
        int256 spread = 3 * w * w + ((m * m) >> 50);
        int256 second = e * e - (e << 40) - spread;
        int256 third = ((12 * w * w * rho) >> 20) + e * (e * e - (e << 42) + (1 << 80)) - spread * (3 * e - (1 << 40));
        int256 slope = (theta * e) >> 40;
        int256 square = theta * theta;
        int256 numerator = (6 << 68) + 6 * slope + ((square * second) >> 148);
        third = 6 * e * e + 8 * second + ((theta * third) >> 108);
        return (theta * rho * numerator) / ((24 << 68) + 36 * slope + ((square * third) >> 148));
    }

    function difference(State memory t) internal pure returns (int256) {
        (uint256 a, uint256 b) = (uint256(t.wanted), uint256(t.reached));
        return a > b ? roughLogarithm(a, b == 0 ? 1 : b) : -roughLogarithm(b, a);
    }

    function doubleArtanh(int256 y) internal pure returns (int256) {
        int256 w = y * y;
        int256 f = 368947126277471515236 - w / 908874364266828618870;
        f = 885443684093978809244 - w / f;
        return (y << 69) / (295147905181538572733 - w / f);
    }

    function roughLogarithm(uint256 a, uint256 b) internal pure returns (int256) {
        uint256 power = bits(((a << 60) / b) * 181) - 68;
        int256 scaled = int256(b << power);
        int256 z = ((int256(a) - scaled) << 68) / (int256(a) + scaled);
        return
            int256(power) * 204580938323242490557 +
            (z * 518544809693212307163508344362066607804313) / (259274943450300920690803394211996045703989 - z * z);
    }

    function millsRatio(int256 t) internal pure returns (int256) {
        int256 v = t + 828059213430879760815451;
        v = 37599120224749239249665212428087906649643690974068 / v + t + 4126487436052521196048083;
        v = 539600887760069445969710131947509223854300513567 / v + t + 55147010443982773728938350;
        v = 2768814455099160849214775765603165045539002011962678 / v + t - 49235387834814939202999926;
        v = t + 6231355741841527687849611 - 2697385845292694718921745010196835373693159777738 / v;
        v = 65429303112901979084807843249325929908965124413471 / v + t + 12347483921434758534140902;
        v = t + 4208067614066426394988522 - 59311530644658130386024252707136363949342076033358 / v;
        v = 3564996125192154280806939161462034886558274067358 / v + t - 21707649188324106150632;
        v = 1460709497015352430982668020963110470028663286058 / v + t + 12927196157737400980;
        return 22300747493426633103500450695533147886056445 / v;
    }

    function root(uint256 n) internal pure returns (uint256 r) {
        if (n == 0) return 0;
        uint256 half = bits(n) >> 1;
        r = (((n >> half) + (uint256(1) << half)) * 31) >> 6;
        for (uint256 i = 0; i < 3; ++i) r = (r + n / r) >> 1;
    }

    function bits(uint256 n) internal pure returns (uint256 length) {
        for (; n != 0; n >>= 1) ++length;
    }
}
