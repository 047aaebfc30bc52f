// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {MarketRisk} from "../../contracts/interfaces/IRiskParameters.sol";
import {LinearWorld} from "../support/world/LinearWorld.sol";
import {VM} from "../support/world/Vm.sol";

/// @notice A perpetual against a future has next to no margin but counts twice in the open interest. Two accounts of one
/// owner crowd a market with a hundredth of what they hold, and after a day others fall below maintenance at the same price.
contract CheapCrowdingTest is LinearWorld {
    error Figures(uint256 stake, int256 healthBefore, int256 healthAfter);

    function setUp() public {
        _buildLinear();
        expiry = _expiry(28);
        future = _future(expiry);
        MarketRisk memory r = riskParameters.marketRisk(ETH);
        r.depth = 2_000_000e18;
        riskParameters.setMarketRisk(ETH, r);
        // A customer at his initial margin, who has lost 1.5% of his position since.
        _swap(2, 3, perpetual, 300e18, 2000e18);
        VM.prank(VM.addr(_key(2)));
        house.withdraw(who[2], address(usdc), 21_000e6, address(this));
        _setPrice(1970);
    }

    function test_hedgedPairs_doNotLiquidateOthers() public {
        int256 before = _margin(who[2]).health;
        require(before > 1.15e18, "healthy");
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        bytes memory bought = abi.encodeCall(
            exchange.matchOrders,
            (_pair(_key(0), who[0], _key(1), who[1], perpetual, 1500e18, 1970e18))
        );
        bytes memory sold = abi.encodeCall(
            exchange.matchOrders,
            (_pair(_key(1), who[1], _key(0), who[0], future, 1500e18, 1970e18))
        );
        calls[0] = IRouter.Call(address(exchange), bought);
        calls[1] = IRouter.Call(address(exchange), sold);
        router.batch(calls);
        uint256 stake = _margin(who[0]).initial + _margin(who[1]).initial;
        VM.warp(block.timestamp + 1 days);
        feed.update(1970e8);
        int256 afterwards = _margin(who[2]).health;
        require(afterwards >= 1e18, Figures(stake, before, afterwards));
    }
}
