// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {Margin} from "../../contracts/interfaces/IRiskEngine.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice Withdrawing a wei of collateral with the rest of the equity is no reduction of risk.
contract DustStripTest is World {
    uint256 private constant A = 0xA11;
    uint256 private constant S = 0x5E1;
    uint256 private a;
    uint256 private s;
    IRouter.Call[] private calls;

    function setUp() public {
        _build();
        a = _openAccount(A, 100_061);
        s = _openAccount(S, 300);
        _openAccount(0x5A7E, 500_000); // a saver
    }

    function test_withdraw_isNotPaidForByDust() public {
        uint40 near = _expiry(1);
        uint40 far = _expiry(2);
        uint256 n = 10_000e18;
        _leg(false, _option(Kind.Put, near, 2000), n + 1e18);
        _leg(true, _option(Kind.Put, near, 1990), n);
        _leg(true, _option(Kind.Put, near, 1900), 1e18);
        _leg(true, _option(Kind.Call, far, 1900), 1e18);
        _leg(false, _option(Kind.Call, far, 2000), 1e18);
        _leg(true, _option(Kind.Put, far, 2000), 1e18);
        _leg(false, _option(Kind.Put, far, 1900), 1e18);
        router.batch(calls);
        Margin memory before = _margin(a);
        _depositWeth(a, 1);
        IRouter.Call[] memory c = new IRouter.Call[](2);
        c[0] = _w(address(weth), 1);
        c[1] = _w(address(usdc), uint256(before.equity - int256(before.initial)) / 1e12 + 2);
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        VM.prank(VM.addr(A));
        router.batch(c);
    }

    function _w(address token, uint256 amount) private view returns (IRouter.Call memory) {
        return IRouter.Call(address(house), abi.encodeCall(IClearingHouse.withdraw, (a, token, amount, VM.addr(A))));
    }

    function _leg(bool aBuys, Instrument i, uint256 size) private {
        Fill[] memory f = aBuys ? _pair(A, a, S, s, i, size, 0) : _pair(S, s, A, a, i, size, 0);
        calls.push(IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (f))));
    }
}
