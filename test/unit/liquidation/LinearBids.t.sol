// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Bid, BidOutcome} from "../../../contracts/interfaces/ILiquidator.sol";
import {PricePoint} from "../../../contracts/interfaces/IMarketInputs.sol";
import {Margin} from "../../../contracts/interfaces/IRiskEngine.sol";
import {Properties} from "../../invariant/Properties.sol";
import {LinearWorld} from "../../support/world/LinearWorld.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Bids on futures and perpetuals.
contract LinearBidsTest is LinearWorld {
    function setUp() public {
        _buildLinear();
    }

    function test_bid_takesPartOfAPerpetual() public {
        _ruinLong(perpetual);
        uint256 mark = engine.mark(perpetual, PricePoint.Mid);
        Margin memory before = _margin(who[0]);
        int256 cash = _cash(3);
        BidOutcome memory o = _take(perpetual, 50e18);
        require(o.price == mark && o.cash == int256(50 * mark), "the value of the leg");
        require(_entry(3, perpetual) == int256(50 * mark), "entered at the mark");
        require(_cash(3) == cash + int256(o.fromAccount + o.fromFund), "the reward is cash");
        require(_position(0, perpetual).size == 250e18, "the rest");
        require(_entry(0, perpetual) == 500_000e18, "its entry");
        _requireOutcome(o, before);
        _requireBooks(0);
    }

    function test_bid_takesAllOfAFuture() public {
        _ruinLong(future);
        Margin memory before = _margin(who[0]);
        VM.warp(block.timestamp + 20 minutes);
        feed.update(int256(oracle.read(ETH).price / 1e10));
        before = _margin(who[0]);
        BidOutcome memory o = _take(future, 60e18);
        _requireOutcome(o, before);
        _requireBooks(0);
    }

    function test_bid_takesAShort() public {
        _swap(1, 0, perpetual, 300e18, 2000e18);
        _setPrice(2290);
        liquidator.flag(who[0]);
        Margin memory before = _margin(who[0]);
        int256 cash = _cash(3);
        BidOutcome memory o = _take(perpetual, 50e18);
        require(o.cash < 0 && _entry(3, perpetual) == o.cash, "a short entered at the mark");
        require(_cash(3) == cash + int256(o.fromAccount + o.fromFund), "the reward is cash");
        _requireOutcome(o, before);
        _requireBooks(0);
    }

    /// @dev What has accrued is in cash after the bid, and the outcome foretold it.
    function test_bid_countsFunding() public {
        _swap(0, 1, perpetual, 300e18, 2000e18);
        _fund(300e18);
        _pass(24);
        _setPrice(1720);
        liquidator.flag(who[0]);
        Margin memory before = _margin(who[0]);
        int256 cash = house.cashOf(who[0]);
        int256 open = house.portfolioOf(who[0]).cash - cash;
        require(open != 0, "funding is open");
        BidOutcome memory o = _take(perpetual, 50e18);
        require(house.portfolioOf(who[0]).cash == house.cashOf(who[0]), "and paid");
        require(_position(3, perpetual).fundingIndex == funding.index(ETH), "not by the bidder");
        _requireOutcome(o, before);
        _requireBooks(0);
    }

    /// @dev A bid's forecast is what the ledger does, for any size and with a mixed book.
    function testFuzz_outcome_isWhatHappens(uint256 size, uint256 price, bool ofPerpetual) public {
        _swap(0, 1, perpetual, 150e18, 2000e18 + 1);
        _swap(0, 1, future, 150e18, 2001e18 + 7);
        _swap(1, 0, _option(Kind.Call, expiry, 2200), 20e18, 10e18);
        _fund(150e18);
        _pass(3);
        _setPrice(within(price, 1640, 1740));
        Margin memory before = _margin(who[0]);
        if (before.equity >= int256(before.maintenance)) return;
        liquidator.flag(who[0]);
        Bid memory b = _bid(ofPerpetual ? perpetual : future, within(size, 1e18, 100e18));
        try liquidator.calculateBid(b) returns (BidOutcome memory) {} catch {
            return;
        }
        VM.prank(VM.addr(_key(3)));
        BidOutcome memory o = liquidator.bid(b);
        _requireOutcome(o, before);
        require(o.equityAfter >= before.equity || o.healthAfter >= before.health, Properties.LIQUIDATION_1);
        _requireBooks(4);
    }

    function _ruinLong(Instrument instrument) private {
        _swap(0, 1, instrument, 300e18, 2000e18);
        _setPrice(1720);
        require(liquidator.flag(who[0]), "flagged");
    }

    function _bid(Instrument instrument, uint256 size) private view returns (Bid memory) {
        return Bid(who[0], who[3], instrument, 0, size, 0);
    }

    function _take(Instrument instrument, uint256 size) private returns (BidOutcome memory o) {
        VM.prank(VM.addr(_key(3)));
        o = liquidator.bid(_bid(instrument, size));
    }

    /// @dev The account stands as the outcome says.
    function _requireOutcome(BidOutcome memory o, Margin memory before) private view {
        Margin memory m = _margin(who[0]);
        require(o.equityBefore == before.equity && o.healthBefore == before.health, "before");
        require(m.equity == o.equityAfter, "equity");
        require(m.health == o.healthAfter, "health");
        require(m.maintenance + o.freed == before.maintenance, "freed");
    }
}
