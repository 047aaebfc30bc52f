// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, Kind} from "../../contracts/instruments/Instrument.sol";
import {IExchange, Fill} from "../../contracts/interfaces/IExchange.sol";
import {ILiquidator} from "../../contracts/interfaces/ILiquidator.sol";
import {Margin} from "../../contracts/interfaces/IRiskEngine.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {VM} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice Collateral asks for its own loss and no more: a wei of it cannot make a sound account look like a ruined one.
contract DustMarginTest is World {
    uint256 private constant A = 0xA11;
    uint256 private constant S = 0x5E1;
    uint256 private a;
    uint256 private s;
    IRouter.Call[] private calls;

    function setUp() public {
        _build();
        a = _openAccount(A, 60);
        s = _openAccount(S, 810_000);
        _deposit(FUND, 50_000);
    }

    function test_margin_isNotRaisedByDust() public {
        uint40 near = _expiry(1);
        uint40 far = _expiry(56);
        uint256 n = 80_000e18;
        // near put spread short, far box long, far butterflies long: all at price 0 between one owner's accounts
        _leg(false, _option(Kind.Put, near, 2000), 1e18);
        _leg(true, _option(Kind.Put, near, 1900), 1e18);
        _leg(true, _option(Kind.Call, far, 1900), 1e18);
        _leg(false, _option(Kind.Call, far, 2000), 1e18);
        _leg(false, _option(Kind.Put, far, 1900), 1e18);
        _leg(true, _option(Kind.Put, far, 2000), n + 1e18);
        _leg(false, _option(Kind.Put, far, 1990), 2 * n);
        _leg(true, _option(Kind.Put, far, 1980), n);
        router.batch(calls);
        Margin memory before = _margin(a);
        _depositWeth(a, 1);
        require(_margin(a).maintenance <= before.maintenance + 1e4, "one wei of collateral raised the margin");
        VM.expectPartialRevert(ILiquidator.Healthy.selector);
        liquidator.flag(a);
    }

    function _leg(bool aBuys, Instrument i, uint256 size) private {
        Fill[] memory f = aBuys ? _pair(A, a, S, s, i, size, 0) : _pair(S, s, A, a, i, size, 0);
        calls.push(IRouter.Call(address(exchange), abi.encodeCall(IExchange.matchOrders, (f))));
    }
}
