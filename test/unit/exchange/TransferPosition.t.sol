// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {IExchange, PositionTransfer} from "../../../contracts/interfaces/IExchange.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice Positions that owners move between their accounts.
contract TransferPositionTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;
    uint256 private constant FRIEND = 0xF00D;

    uint256 private buyer;
    uint256 private seller;
    uint256 private friend;
    Instrument private put;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 10_000);
        seller = _openAccount(SELLER, 10_000);
        friend = _openAccount(FRIEND, 10_000);
        put = _option(Kind.Put, _expiry(6), 1900);
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 4e18, 30e18));
    }

    function test_transfer_movesAShort_withBothSignatures() public {
        PositionTransfer memory t = _terms(seller, friend, -3e18, -90e18);
        _transfer(t, SELLER, FRIEND);
        require(house.sizeOf(seller, put) == -1e18 && house.sizeOf(friend, put) == -3e18);
        // The giver pays the price and the fee: 0.03% of 6,000.
        require(house.cashOf(friend) == 10_090e18 && house.cashOf(seller) == 10_120e18 - 90e18 - 1.8e18);
    }

    function test_transfer_isFree_betweenAccountsOfOneOwner() public {
        uint256 second = _openAccount(BUYER, 0);
        PositionTransfer memory t = _terms(buyer, second, 4e18, 0);
        VM.prank(VM.addr(BUYER));
        exchange.transferPosition(t, "", "");
        require(house.sizeOf(second, put) == 4e18 && house.cashOf(second) == 0);
    }

    /// @dev The attacker's thought: a price of zero makes a zero premium, and that a zero fee.
    function test_transfer_paysTheFee_atAnyPrice() public {
        int256 fund = house.cashOf(FUND);
        _transfer(_terms(buyer, friend, 4e18, 0), BUYER, FRIEND);
        require(house.cashOf(FUND) == fund + 1.44e18);
    }

    function test_transfer_reverts_withoutTheReceiversConsent() public {
        PositionTransfer memory t = _terms(seller, friend, -3e18, 0);
        bytes32 digest = exchange.digestOfTransfer(t);
        bytes memory own = _sign(SELLER, digest);
        VM.expectRevert(abi.encodeWithSelector(IExchange.SignatureInvalid.selector, VM.addr(FRIEND), digest));
        exchange.transferPosition(t, own, own);
    }

    function test_transfer_reverts_whenReplayed() public {
        PositionTransfer memory t = _terms(buyer, friend, 1e18, 0);
        _transfer(t, BUYER, FRIEND);
        bytes32 digest = exchange.digestOfTransfer(t);
        bytes memory a = _sign(BUYER, digest);
        bytes memory b = _sign(FRIEND, digest);
        VM.expectRevert(abi.encodeWithSelector(IExchange.OrderUsed.selector, buyer, t.fromNonce));
        exchange.transferPosition(t, a, b);
    }

    function test_transfer_reverts_whenMoreThanHeld() public {
        _expect(IExchange.MoreThanHeld.selector, _terms(buyer, friend, 4e18 + 1, 0));
        _expect(IExchange.MoreThanHeld.selector, _terms(buyer, friend, -1, 0));
        _expect(IExchange.ZeroSize.selector, _terms(buyer, friend, 0, 0));
        _expect(IExchange.SameAccount.selector, _terms(buyer, buyer, 1, 0));
    }

    /// @dev Nobody can leave his margin, or hand it to a friend: the rule holds for both, whatever the price.
    function testFuzz_transfer_leavesBothSound(uint256 size, int256 cash) public {
        PositionTransfer memory t = _terms(seller, friend, -int256(within(size, 1, 4e18)), cash % 20_000e18);
        bytes32 digest = exchange.digestOfTransfer(t);
        try exchange.transferPosition(t, _sign(SELLER, digest), _sign(FRIEND, digest)) {
            require(_margin(seller).health >= 1e18 && _margin(friend).health >= 1e18);
            require(house.cashOf(seller) >= 0 && house.cashOf(friend) >= 0);
        } catch (bytes memory reason) {
            bytes4 selector = bytes4(reason);
            bool known =
                selector == IClearingHouse.InsufficientMargin.selector ||
                    selector == IClearingHouse.VoluntaryDebt.selector;
            require(known);
        }
    }

    function _terms(
        uint256 from,
        uint256 to,
        int256 size,
        int256 cash
    ) private view returns (PositionTransfer memory t) {
        (t.from, t.to, t.instrument, t.size, t.cash) = (from, to, put, size, cash);
        (t.fromNonce, t.toNonce) = (1 << 20, 1 << 20);
        t.validUntil = uint40(block.timestamp);
    }

    function _transfer(PositionTransfer memory t, uint256 fromKey, uint256 toKey) private {
        bytes32 digest = exchange.digestOfTransfer(t);
        exchange.transferPosition(t, _sign(fromKey, digest), _sign(toKey, digest));
    }

    function _expect(bytes4 selector, PositionTransfer memory t) private {
        bytes32 digest = exchange.digestOfTransfer(t);
        bytes memory a = _sign(BUYER, digest);
        bytes memory b = _sign(FRIEND, digest);
        VM.expectPartialRevert(selector);
        exchange.transferPosition(t, a, b);
    }
}
