// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IAccountToken} from "../interfaces/IAccountToken.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";

/// @title AccountToken
/// @notice Accounts as ERC-721 tokens, numbered from 1. Not upgradeable, without roles.
contract AccountToken is IAccountToken, ERC721 {
    IClearingHouse public immutable clearingHouse;

    /// @inheritdoc IAccountToken
    uint256 public count;
    /// @inheritdoc IAccountToken
    mapping(uint256 account => uint64) public epochOf;

    /// @param insuranceFund Owner of account 1
    /// @param treasury Owner of account 2
    constructor(
        IClearingHouse clearingHouse_,
        address insuranceFund,
        address treasury
    ) ERC721("Ballast Account", "BALLAST") {
        clearingHouse = clearingHouse_;
        _open(insuranceFund);
        _open(treasury);
    }

    /// @inheritdoc IAccountToken
    function open(address owner) external returns (uint256 account) {
        return _open(owner);
    }

    function _open(address owner) private returns (uint256 account) {
        account = ++count;
        // Not the safe form: a receiver's hook has no say in opening an account, and gets no chance to re-enter.
        _mint(owner, account);
        emit AccountOpened(account, owner);
    }

    /// @dev A transfer voids whatever the former owner signed, and cannot split a batch between two owners.
    function _update(address to, uint256 account, address auth) internal override returns (address from) {
        from = super._update(to, account, auth);
        if (from == address(0)) return from;
        require(!clearingHouse.inBatch(), BatchInProgress());
        ++epochOf[account];
    }
}
