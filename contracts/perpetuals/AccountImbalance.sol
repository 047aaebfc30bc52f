// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {InstrumentCodec, Kind} from "../instruments/Instrument.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {IImbalanceSource} from "../interfaces/IFunding.sol";

/// @title AccountImbalance
/// @notice Where one account, a market maker or a vault, takes the other side of the traders, its position is their
/// imbalance with the opposite sign.
contract AccountImbalance is IImbalanceSource {
    IClearingHouse public immutable clearingHouse;
    uint256 public immutable account;

    constructor(IClearingHouse clearingHouse_, uint256 account_) {
        clearingHouse = clearingHouse_;
        account = account_;
    }

    /// @inheritdoc IImbalanceSource
    function imbalance(uint24 market) external view returns (int256) {
        return -clearingHouse.sizeOf(account, InstrumentCodec.pack(market, Kind.Perpetual, 0, 0));
    }
}
