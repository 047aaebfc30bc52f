// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC2771Context} from "@openzeppelin/contracts/metatx/ERC2771Context.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IAccountToken} from "../interfaces/IAccountToken.sol";
import {IExchange} from "../interfaces/IExchange.sol";

/// @title Consent
/// @notice Who may speak for an account, and which of its signatures are used up.
abstract contract Consent is IExchange, EIP712, ERC2771Context {
    IAccountToken public immutable accountToken;

    /// @inheritdoc IExchange
    mapping(uint256 account => mapping(uint256 word => uint256)) public usedNonces;

    constructor(IAccountToken accountToken_, address router) EIP712("Ballast", "1") ERC2771Context(router) {
        accountToken = accountToken_;
    }

    /// @inheritdoc IExchange
    function cancel(uint256 account, uint256 word, uint256 bits) external {
        address sender = _msgSender();
        require(accountToken.ownerOf(account) == sender, NotAccountOwner(account, sender));
        usedNonces[account][word] |= bits;
        emit NoncesCancelled(account, word, bits);
    }

    function _requireEpoch(uint256 account, uint64 signed) internal view {
        uint64 current = accountToken.epochOf(account);
        require(signed == current, WrongEpoch(account, signed, current));
    }

    function _requireUnused(uint256 account, uint256 nonce) internal view {
        require(usedNonces[account][nonce >> 8] & _bit(nonce) == 0, OrderUsed(account, nonce));
    }

    function _use(uint256 account, uint256 nonce) internal {
        usedNonces[account][nonce >> 8] |= _bit(nonce);
    }

    /// @dev ECDSA or ERC-1271; the checker refuses the zero address and malleable signatures.
    function _requireSignature(address signer, bytes32 digest, bytes calldata signature) internal view {
        bool valid = SignatureChecker.isValidSignatureNowCalldata(signer, digest, signature);
        require(valid, SignatureInvalid(signer, digest));
    }

    function _bit(uint256 nonce) private pure returns (uint256) {
        return 1 << (nonce & 0xff);
    }
}
