// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Bid, ILiquidator} from "../../../contracts/interfaces/ILiquidator.sol";
import {PricePoint} from "../../../contracts/interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {PhasedFeed} from "../../support/world/PhasedFeed.sol";
import {VM} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice A market without any price is not auctioned, but not for ever.
contract LongDownTest is World {
    uint256 private seller;
    uint256 private bidder;
    Instrument private put;

    function setUp() public {
        _build();
        uint256 buyer = _openAccount(1, 50_000);
        seller = _openAccount(2, 6_000);
        bidder = _openAccount(3, 200_000);
        put = _option(Kind.Put, _expiry(7), 1800);
        exchange.matchOrders(_pair(1, buyer, 2, seller, put, 12e18, 30e18));
        // Deep under water: below maintenance at both ends of a day's interval.
        _setPrice(1300);
        feed.setFault(PhasedFeed.Fault.None);
        _sample();
        feed.setFault(PhasedFeed.Fault.Reverts);
        require(oracle.read(ETH).status == IPriceOracle.Status.Down);
    }

    function test_auction_waits_untilTheLastPriceIsADayOld() public {
        uint256 updatedAt = oracle.read(ETH).updatedAt;
        VM.warp(updatedAt + 24 hours - 1);
        VM.expectPartialRevert(ILiquidator.PriceDown.selector);
        liquidator.flag(seller);
        VM.warp(updatedAt + 24 hours);
        require(liquidator.flag(seller));
        int256 before = house.sizeOf(seller, put);
        VM.prank(VM.addr(3));
        liquidator.bid(Bid(seller, bidder, put, 0, 1e18, 0));
        require(house.sizeOf(seller, put) == before + 1e18);
    }

    /// @dev The bidder takes the leg at the end that favours the account: here a dearer spot.
    function test_bid_isAtTheEndThatFavoursTheAccount() public {
        VM.warp(oracle.read(ETH).updatedAt + 24 hours);
        liquidator.flag(seller);
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.high > r.price && r.low < r.price);
        uint256 price = liquidator.calculateBid(Bid(seller, bidder, put, 0, 1e18, 0)).price;
        require(price == engine.mark(put, PricePoint.High) && price < engine.mark(put, PricePoint.Mid));
    }
}
