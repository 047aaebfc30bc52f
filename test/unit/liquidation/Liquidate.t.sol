// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Bid, BidOutcome, ILiquidator} from "../../../contracts/interfaces/ILiquidator.sol";
import {Margin} from "../../../contracts/interfaces/IRiskEngine.sol";
import {Properties} from "../../invariant/Properties.sol";
import {PhasedFeed} from "../../support/world/PhasedFeed.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice Accounts below maintenance: flags, bids and their rewards.
contract LiquidateTest is World {
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
        bidder = _openAccount(BIDDER, 200_000);
        put = _option(Kind.Put, _expiry(6), 1800);
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 14e18, 30e18));
    }

    function test_flag_reverts_whenHealthy() public {
        VM.expectPartialRevert(ILiquidator.Healthy.selector);
        liquidator.flag(seller);
    }

    function test_bid_reverts_whenNotFlagged() public {
        _setPrice(1650);
        _expectBid(ILiquidator.NotFlagged.selector, _bid(1e18));
    }

    function test_flag_clears_whenCured() public {
        _fall();
        _deposit(seller, 20_000);
        require(!liquidator.flag(seller) && liquidator.flaggedAt(seller) == 0);
    }

    function test_flag_lapses_afterAnHour() public {
        _fall();
        VM.warp(block.timestamp + 60 minutes);
        require(liquidator.flaggedAt(seller) != 0);
        VM.warp(block.timestamp + 1);
        require(liquidator.flaggedAt(seller) == 0);
    }

    function test_flag_reverts_whenPriceIsDown() public {
        _setPrice(1650);
        _sample();
        feed.setFault(PhasedFeed.Fault.Reverts);
        VM.expectPartialRevert(ILiquidator.PriceDown.selector);
        liquidator.flag(seller);
    }

    function test_bid_reverts_whenBidderIsNotMine() public {
        _fall();
        Bid memory b = _bid(1e18);
        VM.expectRevert(abi.encodeWithSelector(ILiquidator.NotAccountOwner.selector, bidder, address(this)));
        liquidator.bid(b);
    }

    function test_bid_reverts_whenMoreThanHeld() public {
        _fall();
        _expectBid(ILiquidator.MoreThanHeld.selector, _bid(15e18));
    }

    function test_bid_reverts_whenTooMuchIsTaken() public {
        _fall();
        _expectBid(ILiquidator.TooMuchTaken.selector, _bid(13e18));
    }

    function test_bid_movesTheLegAndPaysTheReward() public {
        _fall();
        Margin memory before = _margin(seller);
        int256 cash = house.cashOf(bidder);
        Bid memory b = _bid(2e18);
        VM.prank(VM.addr(BIDDER));
        BidOutcome memory o = liquidator.bid(b);
        require(house.sizeOf(bidder, put) == -2e18 && house.sizeOf(seller, put) == -12e18);
        require(house.cashOf(bidder) == cash - o.cash + int256(o.fromAccount + o.fromFund));
        require(_margin(seller).health >= before.health, Properties.LIQUIDATION_1);
        require(o.fromAccount > 0 && o.fromAccount < o.freed / 2);
    }

    function test_bid_reverts_whenRewardIsBelowTheBiddersLimit() public {
        _fall();
        Bid memory b = _bid(2e18);
        b.minReward = type(uint128).max;
        _expectBid(ILiquidator.RewardTooSmall.selector, b);
    }

    function test_bid_onCollateral_paysTheIndex() public {
        _depositWeth(seller, 2e18);
        _setPrice(1250);
        liquidator.flag(seller);
        Bid memory b = Bid(seller, bidder, Instrument.wrap(0), ETH, 2e18, 0);
        int256 equity = _margin(seller).equity;
        VM.prank(VM.addr(BIDDER));
        BidOutcome memory o = liquidator.bid(b);
        require(o.cash == 2500e18);
        require(house.portfolioOf(bidder).collateral[0].amount == 2e18);
        require(house.portfolioOf(seller).collateral.length == 0);
        // Collateral counts at 90%, so selling it at the index raises equity.
        require(_margin(seller).equity > equity, Properties.LIQUIDATION_2);
    }

    /// @dev Any price, size and moment: health never falls for the solvent, equity never for the insolvent.
    function testFuzz_bid_neverHarmsTheAccount(uint256 price, uint256 size, uint256 wait) public {
        _deposit(FUND, 50_000);
        _setPrice(within(price, 1000, 1850));
        try liquidator.flag(seller) returns (bool flagged) {
            if (!flagged) return;
        } catch {
            return;
        }
        VM.warp(block.timestamp + within(wait, 0, 59 minutes));
        feed.update(int256(oracle.read(ETH).price / 1e10));
        Margin memory before = _margin(seller);
        int256 fund = house.cashOf(FUND);
        VM.prank(VM.addr(BIDDER));
        try liquidator.bid(_bid(within(size, 1e15, 14e18))) returns (BidOutcome memory o) {
            Margin memory m = _margin(seller);
            if (before.equity > 0) require(m.health >= before.health, Properties.LIQUIDATION_1);
            else require(m.equity >= before.equity, Properties.LIQUIDATION_2);
            // INCIDENT: a bid's cost to the fund is bounded by the margin it frees.
            require(uint256(fund - house.cashOf(FUND)) <= o.freed);
        } catch {}
    }

    function testFuzz_reward_neverExceedsHealth(int256 health, uint256 elapsed) public view {
        health = health % 3e18;
        (uint256 fromAccount, uint256 fromFund) = liquidator.rewardShares(health, within(elapsed, 0, 1 days));
        require(health > 0 ? fromAccount <= uint256(health) : fromAccount == 0);
        require(fromAccount + fromFund <= WAD);
        if (health >= 0.05e18) require(fromFund == 0);
    }

    function test_reward_growsWithTime() public view {
        (uint256 early, ) = liquidator.rewardShares(0.9e18, 0);
        (uint256 later, ) = liquidator.rewardShares(0.9e18, 10 minutes);
        (uint256 late, ) = liquidator.rewardShares(0.9e18, 20 minutes);
        // 1% + 19% · 0.1, then half way to a half, then a half.
        require(early == 0.029e18 && later == 0.2645e18 && late == 0.5e18);
    }

    function _fall() private {
        _setPrice(1650);
        require(liquidator.flag(seller));
    }

    function _bid(uint256 size) private view returns (Bid memory) {
        return Bid(seller, bidder, put, 0, size, 0);
    }

    function _expectBid(bytes4 selector, Bid memory b) private {
        VM.expectPartialRevert(selector);
        VM.prank(VM.addr(BIDDER));
        liquidator.bid(b);
    }
}
