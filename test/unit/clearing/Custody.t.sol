// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../../contracts/instruments/Instrument.sol";
import {Books, IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {IRiskParameters} from "../../../contracts/interfaces/IRiskParameters.sol";
import {IRouter} from "../../../contracts/interfaces/IRouter.sol";
import {PhasedFeed} from "../../support/world/PhasedFeed.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice Tokens in and out, alone and in batches.
contract CustodyTest is World {
    uint256 private constant ALICE = 0xA11CE;
    uint256 private constant BOB = 0xB0B;

    uint256 private alice;
    uint256 private bob;
    address private owner;

    function setUp() public {
        _build();
        alice = _openAccount(ALICE, 10_000);
        bob = _openAccount(BOB, 50_000);
        owner = VM.addr(ALICE);
    }

    function test_deposit_creditsWad() public view {
        require(house.cashOf(alice) == 10_000e18);
    }

    function test_deposit_reverts_whenAccountUnknown() public {
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.UnknownAccount.selector, 99));
        house.deposit(99, address(usdc), 1);
    }

    function test_deposit_reverts_whenZero() public {
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.ZeroAmount.selector));
        house.deposit(alice, address(usdc), 0);
    }

    function test_deposit_reverts_whenTokenUnknown() public {
        VM.expectRevert(abi.encodeWithSelector(IRiskParameters.UnknownCollateral.selector, address(this)));
        house.deposit(alice, address(this), 1);
    }

    function test_deposit_reverts_whenAboveCap() public {
        weth.mint(owner, 2e24);
        VM.prank(owner);
        weth.approve(address(house), 2e24);
        VM.expectRevert(
            abi.encodeWithSelector(IClearingHouse.CollateralCap.selector, ETH, uint256(1e24 + 1), uint256(1e24))
        );
        VM.prank(owner);
        house.deposit(alice, address(weth), 1e24 + 1);
    }

    /// @dev What a stranger gives could tie the account to a market whose feed is dead.
    function test_deposit_ofCollateral_reverts_whenNotOwner() public {
        weth.mint(address(this), 1);
        weth.approve(address(house), 1);
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NotAccountOwner.selector, alice, address(this)));
        house.deposit(alice, address(weth), 1);
    }

    function test_deposit_ofCollateral_reverts_whileItsPriceIsDown() public {
        weth.mint(owner, 1);
        VM.prank(owner);
        weth.approve(address(house), 1);
        feed.setFault(PhasedFeed.Fault.Reverts);
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NewRiskWhileDown.selector, alice));
        VM.prank(owner);
        house.deposit(alice, address(weth), 1);
    }

    function test_withdraw_paysOut() public {
        VM.prank(owner);
        house.withdraw(alice, address(usdc), 4_000e6, address(0xCAFE));
        require(usdc.balanceOf(address(0xCAFE)) == 4_000e6);
        require(house.cashOf(alice) == 6_000e18);
    }

    function test_withdraw_reverts_whenNotOwner() public {
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NotAccountOwner.selector, alice, address(this)));
        house.withdraw(alice, address(usdc), 1, address(this));
    }

    function test_withdraw_reverts_whenItMakesDebt() public {
        _depositWeth(alice, 100e18);
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.VoluntaryDebt.selector, alice, int256(-1e12)));
        VM.prank(owner);
        house.withdraw(alice, address(usdc), 10_000e6 + 1, owner);
    }

    function test_withdraw_reverts_whenMarginNeedsIt() public {
        _sellPut(10e18);
        uint256 free = engine.freeCash(house.portfolioOf(alice)) / 1e12;
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        VM.prank(owner);
        house.withdraw(alice, address(usdc), free + 1, owner);
        VM.prank(owner);
        house.withdraw(alice, address(usdc), free, owner);
    }

    /// @dev A dead feed never stands between an owner and free cash.
    function test_withdraw_works_whenFeedIsDead() public {
        _sellPut(1e18);
        for (uint256 i = 1; i <= 3; ++i) {
            feed.setFault(PhasedFeed.Fault(i));
            VM.prank(owner);
            house.withdraw(alice, address(usdc), 100e6, owner);
        }
        feed.setFault(PhasedFeed.Fault.None);
        feed.update(0);
        VM.prank(owner);
        house.withdraw(alice, address(usdc), 100e6, owner);
        VM.warp(block.timestamp + 10 days);
        feed.update(2000e8);
        VM.warp(block.timestamp + 10 days);
        VM.prank(owner);
        house.withdraw(alice, address(usdc), 100e6, owner);
    }

    function test_batch_checksOnlyItsEnd() public {
        usdc.mint(owner, 10_000e6);
        VM.prank(owner);
        usdc.approve(address(house), 10_000e6);
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        calls[0] = _withdrawal(15_000e6);
        calls[1] = IRouter.Call(
            address(house),
            abi.encodeCall(IClearingHouse.deposit, (alice, address(usdc), 5_000e6))
        );
        VM.prank(owner);
        router.batch(calls);
        require(house.cashOf(alice) == 0);
        require(usdc.balanceOf(owner) == 20_000e6);
    }

    function test_batch_reverts_whenItEndsInDebt() public {
        IRouter.Call[] memory calls = new IRouter.Call[](1);
        calls[0] = _withdrawal(10_001e6);
        VM.expectPartialRevert(IClearingHouse.VoluntaryDebt.selector);
        VM.prank(owner);
        router.batch(calls);
    }

    /// @dev The attacker's thought: end the batch early, act unchecked, begin another one.
    function test_batch_reverts_whenItTriesToEndItself() public {
        IRouter.Call[] memory calls = new IRouter.Call[](1);
        calls[0] = IRouter.Call(address(house), abi.encodeCall(IClearingHouse.endBatch, ()));
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NotRouter.selector, owner));
        VM.prank(owner);
        router.batch(calls);
    }

    function test_batch_reverts_whenTargetIsForeign() public {
        IRouter.Call[] memory calls = new IRouter.Call[](1);
        calls[0] = IRouter.Call(address(usdc), "");
        VM.expectRevert(abi.encodeWithSelector(IRouter.TargetNotAllowed.selector, address(usdc)));
        router.batch(calls);
    }

    /// @dev The attacker's thought: speak for somebody else by appending his address.
    function test_forwardedSender_countsOnlyFromTheRouter() public {
        bytes memory data = abi.encodePacked(
            abi.encodeCall(IClearingHouse.withdraw, (alice, address(usdc), 1e6, address(this))),
            owner
        );
        (bool ok, ) = address(house).call(data);
        require(!ok);
        IRouter.Call[] memory calls = new IRouter.Call[](1);
        calls[0] = IRouter.Call(address(house), data);
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NotAccountOwner.selector, alice, address(this)));
        router.batch(calls);
    }

    function testFuzz_depositThenWithdraw_losesNothing(uint256 amount, bool ofWeth) public {
        amount = within(amount, 1, 1e12);
        address token = ofWeth ? address(weth) : address(usdc);
        (ofWeth ? weth : usdc).mint(owner, amount);
        VM.prank(owner);
        (ofWeth ? weth : usdc).approve(address(house), amount);
        VM.prank(owner);
        house.deposit(alice, token, amount);
        VM.prank(owner);
        house.withdraw(alice, token, amount, owner);
        require((ofWeth ? weth : usdc).balanceOf(owner) == amount);
        Books memory b = house.books();
        require(int256(b.held) == b.owed);
    }

    function _withdrawal(uint256 units) private view returns (IRouter.Call memory) {
        return
            IRouter.Call(address(house), abi.encodeCall(IClearingHouse.withdraw, (alice, address(usdc), units, owner)));
    }

    function _sellPut(uint256 contracts) private {
        Instrument put = _option(Kind.Put, _expiry(6), 1900);
        exchange.matchOrders(_pair(BOB, bob, ALICE, alice, put, contracts, 30e18));
    }
}
