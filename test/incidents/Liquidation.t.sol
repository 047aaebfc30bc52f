// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {Bid, BidOutcome, ILiquidator} from "../../contracts/interfaces/ILiquidator.sol";
import {Margin} from "../../contracts/interfaces/IRiskEngine.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {Properties} from "../invariant/Properties.sol";
import {PhasedFeed} from "../support/world/PhasedFeed.sol";
import {VM, within} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice What broke other liquidations: cascades, zero bids, remainders, stuck feeds, auctions inside a batch.
contract LiquidationIncidentsTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;
    uint256 private constant BIDDER = 0xB1D;

    uint256 private buyer;
    uint256 private seller;
    uint256 private bidder;
    Instrument private put;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 30_000);
        seller = _openAccount(SELLER, 6_000);
        bidder = _openAccount(BIDDER, 500_000);
        put = _option(Kind.Put, _expiry(6), 1800);
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 14e18, 30e18));
    }

    /// @dev INCIDENT cascading liquidations: any slices, at any moments, never leave the account less healthy.
    function testFuzz_bids_inSlices_neverCascade(
        uint256 price,
        uint256[5] memory sizes,
        uint256[5] memory waits
    ) public {
        _setPrice(within(price, 1000, 1650));
        liquidator.flag(seller);
        Margin memory before = _margin(seller);
        for (uint256 i = 0; i < 5; ++i) {
            VM.warp(block.timestamp + within(waits[i], 0, 10 minutes));
            feed.update(int256(within(price, 1000, 1650) * 1e8));
            Margin memory reached = _margin(seller);
            if (!_tryBid(within(sizes[i], 1e17, 5e18))) continue;
            Margin memory m = _margin(seller);
            if (reached.equity > 0) require(m.health >= reached.health, Properties.LIQUIDATION_1);
            else require(m.equity >= reached.equity, Properties.LIQUIDATION_2);
            require(m.maintenance < reached.maintenance && m.maintenance <= before.maintenance);
        }
    }

    /// @dev INCIDENT Maker 2020: with one bidder or none, nothing is sold for nothing and the reward only rises.
    function test_auction_withoutBidders_paysMoreWithTime() public {
        _setPrice(1650);
        liquidator.flag(seller);
        uint256 best = 0;
        for (uint256 i = 0; i < 12; ++i) {
            BidOutcome memory o = liquidator.calculateBid(_bid(2e18));
            require(o.fromAccount >= best && o.cash < 0, "a short leg comes with its price");
            best = o.fromAccount;
            VM.warp(block.timestamp + 3 minutes);
            _setPrice(1650);
        }
        VM.prank(VM.addr(BIDDER));
        BidOutcome memory taken = liquidator.bid(_bid(2e18));
        require(taken.fromAccount >= best && taken.fromAccount * 2 <= taken.freed, "at most half of what is freed");
    }

    /// @dev INCIDENT dust (Aave): no bid leaves a remainder that nobody would take.
    function testFuzz_bid_leavesNoDust(uint256 size) public {
        _setPrice(1000);
        liquidator.flag(seller);
        _tryBid(within(size, 13e18, 14e18));
        uint256 left = uint256(-house.sizeOf(seller, put));
        require(left == 0 || left >= 0.1e18, "a remainder below the least leg");
    }

    /// @dev A stranger's gift of collateral delays a write-off by one bid, which fits the same batch.
    function test_resolve_goesOn_whenDustIsGiven() public {
        _expireAt(900);
        _depositWeth(seller, 1);
        IRouter.Call[] memory calls = new IRouter.Call[](3);
        Bid memory b = Bid(seller, bidder, Instrument.wrap(0), ETH, 1, 0);
        calls[0] = IRouter.Call(address(liquidator), abi.encodeCall(ILiquidator.flag, (seller)));
        calls[1] = IRouter.Call(address(liquidator), abi.encodeCall(ILiquidator.bid, (b)));
        calls[2] = IRouter.Call(address(house), abi.encodeCall(IClearingHouse.resolve, (seller)));
        VM.prank(VM.addr(BIDDER));
        router.batch(calls);
        require(house.cashOf(seller) == 0 && house.portfolioOf(bidder).collateral[0].amount == 1);
    }

    /// @dev Nobody bids on what the batch has not been checked for: the owner cannot make himself a bargain first.
    function test_bid_reverts_onAnAccountThatTheBatchChanged() public {
        _setPrice(1650);
        liquidator.flag(seller);
        uint256 second = _openAccount(SELLER, 100_000);
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        Bid memory b = Bid(seller, second, put, 0, 2e18, 0);
        bytes memory data = abi.encodeCall(IClearingHouse.withdraw, (seller, address(usdc), 1e6, VM.addr(SELLER)));
        calls[0] = IRouter.Call(address(house), data);
        calls[1] = IRouter.Call(address(liquidator), abi.encodeCall(ILiquidator.bid, (b)));
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.AccountInUse.selector, seller));
        VM.prank(VM.addr(SELLER));
        router.batch(calls);
    }

    /// @dev INCIDENT Venus LUNA: answers at the feed's bounds, past them, and none at all liquidate nobody.
    function test_flag_reverts_whenTheFeedIsStuckAtABound() public {
        _setPrice(1900);
        _sample();
        int256[4] memory stuck = [int256(1), int256(1e15), int256(0), int256(-1)];
        for (uint256 i = 0; i < stuck.length; ++i) {
            feed.update(stuck[i]);
            (bool ok, ) = address(liquidator).call(abi.encodeCall(ILiquidator.flag, (seller)));
            require(!ok && liquidator.flaggedAt(seller) == 0, "flagged on an answer at the bounds");
        }
    }

    /// @dev A feed that dies in the middle of an auction stops it, and its return goes on where it stood.
    function test_auction_waitsForADeadFeed() public {
        _setPrice(1650);
        _sample();
        liquidator.flag(seller);
        feed.setFault(PhasedFeed.Fault.BurnsGas);
        require(!_tryBid(2e18));
        feed.setFault(PhasedFeed.Fault.None);
        require(_tryBid(2e18));
    }

    /// @dev The reward of many bids is no more than that of one at the same moment, beyond what health lost to it.
    function testFuzz_bids_splitInTwo_costTheAccountNoMore(uint256 first) public {
        _setPrice(1500);
        liquidator.flag(seller);
        uint256 whole = liquidator.calculateBid(_bid(2e18)).fromAccount;
        int256 cash = house.cashOf(FUND);
        first = within(first, 0.1e18, 1.9e18);
        uint256 parts = _takeReward(first) + _takeReward(2e18 - first);
        // The share falls as health rises, so splitting never earns the bidder more than rounding.
        require(parts <= whole + 2 && house.cashOf(FUND) == cash);
    }

    function _takeReward(uint256 size) private returns (uint256) {
        VM.prank(VM.addr(BIDDER));
        return liquidator.bid(_bid(size)).fromAccount;
    }

    function _bid(uint256 size) private view returns (Bid memory) {
        return Bid(seller, bidder, put, 0, size, 0);
    }

    function _tryBid(uint256 size) private returns (bool) {
        VM.prank(VM.addr(BIDDER));
        try liquidator.bid(_bid(size)) {
            return true;
        } catch {
            return false;
        }
    }

    function _expireAt(uint256 price) private {
        uint40 expiry = put.expiry();
        VM.warp(expiry - 2 hours);
        _setPrice(price);
        uint80 round = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(price);
        settlementOracle.prove(ETH, expiry, _rounds(round));
    }
}
