// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {ILiquidator} from "../../contracts/interfaces/ILiquidator.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {VM} from "../support/world/Vm.sol";
import {LinearWorld} from "../support/world/LinearWorld.sol";

/// @notice A perpetual against a future of the same size moves with nothing until the future expires. With next to no margin
/// two accounts of one owner could fall below it by time alone and take from each other what the fund pays for freeing
/// margin, crowd a market for nothing, or be drained by funding with no leg that anybody may bid for.
contract HedgedPairTest is LinearWorld {
    function setUp() public {
        _buildLinear();
        expiry = _expiry(4);
        future = _future(expiry);
    }

    function test_pair_needsTheMarginOfWhatStays() public {
        IRouter.Call[] memory calls = _calls(1000e18);
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        router.batch(calls);
    }

    function test_time_takesNobodyBelowMargin() public {
        router.batch(_calls(100e18));
        for (uint256 i = 0; i < 2; ++i) {
            uint256 free = engine.freeCash(house.portfolioOf(who[i])) / 1e12;
            VM.prank(VM.addr(_key(i)));
            house.withdraw(who[i], address(usdc), free, address(this));
        }
        for (uint256 left = 84 hours; left >= 2 hours; left -= 2 hours) {
            VM.warp(expiry - left);
            feed.update(2000e8);
            for (uint256 i = 0; i < 2; ++i) {
                require(_margin(who[i]).health >= 1e18, "below margin without a loss");
                VM.expectPartialRevert(ILiquidator.Healthy.selector);
                liquidator.flag(who[i]);
            }
        }
    }

    function _calls(uint256 size) private returns (IRouter.Call[] memory calls) {
        calls = new IRouter.Call[](2);
        calls[0] = IRouter.Call(
            address(exchange),
            abi.encodeCall(exchange.matchOrders, (_pair(_key(0), who[0], _key(1), who[1], perpetual, size, 2000e18)))
        );
        calls[1] = IRouter.Call(
            address(exchange),
            abi.encodeCall(exchange.matchOrders, (_pair(_key(1), who[1], _key(0), who[0], future, size, 2000e18)))
        );
    }
}
