// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {Books, CollateralMove, IClearingHouse, Posting} from "../../contracts/interfaces/IClearingHouse.sol";
import {ILiquidator} from "../../contracts/interfaces/ILiquidator.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {Properties} from "../invariant/Properties.sol";
import {HookToken} from "../support/world/HookToken.sol";
import {VM, within} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice What broke other ledgers: re-entry, donations, one-sided rounding, checks that a batch forgot.
contract ClearingIncidentsTest is World {
    uint256 private constant BUYER = 0xB0B;
    uint256 private constant SELLER = 0x5E11;

    uint256 private buyer;
    uint256 private seller;
    Instrument private put;

    function setUp() public {
        _build();
        buyer = _openAccount(BUYER, 30_000);
        seller = _openAccount(SELLER, 6_000);
        put = _option(Kind.Put, _expiry(1), 1800);
    }

    /// @dev INCIDENT Lendf.me, Cream: a token calls back while it is pulled and while it is paid.
    function test_everyEntry_refusesATokenThatCallsBack() public {
        HookToken token = _listHookToken();
        bytes[] memory calls = new bytes[](7);
        uint256[] memory ids = new uint256[](1);
        ids[0] = buyer;
        calls[0] = abi.encodeCall(IClearingHouse.deposit, (buyer, address(token), 1));
        calls[1] = abi.encodeCall(IClearingHouse.withdraw, (buyer, address(token), 1, address(token)));
        calls[2] = abi.encodeCall(IClearingHouse.settle, (ids));
        calls[3] = abi.encodeCall(IClearingHouse.resolve, (buyer));
        calls[4] = abi.encodeCall(IClearingHouse.post, (new Posting[](0), new CollateralMove[](0), 0));
        calls[5] = abi.encodeCall(IClearingHouse.beginBatch, ());
        calls[6] = abi.encodeCall(IClearingHouse.endBatch, ());
        token.mint(VM.addr(BUYER), 10);
        VM.prank(VM.addr(BUYER));
        token.approve(address(house), 10);
        token.arm(address(house), calls);
        VM.prank(VM.addr(BUYER));
        house.deposit(buyer, address(token), 10);
        VM.prank(VM.addr(BUYER));
        house.withdraw(buyer, address(token), 10, address(this));
        require(token.tried() == 14 && token.succeeded() == 0, "re-entered");
        require(token.balanceOf(address(this)) == 10 && token.balanceOf(address(house)) == 0, Properties.LEDGER_4);
    }

    /// @dev INCIDENT reentrancy through the router: the callback opens a batch of its own.
    function test_batch_refusesATokenThatOpensAnother() public {
        HookToken token = _listHookToken();
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(IRouter.batch, (new IRouter.Call[](0)));
        token.mint(VM.addr(BUYER), 1);
        VM.prank(VM.addr(BUYER));
        token.approve(address(house), 1);
        token.arm(address(router), calls);
        VM.prank(VM.addr(BUYER));
        house.deposit(buyer, address(token), 1);
        require(token.tried() == 1 && token.succeeded() == 0, "a batch inside an operation");
    }

    /// @dev INCIDENT Hundred, Sonne: tokens sent past the books belong to nobody and change no account.
    function testFuzz_donation_changesNoAccount(uint256 amount) public {
        amount = within(amount, 1, 1e15);
        Books memory before = house.books();
        usdc.mint(address(house), amount);
        weth.mint(address(house), amount);
        Books memory b = house.books();
        require(house.cashOf(buyer) == 30_000e18 && house.cashOf(seller) == 6_000e18);
        require(b.owed == before.owed && b.cashIndex == before.cashIndex && b.deficit == 0);
        require(house.portfolioOf(buyer).collateral.length == 0, Properties.ROLE_1);
    }

    /// @dev INCIDENT Balancer 2025: k operations at tiny sizes, of one sign and the other, with the index below 1.
    function testFuzz_tinyOperations_neverYieldAWei(uint256 seed, uint256 k) public {
        _bankrupt();
        house.resolve(seller);
        int256 cash = house.cashOf(buyer);
        uint256 index = house.books().cashIndex;
        require(index < 1e27);
        for (uint256 i = 0; i < within(k, 1, 30); ++i) {
            uint256 units = within(uint256(keccak256(abi.encode(seed, i))), 1, 3);
            usdc.mint(VM.addr(BUYER), units);
            VM.prank(VM.addr(BUYER));
            usdc.approve(address(house), units);
            VM.prank(VM.addr(BUYER));
            house.deposit(buyer, address(usdc), units);
            VM.prank(VM.addr(BUYER));
            house.withdraw(buyer, address(usdc), units, address(this));
        }
        require(house.cashOf(buyer) <= cash && house.cashOf(buyer) >= cash - 60, "one-sided rounding");
        require(int256(house.books().held) >= house.books().owed, Properties.LEDGER_2);
    }

    /// @dev INCIDENT Drift 2022: the winner is settled and leaves before the loser is touched.
    function test_settle_winnersBeforeLosers_leavesTheBooksWhole() public {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 2e18, 10e18));
        _settleAt(put.expiry(), 1700);
        _settle(buyer);
        int256 cash = house.cashOf(buyer);
        require(house.books().suspense == 200e18 && int256(house.books().held) >= house.books().owed);
        VM.prank(VM.addr(BUYER));
        house.withdraw(buyer, address(usdc), uint256(cash) / 1e12, address(this));
        _settle(seller);
        require(house.books().suspense == 0, Properties.LEDGER_2);
        require(int256(house.books().held) >= house.books().owed, Properties.LEDGER_2);
    }

    /// @dev INCIDENT Hegic 2025: a second claim pays nothing, in one batch or in many transactions.
    function test_settle_again_paysNothing() public {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 2e18, 10e18));
        _settleAt(put.expiry(), 1700);
        uint256[] memory ids = new uint256[](3);
        (ids[0], ids[1], ids[2]) = (buyer, buyer, buyer);
        house.settle(ids);
        int256 cash = house.cashOf(buyer);
        require(cash == 30_000e18 - 20e18 - 1.2e18 + 200e18);
        house.settle(ids);
        require(house.cashOf(buyer) == cash && house.sizeOf(buyer, put) == 0);
    }

    /// @dev INCIDENT Abracadabra, Sharwa 2025: a later call of the batch does not make the house forget the check.
    function test_batch_checksTheEnd_whateverComesLast() public {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 10e18, 10e18));
        IRouter.Call[] memory calls = new IRouter.Call[](4);
        uint256[] memory ids = new uint256[](1);
        ids[0] = seller;
        calls[0] = _call(abi.encodeCall(IClearingHouse.withdraw, (seller, address(usdc), 6_000e6, address(this))));
        calls[1] = _call(abi.encodeCall(IClearingHouse.settle, (ids)));
        calls[2] = _call(abi.encodeCall(IClearingHouse.settle, (new uint256[](0))));
        calls[3] = IRouter.Call(address(exchange), abi.encodeWithSignature("fees()"));
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        VM.prank(VM.addr(SELLER));
        router.batch(calls);
    }

    /// @dev INCIDENT Euler 2023: two withdrawals of one transaction are held to the state before the first.
    function testFuzz_withdrawals_inSteps_takeNoMoreThanAtOnce(uint256 steps) public {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 10e18, 10e18));
        uint256 free = engine.freeCash(house.portfolioOf(seller)) / 1e12;
        IRouter.Call[] memory calls = new IRouter.Call[](within(steps, 1, 20));
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 part = free / calls.length + 1;
            calls[i] = _call(abi.encodeCall(IClearingHouse.withdraw, (seller, address(usdc), part, address(this))));
        }
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        VM.prank(VM.addr(SELLER));
        router.batch(calls);
    }

    /// @dev An auction's flag cannot be cleared with money that leaves in the same batch.
    function test_flag_cannotBeClearedWithBorrowedMoney() public {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 14e18, 10e18));
        _setPrice(1600);
        require(liquidator.flag(seller));
        usdc.mint(VM.addr(SELLER), 50_000e6);
        VM.prank(VM.addr(SELLER));
        usdc.approve(address(house), 50_000e6);
        IRouter.Call[] memory calls = new IRouter.Call[](3);
        calls[0] = _call(abi.encodeCall(IClearingHouse.deposit, (seller, address(usdc), 50_000e6)));
        calls[1] = IRouter.Call(address(liquidator), abi.encodeCall(ILiquidator.flag, (seller)));
        calls[2] = _call(abi.encodeCall(IClearingHouse.withdraw, (seller, address(usdc), 50_000e6, address(this))));
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        VM.prank(VM.addr(SELLER));
        router.batch(calls);
        require(liquidator.flaggedAt(seller) != 0);
    }

    /// @dev INCIDENT access: nobody but a module posts, and the liquidator alone names an involuntary account.
    function test_post_reverts_forEverybodyElse() public {
        Posting[] memory lines = new Posting[](2);
        lines[0] = Posting(buyer, Instrument.wrap(0), 0, -1e18);
        lines[1] = Posting(seller, Instrument.wrap(0), 0, 1e18);
        address[4] memory callers = [address(this), address(router), VM.addr(BUYER), accessManager];
        for (uint256 i = 0; i < callers.length; ++i) {
            VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NotModule.selector, callers[i]));
            VM.prank(callers[i]);
            house.post(lines, new CollateralMove[](0), 0);
        }
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NotModule.selector, address(exchange)));
        VM.prank(address(exchange));
        house.post(lines, new CollateralMove[](0), buyer);
    }

    /// @dev An account sold takes its money along, but nothing that its former owner signed.
    function test_order_reverts_afterItsAccountWasSold() public {
        uint256 key = BUYER;
        address friend = VM.addr(SELLER);
        bytes4 expected = bytes4(keccak256("WrongEpoch(uint256,uint64,uint64)"));
        VM.prank(VM.addr(key));
        IERC721(address(accountToken)).approve(friend, buyer);
        uint64 epoch = accountToken.epochOf(buyer);
        (bool ok, bytes memory reason) = _matchAcrossASale(friend);
        require(!ok && bytes4(reason) == expected && accountToken.epochOf(buyer) == epoch + 2);
    }

    function _matchAcrossASale(address friend) private returns (bool, bytes memory) {
        bytes memory signed = abi.encodeCall(
            exchange.matchOrders,
            (_pair(BUYER, buyer, SELLER, seller, put, 1e18, 10e18))
        );
        VM.prank(friend);
        IERC721(address(accountToken)).transferFrom(VM.addr(BUYER), friend, buyer);
        VM.prank(friend);
        IERC721(address(accountToken)).transferFrom(friend, VM.addr(BUYER), buyer);
        return address(exchange).call(signed);
    }

    function _call(bytes memory data) private view returns (IRouter.Call memory) {
        return IRouter.Call(address(house), data);
    }

    function _listHookToken() private returns (HookToken token) {
        token = new HookToken();
        _listMarket(feed);
        riskParameters.listCollateral(2, address(token), 0.5e18);
        riskParameters.setCollateral(2, 0.5e18, 1e24);
    }

    function _bankrupt() private {
        exchange.matchOrders(_pair(BUYER, buyer, SELLER, seller, put, 10e18, 10e18));
        _settleAt(put.expiry(), 900);
        _settle(seller);
        _settle(buyer);
    }

    function _settleAt(uint40 expiry, uint256 price) private {
        VM.warp(expiry - 2 hours);
        _setPrice(price);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        _setPrice(price);
        settlementOracle.prove(ETH, expiry, _rounds(first));
    }

    function _settle(uint256 account) private {
        uint256[] memory ids = new uint256[](1);
        ids[0] = account;
        house.settle(ids);
    }
}
