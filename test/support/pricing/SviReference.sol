// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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
        root = (root + n / root) >> 1;
        root = (root + n / root) >> 1;
        int256 bracket = 2 * p.rho * d + int256(root * 1e18 + (n * 1e18) / root);
        return uint256(p.a + (int256(p.b) * bracket) / 2e36);
    }
}
