// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FUND_ACCOUNT} from "../interfaces/IAccountToken.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";

/// @title InsuranceFund
/// @notice Owner of account 1. The account takes its share of fees and pays top-ups of liquidations and the debts of
/// bankrupt accounts, all by rules of the ledger. Anybody may deposit into it; this contract has no way to take out.
contract InsuranceFund {
    uint256 public constant ACCOUNT = FUND_ACCOUNT;

    IClearingHouse public immutable clearingHouse;

    constructor(IClearingHouse clearingHouse_) {
        clearingHouse = clearingHouse_;
    }

    /// @notice Cash of the fund, wad.
    function balance() external view returns (int256) {
        return clearingHouse.cashOf(ACCOUNT);
    }
}
