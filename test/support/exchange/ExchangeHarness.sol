// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Exchange} from "../../../contracts/exchange/Exchange.sol";
import {IAccountToken} from "../../../contracts/interfaces/IAccountToken.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {FeeSchedule} from "../../../contracts/interfaces/IExchange.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";

/// @notice An exchange without a house, whose fee can be asked for alone.
contract ExchangeHarness is Exchange {
    constructor(
        FeeSchedule memory fees
    )
        Exchange(
            address(this),
            IClearingHouse(address(0)),
            IAccountToken(address(0)),
            IPriceOracle(address(0)),
            address(0),
            fees
        )
    {}

    function calculateFee(uint256 notional, uint256 premium) external view returns (uint256 fee, uint256 fundFee) {
        return _calculateFee(notional, premium);
    }
}
