// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Slice} from "../../interfaces/IVolatilitySurface.sol";

/// @title PublicationHash
/// @notice EIP-712 struct hash of what publishers sign.
library PublicationHash {
    bytes32 private constant SLICE_TYPEHASH = keccak256(
        "Slice(uint40 expiry,int40 a,uint40 b,int24 rho,int32 m,uint32 sigma,int32 carry,uint24 halfSpread)"
    );
    bytes32 private constant PUBLICATION_TYPEHASH = keccak256(
        "Publication(uint24 market,uint32 time,Slice[] slices)Slice(uint40 expiry,int40 a,uint40 b,int24 rho,int32 m,uint32 sigma,int32 carry,uint24 halfSpread)"
    );

    function hash(uint24 market, uint32 time, Slice[] calldata slices) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](slices.length);
        for (uint256 i = 0; i < slices.length; ++i) hashes[i] = keccak256(abi.encode(SLICE_TYPEHASH, slices[i]));
        return keccak256(abi.encode(PUBLICATION_TYPEHASH, market, time, keccak256(abi.encodePacked(hashes))));
    }
}
