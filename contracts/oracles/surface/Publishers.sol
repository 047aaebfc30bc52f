// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {IVolatilitySurface} from "../../interfaces/IVolatilitySurface.sol";

/// @title Publishers
/// @notice Who may sign smiles, and how many of them it takes.
abstract contract Publishers is IVolatilitySurface {
    uint256 internal constant MAX_PUBLISHERS = 15;
    uint256 private constant SIGNATURE_LENGTH = 64;
    uint256 private constant WORD = 32;
    uint256 private constant NOWHERE = type(uint256).max;

    /// @dev One slot: 20 + 1 bytes.
    struct Quorum {
        /// Contract whose code is the list, one word each in ascending order: it is read at the price of one slot. Every
        /// set has its own, so the one before ends with the replacement.
        address list;
        uint8 threshold;
    }

    /// @dev Until publishers are set the list is empty and one has to sign: nobody can publish.
    Quorum private quorum = Quorum(address(0), 1);

    /// @inheritdoc IVolatilitySurface
    function publishers() public view returns (address[] memory list) {
        bytes memory code = quorum.list == address(0) ? bytes("") : SSTORE2.read(quorum.list);
        list = new address[](code.length / WORD);
        for (uint256 i = 0; i < list.length; ++i) list[i] = _at(code, i);
    }

    /// @inheritdoc IVolatilitySurface
    function threshold() external view returns (uint256) {
        return quorum.threshold;
    }

    function _setPublishers(address[] calldata list, uint256 threshold_) internal {
        uint256 count = list.length;
        bool plausible = count <= MAX_PUBLISHERS && threshold_ != 0 && threshold_ <= count;
        require(plausible, PublisherCount(count, threshold_, MAX_PUBLISHERS));
        address previous;
        for (uint256 i = 0; i < count; ++i) {
            require(list[i] > previous, PublisherOrder(list[i], previous));
            previous = list[i];
        }
        quorum = Quorum(SSTORE2.write(abi.encodePacked(list)), uint8(threshold_));
        emit PublishersSet(list, threshold_);
    }

    /// @dev Refuses a digest without enough signatures of different publishers. Signers and publishers both ascend, so one
    /// walk along the list finds them all.
    function _requireSigned(bytes32 hash, bytes calldata signatures) internal view {
        Quorum memory q = quorum;
        uint256 count = signatures.length / SIGNATURE_LENGTH;
        require(signatures.length == count * SIGNATURE_LENGTH, SignaturesMalformed(signatures.length));
        require(count >= q.threshold, TooFewSignatures(count, q.threshold));
        require(q.list != address(0), NotPublisher(address(0)));
        bytes memory code = SSTORE2.read(q.list);
        address previous;
        uint256 next;
        for (uint256 i = 0; i < count; ++i) {
            address signer = _signerOf(hash, signatures, i);
            next = _find(code, signer, next);
            if (next == NOWHERE) _refuseSigner(code, signer, previous);
            previous = signer;
        }
    }

    /// @dev The place after that of `signer`, at or after `from`.
    function _find(bytes memory code, address signer, uint256 from) private pure returns (uint256) {
        // At most 15 words.
        unchecked {
            uint256 end = code.length / WORD;
            for (uint256 i = from; i < end; ++i) if (_at(code, i) == signer) return i + 1;
            return NOWHERE;
        }
    }

    /// @dev Somebody who stands in the list was passed: the order is wrong. Anybody else is no publisher.
    function _refuseSigner(bytes memory code, address signer, address previous) private pure {
        require(_find(code, signer, 0) != NOWHERE, NotPublisher(signer));
        revert SignerOrder(signer, previous);
    }

    /// @dev 0, which is no publisher, for a signature that nobody made or whose s is the high one of two.
    /// @param i Below the number of signatures
    function _signerOf(bytes32 hash, bytes calldata signatures, uint256 i) private pure returns (address signer) {
        bytes32 r;
        bytes32 vs;
        assembly ("memory-safe") {
            // Reads the 64 bytes of signature i, which lie within `signatures`.
            let start := add(signatures.offset, shl(6, i))
            r := calldataload(start)
            vs := calldataload(add(start, 0x20))
        }
        (signer, , ) = ECDSA.tryRecover(hash, r, vs);
    }

    /// @param i Below the number of words in `code`
    function _at(bytes memory code, uint256 i) private pure returns (address publisher) {
        assembly ("memory-safe") {
            publisher := mload(add(add(code, 0x20), shl(5, i))) // written by `_setPublishers`: no bits above an address
        }
    }
}
