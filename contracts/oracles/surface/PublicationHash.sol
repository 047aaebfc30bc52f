// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {PackedSlice} from "../../interfaces/IVolatilitySurface.sol";
import {SliceWord, SliceWordCodec} from "./SliceWord.sol";

/// @title PublicationHash
/// @notice EIP-712 struct hash of what publishers sign.
library PublicationHash {
    bytes32 private constant SLICE_TYPEHASH = keccak256(
        "Slice(uint40 expiry,int40 a,uint40 b,int24 rho,int32 m,uint32 sigma,int32 carry,uint24 halfSpread)"
    );
    bytes32 private constant PUBLICATION_TYPEHASH = keccak256(
        "Publication(uint24 market,uint32 time,Slice[] slices)Slice(uint40 expiry,int40 a,uint40 b,int24 rho,int32 m,uint32 sigma,int32 carry,uint24 halfSpread)"
    );

    function hash(uint24 market, uint32 time, PackedSlice[] calldata slices) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](slices.length);
        for (uint256 i = 0; i < slices.length; ++i) hashes[i] = _hash(slices[i]);
        return keccak256(abi.encode(PUBLICATION_TYPEHASH, market, time, keccak256(abi.encodePacked(hashes))));
    }

    function _hash(PackedSlice calldata slice) private pure returns (bytes32) {
        SliceWord s = SliceWordCodec.stamp(slice.figures, 0);
        (int256 a, uint256 b, int256 rho, int256 m) = (s.a(), s.b(), s.rho(), s.m());
        (uint256 sigma, int256 carry, uint256 halfSpread) = (s.sigma(), s.carryFigure(), s.halfSpreadFigure());
        return keccak256(abi.encode(SLICE_TYPEHASH, slice.expiry, a, b, rho, m, sigma, carry, halfSpread));
    }
}
