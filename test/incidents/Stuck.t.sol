// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, InstrumentCodec, Kind} from "../../contracts/instruments/Instrument.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {Bid} from "../../contracts/interfaces/ILiquidator.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {ITestToken} from "../support/world/Doubles.sol";
import {PhasedFeed} from "../support/world/PhasedFeed.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice Accounts that nobody could liquidate, resolve or settle. (Hegic 2020: expired options that stayed locked.)
contract StuckTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;
    uint256 private constant BIDDER = 0xB1D;
    uint256 private constant HELPER = 0x4E19;
    uint24 private constant OTHER = 2;

    uint256 private buyer;
    uint256 private seller;
    uint256 private bidder;
    uint256 private helper;
    PhasedFeed private otherFeed;
    ITestToken private otherToken;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 30_000);
        seller = _openAccount(SELLER, 6_000);
        bidder = _openAccount(BIDDER, 200_000);
        helper = _openAccount(HELPER, 1_000);
        otherFeed = new PhasedFeed(8, 0.5e8);
        require(_listMarket(otherFeed) == OTHER);
        bytes memory code = bytes.concat(VM.getCode("TestToken"), abi.encode("Other", "OTH", 18));
        address made;
        assembly {
            made := create(0, add(code, 32), mload(code))
        }
        otherToken = ITestToken(made);
        riskParameters.listCollateral(OTHER, made, 0.5e18);
        riskParameters.setCollateral(OTHER, 0.5e18, 1e24);
    }

    /// @dev One wei of a collateral whose feed dies does not stop the auction of the other legs.
    function test_liquidation_goesOn_whenDustOfADeadMarketIsGiven() public {
        Instrument put = _option(Kind.Put, _expiry(6), 1800);
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 14e18, 30e18));
        _giveOther(seller, 1);
        otherFeed.setFault(PhasedFeed.Fault.Reverts);
        _setPrice(1650);
        require(liquidator.flag(seller));
        Bid memory b = Bid(seller, bidder, put, 0, 2e18, 0);
        VM.prank(VM.addr(BIDDER));
        liquidator.bid(b);
    }

    /// @dev Dust that frees no margin can be taken all the same, so that the account can be resolved.
    function test_resolve_goesOn_whenWorthlessDustIsGiven() public {
        _bankrupt(_option(Kind.Put, _expiry(1), 1800));
        otherFeed.update(0.5e8);
        _giveOther(seller, 1);
        liquidator.flag(seller);
        Bid memory b = Bid(seller, bidder, Instrument.wrap(0), OTHER, 1, 0);
        VM.prank(VM.addr(BIDDER));
        liquidator.bid(b);
        house.resolve(seller);
    }

    /// @dev So can a far leg that is worth nothing in every scenario.
    function test_resolve_goesOn_whenAWorthlessLegIsHeld() public {
        Instrument worthless = InstrumentCodec.pack(ETH, Kind.Call, _expiry(7), 900_000_000 * WAD);
        exchange.matchOrders(_pair(SELLER, seller, HELPER, helper, worthless, 1, 0));
        _bankrupt(_option(Kind.Put, _expiry(1), 1800));
        liquidator.flag(seller);
        Bid memory b = Bid(seller, bidder, worthless, 0, 1, 0);
        VM.prank(VM.addr(BIDDER));
        liquidator.bid(b);
        house.resolve(seller);
    }

    /// @dev A payoff beyond 128 bits would make every touch of its holder revert: sizes are bounded before that.
    function test_settle_works_whateverTheSizesAndStrikes() public {
        Instrument near = InstrumentCodec.pack(ETH, Kind.Put, _expiry(1), 995e12 * WAD);
        Instrument far = InstrumentCodec.pack(ETH, Kind.Put, _expiry(2), 995e12 * WAD);
        IRouter.Call[] memory calls = new IRouter.Call[](4);
        calls[0] = _match(_pair(SELLER, seller, HELPER, helper, near, 1e23, 0));
        calls[1] = _match(_pair(HELPER, helper, SELLER, seller, far, 1e23, 0));
        calls[2] = _match(_pair(SELLER, seller, BIDDER, bidder, near, 1e23, 0));
        calls[3] = _match(_pair(BIDDER, bidder, SELLER, seller, far, 1e23, 0));
        try router.batch(calls) {} catch {
            return;
        }
        _settleAt(_expiry(1), 2000);
        uint256[] memory ids = new uint256[](1);
        ids[0] = helper;
        house.settle(ids);
        ids[0] = seller;
        house.settle(ids);
    }

    function _match(Fill[] memory fills) private view returns (IRouter.Call memory) {
        return IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (fills)));
    }

    function _bankrupt(Instrument put) private {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 10e18, 10e18));
        _settleAt(put.expiry(), 900);
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (seller, buyer);
        house.settle(ids);
        require(house.cashOf(seller) < 0);
    }

    function _settleAt(uint40 expiry, uint256 price) private {
        VM.warp(expiry - 2 hours);
        _setPrice(price);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(price);
        settlementOracle.prove(ETH, expiry, _rounds(first));
    }

    function _giveOther(uint256 account, uint256 amount) private {
        address owner = accountToken.ownerOf(account);
        otherToken.mint(owner, amount);
        VM.prank(owner);
        otherToken.approve(address(house), amount);
        VM.prank(owner);
        house.deposit(account, address(otherToken), amount);
    }
}
