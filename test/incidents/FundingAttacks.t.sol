// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IClearingHouse} from "../../contracts/interfaces/IClearingHouse.sol";
import {FundingState} from "../../contracts/interfaces/IFunding.sol";
import {Fill} from "../../contracts/interfaces/IExchange.sol";
import {IRouter} from "../../contracts/interfaces/IRouter.sol";
import {Properties} from "../invariant/Properties.sol";
import {LinearWorld} from "../support/world/LinearWorld.sol";
import {VM, within} from "../support/world/Vm.sol";

/// @notice What broke perpetuals elsewhere: pumped imbalances, chosen moments and prices, profits that are none yet.
contract FundingAttacksTest is LinearWorld {
    int256 private constant FULL = int256(3.65e18) / 1 days;

    function setUp() public {
        _buildLinear();
        // Traders 0 and 1 hold; 2 makes the market, and the funding follows it; 3 attacks.
        _swap(0, 1, perpetual, 20e18, 2000e18);
        VM.warp(block.timestamp + 1 days);
        feed.update(2000e8);
        _followImbalanceOf(who[2]);
    }

    /// @dev A position that is opened and closed around an accrual moves the rate for a second, if anybody looks.
    function test_pumpedImbalance_lastsUntilTheNextAccrual() public {
        VM.warp(block.timestamp + 1 minutes);
        _swap(3, 2, perpetual, 20e18, 2000e18);
        funding.accrue(ETH);
        _swap(2, 3, perpetual, 20e18, 2000e18);
        require(funding.fundingState(ETH).velocity == FULL, "pumped");
        VM.warp(block.timestamp + 1);
        funding.accrue(ETH);
        FundingState memory s = funding.fundingState(ETH);
        require(s.velocity == 0 && s.rate == FULL, "a second of it");
    }

    /// @dev And for an hour, if nobody does: it costs the attacker more in fees than the whole market pays in that hour.
    function test_pumpedImbalance_costsMoreThanItMoves() public {
        VM.warp(block.timestamp + 1 minutes);
        _swap(3, 2, perpetual, 20e18, 2000e18);
        funding.accrue(ETH);
        _swap(2, 3, perpetual, 20e18, 2000e18);
        int256 before = funding.index(ETH);
        VM.warp(block.timestamp + 1 hours);
        int256 moved = 20 * (funding.index(ETH) - before);
        // Twice the taker's fee of 0.03% on 20 · 2,000.
        require(moved > 0 && moved < 24e18, Properties.FUNDING_2);
    }

    /// @dev Whoever doubles the open interest for a block with a trade against himself does not halve the velocity.
    function test_pumpedOpenInterest_doesNotSlowFunding() public {
        _swap(0, 2, perpetual, 10e18, 2000e18);
        VM.warp(block.timestamp + 1 hours);
        _swap(3, 1, future, 200e18, 2000e18);
        funding.accrue(ETH);
        _swap(1, 3, future, 200e18, 2000e18);
        // 10 of traders' surplus against 20 to 30 of open interest that has lasted.
        int256 velocity = funding.fundingState(ETH).velocity;
        require(velocity >= FULL / 3 && velocity <= FULL / 2, "by what has lasted");
    }

    /// @dev A feed's answer that nobody sampled is not the price of funding.
    function test_spikeOfTheFeed_isNotThePriceOfFunding() public {
        int256 index = funding.index(ETH);
        feed.update(2900e8);
        VM.warp(block.timestamp + 1);
        funding.accrue(ETH);
        require(funding.fundingState(ETH).price <= 2000e18 && funding.index(ETH) == index, "the sampled one");
    }

    /// @dev Profit of an open position margins others but is not cash: it cannot leave.
    function test_openProfit_cannotLeave() public {
        _setPrice(2400);
        require(_cash(0) == int256(CASH * 1e18), "no cash of it");
        VM.prank(VM.addr(_key(0)));
        VM.expectPartialRevert(IClearingHouse.VoluntaryDebt.selector);
        house.withdraw(who[0], address(usdc), (CASH + 1) * 1e6, address(this));
        _requireBooks(0);
    }

    /// @dev Two accounts of one owner that trade at absurd prices: what the one gains is in its entry notional, and the
    /// other's loss stops it at once.
    function testFuzz_absurdPrices_takeNothingOut(uint256 price, uint256 size) public {
        price = within(price, 0, 100_000e18);
        size = within(size, 1e9, 50e18);
        Fill[] memory fills = _pair(_key(0), who[0], _key(3), who[3], perpetual, size, price);
        int256 equity = _margin(who[0]).equity + _margin(who[3]).equity;
        try exchange.matchOrders(fills) {
            for (uint256 k = 0; k < 2; ++k) {
                uint256 trader = k == 0 ? 0 : 3;
                require(_margin(who[trader]).health >= 1e18, Properties.MARGIN_1);
            }
            int256 difference = equity - (_margin(who[0]).equity + _margin(who[3]).equity);
            require(difference >= 0 && difference <= 4, "nothing is gained");
        } catch {}
        _requireBooks(0);
    }

    /// @dev In a batch a loss can be moved to another account and back, but not past the check.
    function test_batch_cannotHideALoss() public {
        Fill[] memory dear = _pair(_key(3), who[3], _key(0), who[0], perpetual, 10e18, 14_000e18);
        IRouter.Call[] memory calls = new IRouter.Call[](2);
        calls[0] = IRouter.Call(address(exchange), abi.encodeCall(exchange.matchOrders, (dear)));
        bytes memory out = abi.encodeCall(IClearingHouse.withdraw, (who[0], address(usdc), CASH * 1e6, address(this)));
        calls[1] = IRouter.Call(address(house), out);
        VM.prank(VM.addr(_key(0)));
        VM.expectPartialRevert(IClearingHouse.InsufficientMargin.selector);
        router.batch(calls);
    }
}
