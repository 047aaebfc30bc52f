// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Listing} from "../../../contracts/instruments/Listing.sol";
import {Books} from "../../../contracts/interfaces/IClearingHouse.sol";
import {Fill} from "../../../contracts/interfaces/IExchange.sol";
import {Properties} from "../../invariant/Properties.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice Expired options become cash.
contract SettlementTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;

    uint256 private buyer;
    uint256 private seller;
    uint40 private expiry;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 20_000);
        seller = _openAccount(SELLER, 20_000);
        expiry = _expiry(1);
    }

    function test_settle_paysTheCall() public {
        Instrument call = _trade(Kind.Call, 2000, 2e18);
        _expireAt(2150);
        int256 before = house.cashOf(buyer);
        _settle(buyer);
        require(house.cashOf(buyer) == before + 300e18);
        require(house.sizeOf(buyer, call) == 0);
        // The seller is untouched: what he owes stands in suspense.
        require(house.books().suspense == 300e18);
        _settle(seller);
        require(house.books().suspense == 0);
        require(int256(house.books().held) == house.books().owed, Properties.LEDGER_2);
    }

    function test_settle_again_paysNothing() public {
        _trade(Kind.Call, 2000, 2e18);
        _expireAt(2150);
        _settle(buyer);
        int256 cash = house.cashOf(buyer);
        _settle(buyer);
        require(house.cashOf(buyer) == cash);
    }

    function test_withdraw_settlesFirst() public {
        _trade(Kind.Put, 2000, 5e18);
        _expireAt(1000);
        // 20,000 less premium and fee, plus 5,000: more than the account held before.
        VM.prank(VM.addr(BUYER));
        house.withdraw(buyer, address(usdc), 24_000e6, address(this));
        require(usdc.balanceOf(address(this)) == 24_000e6);
    }

    function test_trade_reverts_whenExpired() public {
        Instrument call = _option(Kind.Call, expiry, 2000);
        Fill[] memory fills = _pair(BUYER, buyer, SELLER, seller, call, 1e18, 10e18);
        _expireAt(2000);
        VM.expectPartialRevert(Listing.InstrumentExpired.selector);
        exchange.matchOrders(fills);
    }

    /// @dev Any price, sizes, kinds and order of touching end with the same cash and empty books.
    function testFuzz_settlement_isOrderIndependentAndConserving(
        uint256 price,
        uint256 size,
        bool isCall,
        bool buyerFirst
    ) public {
        price = within(price, 1, 5e6);
        size = within(size, 1, 3e18);
        Instrument option = _trade(isCall ? Kind.Call : Kind.Put, 2000, size);
        int256 cashBuyer = house.cashOf(buyer);
        int256 cashSeller = house.cashOf(seller);
        _expireAt(price);
        _settle(buyerFirst ? buyer : seller);
        _settle(buyerFirst ? seller : buyer);
        uint256 payoff = option.payoff(price * WAD);
        int256 owed = int256((payoff * size) / WAD);
        require(house.cashOf(buyer) == cashBuyer + owed);
        int256 paid = cashSeller - house.cashOf(seller);
        require(paid == owed || paid == owed + 1);
        Books memory b = house.books();
        require(b.suspense == 0 && int256(b.held) >= b.owed && int256(b.held) - b.owed <= 2, Properties.LEDGER_2);
        (uint256 interest, ) = house.marketOpenInterest(ETH);
        require(house.openInterest(option).long == 0 && interest == 0, Properties.LEDGER_3);
    }

    function _trade(Kind kind, uint256 strike, uint256 size) private returns (Instrument option) {
        option = _option(kind, expiry, strike);
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, option, size, 40e18));
    }

    /// @dev One price through the whole window, proven.
    function _expireAt(uint256 wholePrice) private {
        VM.warp(expiry - 2 hours);
        _setPrice(wholePrice);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(wholePrice);
        settlementOracle.prove(ETH, expiry, _rounds(first));
    }

    function _settle(uint256 account) private {
        uint256[] memory ids = new uint256[](1);
        ids[0] = account;
        house.settle(ids);
    }
}
