// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FixedPoint} from "../../../contracts/pricing/FixedPoint.sol";
import {Svi} from "../../../contracts/pricing/Svi.sol";

/// @notice The smile in plain, checked Solidity: what the kernel's assembly has to give, bit for bit.
library SviReference {
    function totalVariance(Svi.Params memory p, int256 k) internal pure returns (uint256) {
        int256 d = k - p.m;
        uint256 size = uint256(d < 0 ? -d : d);
        uint256 n = size * size + p.sigma * p.sigma;
        if (n == 0) return uint256(p.a);
        uint256 root = size + p.sigma;
        root = (root * 107 + (n / root) * 151) >> 8;
        root = root + n / root;
        root = root + (4 * n) / root;
        int256 bracket = p.rho * d + int256(root * 0.125e18 + (n * 2e18) / root);
        return uint256(p.a + (int256(p.b) * bracket) / 1e36);
    }

    /// @notice What `volatility` has to give where the strike is above 2^-61 of the forward: whether k lies beyond ±4√w(0)
    /// is decided by w(0) alone.
    function volatility(Svi.Params memory p, uint256 f, uint256 strike, uint256 time) internal pure returns (uint256) {
        int256 k = logMoneyness(f, strike);
        int256 limit = int256(FixedPoint.sqrt(totalVariance(p, 0) * 16));
        if (k > limit) k = limit;
        if (k < -limit) k = -limit;
        uint256 n = (totalVariance(p, k) * 31_536_000e18) / time;
        if (n == 0) return 0;
        uint256 bits = 0;
        while (bits < 256 && n >> bits != 0) ++bits;
        uint256 root = (181 << 120) >> ((256 - bits) / 2);
        for (uint256 i = 0; i < 2; ++i) {
            root = root + n / root;
            root = root / 4 + n / root;
        }
        return (root + n / root) / 2;
    }

    function logMoneyness(uint256 forward, uint256 strike) internal pure returns (int256) {
        uint256 one = 181 << 120;
        uint256 mantissa = (strike * one) / forward;
        int256 power = 0;
        for (; mantissa >= 1 << 128; ++power) mantissa >>= 1;
        // What is shifted out above is what the kernel shifts out; below nothing is lost.
        for (; mantissa < 1 << 127; --power) mantissa <<= 1;
        int256 z = (1 << 120) - int256((one << 121) / (mantissa + one));
        int256 square = z * z;
        int256 f = square / 1643538794799117875769631462986174466 - 4160140947000037974609933850940999706;
        f = square / f + 1682301844981120996305634111985380187;
        f = square / f - 4135376002015298556058331576090711666;
        f = square / f + 1661534994723430698932502942434705811;
        f = square / f - 3987683987354756741856760597000796913;
        f = square / f + 1329227995784915872598850609614828331;
        return (power * 12786308645202655659788630699742451795 + (z * (2e18 << 64)) / f) >> 64;
    }
}
