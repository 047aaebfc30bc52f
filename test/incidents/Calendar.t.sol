// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {Bid, ILiquidator} from "../../contracts/interfaces/ILiquidator.sol";
import {Margin} from "../../contracts/interfaces/IRiskEngine.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice Equal strikes, two expiries: shifts cancel, and the moment the first expires a naked leg is left. So the
/// margin is that of the worst of the books that are left.
contract CalendarTest is World {
    uint256 private constant LEFT = 0x1EF7;
    uint256 private constant RIGHT = 0x9167;
    uint256 private constant SAVER = 0x5A7E;
    uint256 private constant BIDDER = 0xB1D;

    uint256 private left;
    uint256 private right;
    uint256 private saver;
    uint256 private bidder;
    Instrument private near;
    Instrument private far;
    uint40 private first;

    function setUp() public {
        _build();
        left = _openAccount(LEFT, 200);
        right = _openAccount(RIGHT, 200);
        saver = _openAccount(SAVER, 100_000);
        bidder = _openAccount(BIDDER, 0);
        first = _expiry(1);
        near = _option(Kind.Put, first, 10_000);
        far = _option(Kind.Put, _expiry(2), 10_000);
    }

    function test_margin_ofACalendarSpread_coversItsFirstDayAlone() public {
        try this.spread(10_000e18) {
            Margin memory m = _margin(left);
            require(m.initial >= 10_000 * 100e18, "20,000,000 USDC of notional for 200 USDC of margin");
        } catch {}
    }

    /// @dev Both sides are the attacker's. After the first expiry each is naked with a health of 0.00005, and the
    /// fund pays 1% to 100% of a margin that nobody ever posted; the bidder nets the legs and keeps nothing but that.
    function test_bids_onBothSidesOfOneOwner_takeNothingFromTheFund() public {
        _deposit(FUND, 50_000);
        try this.spread(10_000e18) {} catch {
            return;
        }
        _expireNear();
        liquidator.flag(left);
        liquidator.flag(right);
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        calls[0] = _bid(left, 9_999e18);
        calls[1] = _bid(right, 9_999e18);
        VM.prank(VM.addr(BIDDER));
        router.batch(calls);
        require(house.sizeOf(bidder, far) == 0);
        require(house.cashOf(FUND) >= 49_000e18, "the fund was emptied by the owner of both sides");
    }

    /// @dev Or hold on: whichever side wins is paid by the house.
    function test_bothSidesTogether_neverEndWithMoreThanTheyPutIn() public {
        try this.spread(1_000e18) {} catch {
            return;
        }
        _expireNear();
        uint40 second = first + 1 days;
        VM.warp(second - 2 hours);
        _setPrice(2060);
        uint80 round = feed.lastId();
        VM.warp(second + 1);
        _setPrice(2060);
        settlementOracle.prove(ETH, second, _rounds(round));
        _settleBoth();
        uint256 loser = house.cashOf(left) < 0 ? left : right;
        uint256 winner = loser == left ? right : left;
        house.resolve(loser);
        require(house.cashOf(winner) <= 400e18, "a free option on everybody's cash");
    }

    /// @dev Two legs at price 0 in one batch: no premium, no fee.
    function spread(uint256 size) external {
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        calls[0] = _match(_pair(LEFT, left, RIGHT, right, near, size, 0));
        calls[1] = _match(_pair(RIGHT, right, LEFT, left, far, size, 0));
        router.batch(calls);
    }

    function _match(Fill[] memory fills) private view returns (IRouter.Call memory) {
        return IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (fills)));
    }

    function _bid(uint256 account, uint256 size) private view returns (IRouter.Call memory) {
        Bid memory b = Bid(account, bidder, far, 0, size, 0);
        return IRouter.Call(address(liquidator), abi.encodeCall(ILiquidator.bid, (b)));
    }

    function _expireNear() private {
        VM.warp(first - 2 hours);
        _setPrice(2000);
        uint80 round = feed.lastId();
        VM.warp(first + 1);
        _setPrice(2000);
        settlementOracle.prove(ETH, first, _rounds(round));
        _settleBoth();
    }

    function _settleBoth() private {
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (left, right);
        house.settle(ids);
    }
}
