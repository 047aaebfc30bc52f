// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Books, IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {Properties} from "../../invariant/Properties.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice What a bankrupt account owes falls on the fund, then on all cash pro rata.
contract CashIndexTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;
    uint256 private constant SAVER = 0x5A7E;

    uint256 private buyer;
    uint256 private seller;
    uint256 private saver;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 30_000);
        seller = _openAccount(SELLER, 5_000);
        saver = _openAccount(SAVER, 20_000);
    }

    function test_resolve_reverts_whenNothingIsOwed() public {
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NoDebt.selector, saver, int256(20_000e18)));
        house.resolve(saver);
    }

    function test_resolve_reverts_whenLegsAreLeft() public {
        _bankrupt();
        _option(Kind.Put, _expiry(5), 2000);
        _depositWeth(seller, 1);
        VM.expectPartialRevert(IClearingHouse.NotEmpty.selector);
        house.resolve(seller);
    }

    function test_resolve_takesTheFundFirst() public {
        _deposit(FUND, 100_000);
        uint256 debt = _bankrupt();
        (uint256 paid, uint256 shared) = house.resolve(seller);
        require(paid == debt && shared == 0);
        require(house.cashOf(seller) == 0 && house.books().cashIndex == 1e27);
    }

    function test_resolve_sharesTheRestProRata() public {
        uint256 debt = _bankrupt();
        int256 buyerCash = house.cashOf(buyer);
        int256 saverCash = house.cashOf(saver);
        (uint256 paid, uint256 shared) = house.resolve(seller);
        require(paid + shared == debt && house.cashOf(seller) == 0);
        int256 lostBuyer = buyerCash - house.cashOf(buyer);
        int256 lostSaver = saverCash - house.cashOf(saver);
        // Pro rata: the shares relate as the cash does, to a wei per unit of the smaller.
        require(_near(lostBuyer * saverCash, lostSaver * buyerCash, 1e24), "pro rata");
        require(_near(lostBuyer + lostSaver, int256(shared), 1e18), "the treasury bears the rest");
        _requireBooks();
    }

    function test_deposit_afterwards_bearsNothing() public {
        _bankrupt();
        house.resolve(seller);
        int256 before = house.cashOf(saver);
        _deposit(saver, 1_000);
        require(_near(house.cashOf(saver), before + 1_000e18, 2));
        _requireBooks();
    }

    function test_fundIncome_restoresTheIndex() public {
        _bankrupt();
        int256 before = house.cashOf(saver);
        house.resolve(seller);
        uint256 deficit = house.books().deficit;
        require(deficit > 0 && house.cashOf(saver) < before);
        _deposit(FUND, deficit / WAD + 1);
        require(house.books().cashIndex == 1e27 && house.books().deficit == 0, Properties.LOSS_1);
        require(_near(house.cashOf(saver), before, 1e6));
        require(house.cashOf(FUND) >= 0 && house.cashOf(FUND) <= 1e18);
        _requireBooks();
    }

    /// @dev Nobody gains by running: whoever withdraws first or last has lost the same share.
    function testFuzz_writeOff_isIndependentOfWithdrawals(uint256 seed) public {
        _bankrupt();
        house.resolve(seller);
        int256 cash = house.cashOf(saver);
        uint256 units = within(seed, 1, uint256(cash) / 1e12);
        VM.prank(VM.addr(SAVER));
        house.withdraw(saver, address(usdc), units, address(this));
        require(_near(house.cashOf(saver), cash - int256(units * 1e12), 2));
        _requireBooks();
    }

    /// @dev Sells far more than its cash covers once the price jumps, then expires: pure debt is left.
    function _bankrupt() private returns (uint256 debt) {
        uint40 expiry = _expiry(1);
        Instrument put = _option(Kind.Put, expiry, 1800);
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 10e18, 10e18));
        VM.warp(expiry - 2 hours);
        _setPrice(900);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(900);
        settlementOracle.prove(ETH, expiry, _rounds(first));
        uint256[] memory ids = new uint256[](2);
        (ids[0], ids[1]) = (seller, buyer);
        house.settle(ids);
        debt = uint256(-house.cashOf(seller));
    }

    function _requireBooks() private view {
        Books memory b = house.books();
        require(int256(b.held) >= b.owed && int256(b.held) - b.owed < 1e9, Properties.LEDGER_2);
    }

    function _near(int256 a, int256 b, int256 slack) private pure returns (bool) {
        return a - b <= slack && b - a <= slack;
    }
}
