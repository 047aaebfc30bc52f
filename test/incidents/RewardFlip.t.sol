// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {Bid, BidOutcome} from "../../contracts/interfaces/ILiquidator.sol";
import {Margin} from "../../contracts/interfaces/IRiskEngine.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {Properties} from "../invariant/Properties.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice A bid is held to its promise after the reward has left, also where it made the account one that never owes.
contract RewardFlipTest is World {
    uint256 private constant V = 0xA11;
    uint256 private constant S = 0x5E1;
    uint256 private constant B = 0xB1D;
    uint256 private constant T = 0x7417EF;
    uint256 private v;
    uint256 private s;
    uint256 private b;
    uint256 private t;
    IRouter.Call[] private calls;

    function setUp() public {
        _build();
        v = _openAccount(V, 1000);
        s = _openAccount(S, 100_000);
        b = _openAccount(B, 2000);
        t = _openAccount(T, 5000);
    }

    function test_bid_keepsItsPromise_afterTheReward() public {
        uint40 far = _expiry(56);
        // victim: 100 short spreads of width 10, all of the possible loss in cash, and a small long call
        _leg(false, _option(Kind.Put, far, 2000), 100e18);
        _leg(true, _option(Kind.Put, far, 1980), 0.05e18);
        _leg(true, _option(Kind.Put, far, 1990), 100e18);
        router.batch(calls);
        _bankrupt();
        _setPrice(2000);
        Margin memory before = _margin(v);
        liquidator.flag(v);
        VM.warp(block.timestamp + 20 minutes);
        VM.prank(VM.addr(B));
        try liquidator.bid(Bid(v, b, _option(Kind.Put, far, 1980), 0, 0.05e18, 0)) returns (BidOutcome memory o) {
            Margin memory m = _margin(v);
            require(m.health >= before.health && o.healthAfter == m.health, Properties.LIQUIDATION_1);
        } catch {}
    }

    function _bankrupt() private {
        uint40 expiry = _expiry(1);
        Instrument put = _option(Kind.Put, expiry, 1800);
        exchange.matchOrders(_pair(S, s, T, t, put, 10e18, 10e18));
        VM.warp(expiry - 2 hours);
        _setPrice(1270);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(1270);
        settlementOracle.prove(ETH, expiry, _rounds(first));
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (t, s);
        house.settle(ids);
        house.resolve(t);
    }

    function _leg(bool vBuys, Instrument i, uint256 size) private {
        Fill[] memory f = vBuys ? _pair(V, v, S, s, i, size, 0) : _pair(S, s, V, v, i, size, 0);
        calls.push(IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (f))));
    }
}
