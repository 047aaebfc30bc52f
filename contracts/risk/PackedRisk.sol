// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IRiskParameters, MarketRisk, RiskModel} from "../interfaces/IRiskParameters.sol";

/// @title PackedRisk
/// @notice Parameters in one slot each, because every margin reads them. Shares are kept in basis points, dollars in the
/// units named below; a value between two of these is refused rather than rounded.
library PackedRisk {
    uint256 private constant BASIS_POINT = 1e14;
    uint256 private constant CENT = 1e16;
    uint256 private constant USDC = 1e18;
    uint256 private constant MILLIONTH = 1e12;

    /// @notice The fields in their order, 16 bits each from the low end: shares in basis points, then the close-out cost in
    /// cents and the minimum in USDC.
    function packModel(RiskModel memory m) internal pure returns (uint256 word) {
        uint64[12] memory shares = [
            m.volatilityUp,
            m.volatilityDown,
            m.volatilityDownFloor,
            m.shortTenorPower,
            m.longTenorPower,
            m.tailShift,
            m.tailWeight,
            m.initialFactor,
            m.shortContingency,
            m.contingencyTail,
            m.contingencyInitialFactor,
            m.basis
        ];
        for (uint256 i = 0; i < shares.length; ++i) {
            word |= _units(shares[i], BASIS_POINT) << (16 * i);
        }
        word |= _units(m.closeOut, CENT) << 192;
        word |= _units(m.minimumInitialMargin, USDC) << 208;
    }

    /// @notice The inverse of `packModel`.
    function unpackModel(uint256 word) internal pure returns (RiskModel memory m) {
        m.volatilityUp = _share(word);
        m.volatilityDown = _share(word >> 16);
        m.volatilityDownFloor = _share(word >> 32);
        m.shortTenorPower = _share(word >> 48);
        m.longTenorPower = _share(word >> 64);
        m.tailShift = _share(word >> 80);
        m.tailWeight = _share(word >> 96);
        m.initialFactor = _share(word >> 112);
        m.shortContingency = _share(word >> 128);
        m.contingencyTail = _share(word >> 144);
        m.contingencyInitialFactor = _share(word >> 160);
        m.basis = _share(word >> 176);
        m.closeOut = uint64(uint16(word >> 192) * CENT);
        m.minimumInitialMargin = uint128(uint16(word >> 208) * USDC);
    }

    /// @notice From the low end: width factor 24 in millionths; floor 16 | linear floor 16 | cap 16 in basis points; rate 32
    /// in millionths; depth 64 in USDC.
    function packMarket(MarketRisk memory r) internal pure returns (uint256 word) {
        word = _units(r.widthFactor, MILLIONTH);
        word |= _units(r.widthFloor, BASIS_POINT) << 24;
        word |= _units(r.linearWidthFloor, BASIS_POINT) << 40;
        word |= _units(r.widthCap, BASIS_POINT) << 56;
        word |= _units(r.rate, MILLIONTH) << 72;
        word |= _units(r.depth, USDC) << 104;
    }

    /// @notice The inverse of `packMarket`.
    function unpackMarket(uint256 word) internal pure returns (MarketRisk memory r) {
        r.widthFactor = uint64(uint24(word) * MILLIONTH);
        r.widthFloor = _share(word >> 24);
        r.linearWidthFloor = _share(word >> 40);
        r.widthCap = _share(word >> 56);
        r.rate = uint64(uint32(word >> 72) * MILLIONTH);
        r.depth = uint128(uint64(word >> 104) * USDC);
    }

    function _share(uint256 word) private pure returns (uint64) {
        return uint64(uint16(word) * BASIS_POINT);
    }

    function _units(uint256 value, uint256 unit) private pure returns (uint256) {
        require(value % unit == 0, IRiskParameters.ParameterTooFine(value, unit));
        return value / unit;
    }
}
