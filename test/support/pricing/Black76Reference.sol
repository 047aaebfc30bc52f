// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @notice Black-76 and its scenarios without assembly and with checked arithmetic, one function for one idea: the
/// same integers as the kernels, and a panic where a bound that their comments claim is wrong.
library Black76Reference {
    uint256 private constant WAD = 1e18;
    int256 private constant ONE_Q120 = 2 ** 120;

    /// @dev One level of a₁/(t + b₁ + a₂/(t + b₂ + …)).
    struct Level {
        int256 a;
        int256 b;
    }

    function price(
        uint256 forward,
        uint256 strike,
        uint256 time,
        uint256 volatility,
        uint256 discount
    ) internal pure returns (uint256 call, uint256 put) {
        (uint256 low, uint256 high) = forward > strike ? (strike, forward) : (forward, strike);
        uint256 value = 0;
        if (low * time * volatility != 0) {
            uint256 deviation = (rootOfYears(time) * volatility) / WAD;
            uint256 x = (lnRatio(high, low) << 72) / deviation;
            uint256 e;
            bool inside;
            uint256 near;
            uint256 far;
            (e, inside, near, far) = _parts(low, x, deviation >> 41);
            value = (_combine(low << 64, e, inside, near, far, 64) * discount) / (WAD << 64);
        }
        uint256 other = value + ((high - low) * discount) / WAD;
        return forward > strike ? (other, value) : (value, other);
    }

    function rootOfYears(uint256 time) internal pure returns (uint256 root) {
        uint256 half = 128;
        while (time >> (2 * (128 - half)) != 0) --half;
        root =
            (27667018634327050212033506833475031371436049746971873249538973895149479 >> half) + time * 2 ** (half - 21);
        uint256 square = time * uint256(2 ** 240 / uint256(365 days));
        for (uint256 i = 0; i < 4; ++i) root = (root + square / root) / 2;
    }

    function lnRatio(uint256 high, uint256 low) internal pure returns (uint256) {
        uint256 ratio = (high * 2 ** 120) / low;
        uint256 power = 0;
        while ((ratio * 181) >> (128 + power) != 0) ++power;
        int256 m = int256(ratio >> power);
        int256 z = ONE_Q120 - (2 * ONE_Q120 * ONE_Q120) / (m + ONE_Q120);
        int256[8] memory c = [
            int256(1329227995784915872904374853939410281),
            -3987683987354747596523066789512716722,
            1661534994731169473255946887145806479,
            -4135375986821979109535504624959260730,
            1682304195848557023751774132304091273,
            -4158997061004646318087979589677308237,
            1688117757868666292537619285369420311,
            -4042830332134243656557645289565106139
        ];
        int256 f = c[7];
        for (uint256 i = 7; i > 0; --i) f = (z * z) / f + c[i - 1];
        return uint256(int256(power * 235865763225513294137944142764154484399) + (z * 2 ** 129) / f);
    }

    /// @dev e in Q64 and Mills' ratios in Q64, from distances in Q80.
    function _parts(
        uint256 low,
        uint256 x,
        uint256 h
    ) private pure returns (uint256 e, bool inside, uint256 near, uint256 far) {
        inside = x < h;
        near = inside ? h - x : x - h;
        if (near > 13 * 2 ** 80) return (0, inside, 0, 0);
        uint256 y = ((near * near * 872055642380325518818952) >> 176) + 24455735256403655384;
        uint256 power = (y + 2 ** 63) >> 64;
        int256 g = int256(power << 64) - int256(y);
        int256[6] memory c = [
            int256(53226052391377289967),
            159678157174131870193,
            266130261956889290688,
            372582366759422700029,
            479034574436661153727,
            585855392749210582609
        ];
        int256 p = c[5];
        for (uint256 i = 5; i > 0; --i) p = (g * g) / p + c[i - 1];
        e = uint256(((int256(low) * (p + g)) * 2 ** 64) / (p - g)) >> power;
        near = _fraction(_priceLevels(), near);
        far = _fraction(_priceLevels(), x + h);
    }

    /// @dev e·(R(near) − R(far)), or whole − e·(R(near) + R(far)), never negative.
    function _combine(
        uint256 whole,
        uint256 e,
        bool inside,
        uint256 near,
        uint256 far,
        uint256 bits
    ) private pure returns (uint256) {
        if (!inside) return near > far ? (e * (near - far)) >> bits : 0;
        uint256 product = e * (near + far);
        uint256 part = (product >> bits) + (product % 2 ** bits == 0 ? 0 : 1);
        return whole > part ? whole - part : 0;
    }

    function _fraction(Level[] memory levels, uint256 t) private pure returns (uint256) {
        int256 v = int256(t) + levels[levels.length - 1].b;
        for (uint256 k = levels.length - 1; k > 0; --k) {
            require(v > 0, "a denominator is not positive");
            v =
                levels[k].a > 0
                    ? levels[k].a / v + int256(t) + levels[k - 1].b
                    : int256(t) + levels[k - 1].b - -levels[k].a / v;
        }
        return uint256(levels[0].a / v);
    }

    function _priceLevels() private pure returns (Level[] memory levels) {
        levels = new Level[](8);
        levels[0] = Level(22300729893347606557707774953052835482027988, -72809870643780978658);
        levels[1] = Level(1465254614712135221986448147762116166433316247289, 86029861183610733803763);
        levels[2] = Level(799265743022672798694580305504538308432348928556, -51694631656183848558705524);
        levels[3] = Level(3507295431832307592757859283226306824060564483948973, 67099229112493747222769427);
        levels[4] = Level(3678020580156093256733595711639550687845999233187, 7154441887022107606656173);
        levels[5] = Level(49492466481181589774974104466437644806090087618554, 1111191207105259459354918);
        levels[6] = Level(-1830452930615507137929317465815906196258053026771, -11873511251505998258861459);
        levels[7] = Level(231157532883874164246199067062611464753244629811327, 16283626103054143354222210);
    }

    /// @notice The discounted time value of a scenario, wad.
    /// @param distance |ln(F'/K)| in Q176.
    /// @param deviation s in Q120, positive.
    function scenario(
        uint256 low,
        uint256 distance,
        uint256 deviation,
        uint256 discount
    ) internal pure returns (uint256) {
        uint256 worth = ((low * discount) << 64) / WAD;
        uint256 x = distance / deviation;
        uint256 h = deviation >> 65;
        bool inside = x < h;
        uint256 near = inside ? h - x : x - h;
        if (near > 10 * 2 ** 56) return inside ? worth >> 64 : 0;
        uint256 y = ((near * near * 13306513097844322492) >> 117) + 764241726762614231;
        uint256 power = (y + 2 ** 58) >> 59;
        int256 g = int256(power << 59) - int256(y);
        int256[4] memory c = [
            int256(1663314137230646625),
            4989942412711477950,
            8316574932808447478,
            11654296863345220072
        ];
        int256 p = c[3];
        for (uint256 i = 3; i > 0; --i) p = (g * g) / p + c[i - 1];
        uint256 e = uint256((int256(worth) * (p + g)) / (p - g)) >> power;
        (near, h) = (_fraction(_scenarioLevels(), near), _fraction(_scenarioLevels(), x + h));
        return _combine(worth, e, inside, near, h, 56) >> 64;
    }

    function _scenarioLevels() private pure returns (Level[] memory levels) {
        levels = new Level[](6);
        levels[0] = Level(5191753319387536061270476041518274, -368452312746009);
        levels[1] = Level(5841336939751818340226515841483214, 130810371364285858);
        levels[2] = Level(-88923807972595119046456057390355281, 623130974860958818);
        levels[3] = Level(164092018323339039585044675359300122, 144275675832518153);
        levels[4] = Level(-6298439287163963930184789591208589, -1018215050433422960);
        levels[5] = Level(1386116257715633868255541985140145060, 1257125246166323782);
    }
}
