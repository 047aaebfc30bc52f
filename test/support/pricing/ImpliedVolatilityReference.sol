// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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
            t.x = logarithm(high, low);
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
            ((1641947465 * u - 415595637 * v + 167678058877157376000) * u +
                (-8547769597 * v - 151657836708527865856) * v +
                170427457100922238238134894592) * u;
        numerator +=
            ((3509860941 * v + 408187739944945451008) * v + 1257061000030620959378866438144) * v +
            69268015725159368605412792382393501614080;
        int256 denominator =
            (39524181317 * u - 39915677826 * v - 18219795261599776768) * u +
                (25402746223 * v + 360924180564165001216) * v +
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
        last = last && d <= 1 << 118 && d >= -(1 << 118) && move <= 9 << 71 && move >= -(9 << 71);
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
            (z * 519236370815761141125492635766422257452083) / (259618185407880570562746317883211128726042 - z * z);
    }

    function logarithm(uint256 a, uint256 b) internal pure returns (int256) {
        uint256 quotient = (a << 120) / b;
        uint256 power = bits(quotient * 181) - 128;
        int256 m = int256(quotient >> power);
        int256 z = ((m - (1 << 120)) << 96) / (m + (1 << 120));
        int256 w = (z >> 32) * (z >> 32);
        int256 f = 23351181042461562953 - w / 56420292283007863448;
        f = 57389826925486163997 - w / f;
        f = 23058430123504471788 - w / f;
        f = 55340232221077510287 - w / f;
        f = 18446744073709553955 - w / f;
        return int256(power) * 54916777467707473351141471128 + (z << 65) / f;
    }

    function millsRatio(int256 t) internal pure returns (int256) {
        int256 v = t + 951224161289442407467537;
        v = 37223932610084795085754311403389455215106776387327 / v + t + 3989437959048602266079980;
        v = 522410675224260211425247892032613103620801757283 / v + t + 57882296593775642749583106;
        v = 3062581659155967092970126372465349898146491667506217 / v + t - 51975396607705506595334028;
        v = t + 6227364760375695084613174 - 2625998882532337017857664159804894883638243174082 / v;
        v = 66578107164363202614321640000045386975767915514552 / v + t + 12562657925657355409549026;
        v = t + 4158849815306371097291984 - 59564741260760921352967607350943892233167777900806 / v;
        v = 3547437245340911748149788376218636476195313101705 / v + t - 20857030494343242782004;
        v = 1460750648002582953076202913739480439042542752985 / v + t + 12083144842617443581;
        return 22300747313191498948546700716477256515266590 / v;
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
