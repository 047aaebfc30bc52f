// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Listing} from "../../../contracts/instruments/Listing.sol";
import {Books} from "../../../contracts/interfaces/IClearingHouse.sol";
import {Fill} from "../../../contracts/interfaces/IExchange.sol";
import {Portfolio} from "../../../contracts/interfaces/IRiskEngine.sol";
import {Properties} from "../../invariant/Properties.sol";
import {LinearWorld} from "../../support/world/LinearWorld.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Expired futures become cash.
contract LinearSettlementTest is LinearWorld {
    int256 private constant START_CASH = 100_000e18;

    function setUp() public {
        _buildLinear();
    }

    function test_settle_paysPriceLessEntry() public {
        _swap(0, 1, future, 2e18, 2010e18);
        _expire(2100);
        _touch(0);
        require(_cash(0) == START_CASH + 180e18, "profit");
        // The other side is untouched: the price of what it is short stands in suspense.
        require(house.books().suspense == 4200e18, "suspense");
        require(house.books().entryNotional == -4020e18, Properties.LEDGER_6);
        _requireBooks(0);
        _touch(1);
        require(_cash(1) == START_CASH - 180e18, "loss");
        _requireClosed();
    }

    function test_untouched_countsAsCash() public {
        _swap(0, 1, future, 2e18, 2010e18);
        _expire(1900);
        Portfolio memory p = house.portfolioOf(who[0]);
        require(p.positions.length == 0 && p.cash == START_CASH - 220e18, "as cash");
        require(house.hasSettleable(who[0]) && house.cashOf(who[0]) == START_CASH, "not yet");
        _requireBooks(0);
    }

    function test_settle_again_paysNothing() public {
        _swap(0, 1, future, 2e18, 2010e18);
        _expire(2100);
        _touch(0);
        _touch(0);
        require(_cash(0) == START_CASH + 180e18, "once");
    }

    function test_settle_movesSecondSlots() public {
        _swap(0, 1, future, 2e18, 2010e18);
        _swap(0, 1, perpetual, 1e18, 2000e18);
        _expire(2100);
        _touch(0);
        _touch(1);
        require(_entry(0, perpetual) == 2000e18 && _entry(1, perpetual) == -2000e18, "the perpetual keeps its own");
        require(house.books().entryNotional == 0, Properties.LEDGER_6);
        _requireBooks(0);
    }

    function test_trade_settlesFirst() public {
        _swap(0, 1, future, 2e18, 2010e18);
        _expire(2100);
        _swap(0, 1, perpetual, 1e18, 2100e18);
        require(_cash(0) == START_CASH + 180e18 && _cash(1) == START_CASH - 180e18, "both were touched");
        require(house.books().suspense == 0, Properties.LEDGER_7);
        _requireBooks(0);
    }

    function test_trade_reverts_whenExpired() public {
        Fill[] memory fills = _pair(_key(0), who[0], _key(1), who[1], future, 1e18, 2000e18);
        _expire(2000);
        VM.expectPartialRevert(Listing.InstrumentExpired.selector);
        exchange.matchOrders(fills);
    }

    /// @dev Three holders, any sizes, prices and order of touching: the same cash, empty books.
    function testFuzz_settlement_isOrderIndependentAndConserving(
        uint256 price,
        uint256 size,
        uint256 part,
        uint256 order
    ) public {
        price = within(price, 1500, 2500);
        size = within(size, 2, 30e18);
        part = within(part, 1, size - 1);
        _swap(0, 1, future, size, 2000e18 + 1);
        _swap(2, 0, future, part, 2003e18 + 7);
        int256[3] memory expected;
        for (uint256 i = 0; i < 3; ++i) {
            int256 value = _position(i, future).size * int256(price * WAD);
            int256 floored = value / 1e18 - (value % 1e18 < 0 ? int256(1) : int256(0));
            expected[i] = _cash(i) + floored - _entry(i, future);
        }
        _expire(price);
        for (uint256 i = 0; i < 3; ++i) {
            _touch((i * (1 + (order % 2)) + order) % 3);
            _requireBooks(0);
        }
        for (uint256 i = 0; i < 3; ++i) {
            require(_cash(i) == expected[i], "cash");
        }
        _requireClosed();
    }

    function _requireClosed() private view {
        Books memory b = house.books();
        require(b.suspense == 0, Properties.LEDGER_7);
        require(b.entryNotional == 0, Properties.LEDGER_6);
        require(house.openInterest(future).long == 0 && house.openInterest(future).short == 0, Properties.LEDGER_3);
        _requireBooks(3);
    }
}
