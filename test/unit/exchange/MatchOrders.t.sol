// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Fill} from "../../../contracts/interfaces/IExchange.sol";
import {Margin} from "../../../contracts/interfaces/IRiskEngine.sol";
import {World} from "../../support/world/World.sol";

/// @notice Two orders become a trade.
contract MatchOrdersTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;

    uint256 private buyer;
    uint256 private seller;
    Instrument private call;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 10_000);
        seller = _openAccount(SELLER, 10_000);
        call = _option(Kind.Call, _expiry(2), 2200);
    }

    function test_match_movesSizeAndCash() public {
        Fill[] memory fills = _pair(BUYER, buyer, SELLER, seller, call, 3e18, 20e18);
        exchange.matchOrders(fills);
        require(house.sizeOf(buyer, call) == 3e18);
        require(house.sizeOf(seller, call) == -3e18);
        // Notional 6,000 at 0.03% is 1.80 USDC, below 12.5% of the premium of 60.
        require(house.cashOf(buyer) == 10_000e18 - 60e18 - 1.8e18);
        require(house.cashOf(seller) == 10_000e18 + 60e18);
        require(house.cashOf(FUND) == 1.08e18);
        require(house.cashOf(TREASURY) == 0.72e18);
        Margin memory m = _margin(seller);
        require(m.initial > m.maintenance && m.maintenance > 0);
        require(_margin(buyer).initial == 0);
    }
}
