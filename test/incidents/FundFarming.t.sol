// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bid} from "../../contracts/interfaces/ILiquidator.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {LinearWorld} from "../support/world/LinearWorld.sol";
import {VM} from "../support/world/Vm.sol";

/// @notice Two accounts of one owner hold opposite pairs of a perpetual and a future with next to no margin. As the future
/// leaves, margin grows by a hundred at an unmoved price, health falls below 5%, and the fund tops the rewards up. A third
/// account of his takes both perpetuals in one batch, ends flat, and keeps the fund's money.
contract FundFarmingTest is LinearWorld {
    uint256 private constant SIZE = 1000e18;

    error FundLost(uint256 amount);

    function setUp() public {
        _buildLinear();
        expiry = _expiry(4);
        future = _future(expiry);
        _deposit(FUND, 100_000);
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        calls[0] = IRouter.Call(
            address(exchange),
            abi.encodeCall(exchange.matchOrders, (_pair(_key(0), who[0], _key(1), who[1], perpetual, SIZE, 2000e18)))
        );
        calls[1] = IRouter.Call(
            address(exchange),
            abi.encodeCall(exchange.matchOrders, (_pair(_key(1), who[1], _key(0), who[0], future, SIZE, 2000e18)))
        );
        router.batch(calls);
        for (uint256 i = 0; i < 2; ++i) {
            uint256 free = engine.freeCash(house.portfolioOf(who[i])) / 1e12;
            VM.prank(VM.addr(_key(i)));
            house.withdraw(who[i], address(usdc), free, address(this));
        }
    }

    function test_unmovedPrice_atOnce_paysNothingFromTheFund() public {
        _reach(expiry - 1 days);
        _farm();
    }

    function test_unmovedPrice_withoutCompetition_paysNothingFromTheFund() public {
        _reach(expiry - 1 days - 1 hours);
        require(liquidator.flag(who[0]) && liquidator.flag(who[1]));
        _reach(expiry - 1 days);
        _farm();
    }

    function _reach(uint256 time) private {
        VM.warp(time);
        feed.update(2000e8);
    }

    function _farm() private {
        uint256 before = uint256(house.cashOf(FUND));
        require(liquidator.flag(who[0]) && liquidator.flag(who[1]));
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        for (uint256 i = 0; i < 2; ++i) {
            Bid memory b = Bid(who[i], who[3], perpetual, 0, (SIZE * 45) / 100, 0);
            calls[i] = IRouter.Call(address(liquidator), abi.encodeCall(liquidator.bid, (b)));
        }
        VM.prank(VM.addr(_key(3)));
        router.batch(calls);
        require(_position(3, perpetual).size == 0, "flat");
        uint256 lost = before - uint256(house.cashOf(FUND));
        require(lost == 0, FundLost(lost));
    }
}
