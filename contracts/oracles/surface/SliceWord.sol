// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {PackedSlice, Slice, Smile} from "../../interfaces/IVolatilitySurface.sol";
import {FixedPoint} from "../../pricing/FixedPoint.sol";
import {Svi} from "../../pricing/Svi.sol";

/// @dev A slice and the time at which it was made, in one word; its expiry is the key under which it is stored.
///
///     | halfSpread 24 | carry 32 | sigma 32 | m 32 | rho 24 | b 40 | a 40 | time 32 |    = 256 bits, time lowest
///
/// 0 stands for a slice that was never published: a published one has a time.
type SliceWord is uint256;

using SliceWordCodec for SliceWord global;

/// @title SliceWordCodec
/// @notice Packs slices, and gives their figures the units of pricing.
/// @dev The SDK's `packSlice.ts` and `sliceFigures.ts` give the same bits.
library SliceWordCodec {
    uint256 internal constant YEAR = 365 days;

    uint256 private constant A = 32;
    uint256 private constant B = 72;
    uint256 private constant RHO = 112;
    uint256 private constant M = 136;
    uint256 private constant SIGMA = 168;
    uint256 private constant CARRY = 200;
    uint256 private constant HALF_SPREAD = 232;

    /// @dev Wad per unit of a field.
    int256 private constant NANO = 1e9;
    int256 private constant MICRO = 1e12;
    int256 private constant CARRY_UNIT = 1e10;

    /// @dev Field after field from the highest, so that the compiler keeps no row of masks at hand.
    function pack(Slice memory s) internal pure returns (PackedSlice memory) {
        uint256 word = (uint256(s.halfSpread) << (HALF_SPREAD - CARRY)) | uint32(s.carry);
        word = (word << (CARRY - SIGMA)) | s.sigma;
        word = (word << (SIGMA - M)) | uint32(s.m);
        word = (word << (M - RHO)) | uint24(s.rho);
        word = (word << (RHO - B)) | s.b;
        word = (word << (B - A)) | uint40(s.a);
        return PackedSlice(s.expiry, uint224(word));
    }

    /// @notice The word of figures that were made at `time_`.
    function stamp(uint224 figures, uint32 time_) internal pure returns (SliceWord) {
        return SliceWord.wrap((uint256(figures) << A) | time_);
    }

    function unpack(SliceWord self, uint256 expiry) internal pure returns (Slice memory) {
        return
            Slice({
                expiry: uint40(expiry),
                a: int40(self.a()),
                b: uint40(self.b()),
                rho: int24(self.rho()),
                m: int32(self.m()),
                sigma: uint32(self.sigma()),
                carry: int32(self.carryFigure()),
                halfSpread: uint24(self.halfSpreadFigure())
            });
    }

    /// @notice Unix seconds at which the slice was made; 0 for none.
    function time(SliceWord self) internal pure returns (uint256) {
        return uint32(SliceWord.unwrap(self));
    }

    /// @notice Level of variance per year, 1e-9.
    function a(SliceWord self) internal pure returns (int256) {
        return int40(uint40(SliceWord.unwrap(self) >> A));
    }

    /// @notice Slope of variance per year, 1e-9.
    function b(SliceWord self) internal pure returns (uint256) {
        return uint40(SliceWord.unwrap(self) >> B);
    }

    /// @notice Correlation, 1e-6.
    function rho(SliceWord self) internal pure returns (int256) {
        return int24(uint24(SliceWord.unwrap(self) >> RHO));
    }

    /// @notice Curvature, 1e-9.
    function sigma(SliceWord self) internal pure returns (uint256) {
        return uint32(SliceWord.unwrap(self) >> SIGMA);
    }

    /// @notice Centre, 1e-9.
    function m(SliceWord self) internal pure returns (int256) {
        return int32(uint32(SliceWord.unwrap(self) >> M));
    }

    /// @notice ln(forward/spot) per year, 1e-8.
    function carryFigure(SliceWord self) internal pure returns (int256) {
        return int32(uint32(SliceWord.unwrap(self) >> CARRY));
    }

    /// @notice Half of the volatility spread, 1e-6.
    function halfSpreadFigure(SliceWord self) internal pure returns (uint256) {
        return uint24(SliceWord.unwrap(self) >> HALF_SPREAD);
    }

    /// @notice ln(forward/spot) per year, wad.
    function carry(SliceWord self) internal pure returns (int256) {
        unchecked {
            return self.carryFigure() * CARRY_UNIT;
        }
    }

    /// @notice Half of the volatility spread, wad.
    function halfSpread(SliceWord self) internal pure returns (uint256) {
        unchecked {
            return self.halfSpreadFigure() * uint256(MICRO);
        }
    }

    /// @notice Writes the raw SVI of the total variance over `tenor` seconds to `params`: a and b grow with it, a rounded
    /// toward minus infinity and b down.
    /// @param tenor Below 2^40
    function load(SliceWord self, uint256 tenor, Svi.Params memory params) internal pure {
        // a and b are below 2^40, so the products are below 2^110.
        unchecked {
            params.a = FixedPoint.floorDiv(self.a() * NANO * int256(tenor), int256(YEAR));
            params.b = (self.b() * uint256(NANO) * tenor) / YEAR;
            params.rho = self.rho() * MICRO;
            params.m = self.m() * NANO;
            params.sigma = self.sigma() * uint256(NANO);
        }
    }

    /// @notice The slice as it was published, for `tenor` seconds.
    function smile(SliceWord self, uint256 tenor) internal pure returns (Smile memory result) {
        self.load(tenor, result.svi);
        result.carry = self.carry();
        result.halfSpread = self.halfSpread();
    }
}
