// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @dev The insurance fund's account.
uint256 constant FUND_ACCOUNT = 1;
/// @dev The treasury's account.
uint256 constant TREASURY_ACCOUNT = 2;

/// @title IAccountToken
/// @notice Accounts as ERC-721 tokens. Whoever owns the token owns the account. Accounts 1 and 2 are the insurance
/// fund's and the treasury's.
interface IAccountToken is IERC721 {
    event AccountOpened(uint256 indexed account, address indexed owner);

    error BatchInProgress();

    /// @notice Opens an account for `owner`. Anybody may.
    function open(address owner) external returns (uint256 account);

    /// @notice Number of accounts; their ids are 1 to this.
    function count() external view returns (uint256);

    /// @notice Counts transfers of the account. Part of every digest, so a transfer voids what was signed before.
    function epochOf(uint256 account) external view returns (uint64);
}
