// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IClearingHouse} from "../../../contracts/interfaces/IClearingHouse.sol";
import {IUpkeep, UpkeepBudget} from "../../../contracts/interfaces/IUpkeep.sol";
import {PackedSlice} from "../../../contracts/interfaces/IVolatilitySurface.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice Upkeep is paid from the treasury, within budgets, and goes on without pay.
contract UpkeepTest is World {
    uint256 private keeper;

    function setUp() public {
        _build();
        keeper = _openAccount(7, 0);
        _deposit(TREASURY, 10_000);
        upkeep.setBaseFeeCap(50 gwei);
        upkeep.setBudget(IUpkeep.Kind.Sample, UpkeepBudget(20e18, 100e18));
        upkeep.setBudget(IUpkeep.Kind.Settle, UpkeepBudget(20e18, 100e18));
        VM.fee(10 gwei);
        _nextSample();
    }

    function test_sample_isPaid_fromTheTreasury() public {
        int256 treasury = house.cashOf(TREASURY);
        require(_sampleAs(keeper) == 1);
        uint256 paid = uint256(house.cashOf(keeper));
        require(house.cashOf(TREASURY) == treasury - int256(paid));
        // 10 gwei · 1.2 · 2,000 USDC: 24 USDC per million gas. A sample takes 100,000 to 250,000.
        require(paid > 2.4e18 && paid < 6e18, "the gas of a sample");
        require(upkeep.left(IUpkeep.Kind.Sample) == 100e18 - paid);
    }

    function test_sample_isNotPaid_whenNothingIsDue() public {
        _sampleAs(keeper);
        int256 before = house.cashOf(keeper);
        require(_sampleAs(keeper) == 0 && house.cashOf(keeper) == before);
    }

    function test_sample_paysNoMoreThanItsBounds() public {
        VM.fee(10_000 gwei);
        _sampleAs(keeper);
        // The capped base fee, 50 gwei, would be 120 USDC per million gas.
        require(house.cashOf(keeper) > 8e18 && house.cashOf(keeper) <= 20e18, "the cap of the base fee");
        upkeep.setBudget(IUpkeep.Kind.Sample, UpkeepBudget(1e18, 100e18));
        uint256 other = _openAccount(8, 0);
        _nextSample();
        VM.fee(10_000 gwei);
        _sampleAs(other);
        require(house.cashOf(other) == 1e18, "the most for one action");
    }

    /// @dev Each of these pays nothing, and the sample is taken all the same.
    function test_sample_isTaken_withoutPay() public {
        upkeep.setBudget(IUpkeep.Kind.Sample, UpkeepBudget(0, 0));
        require(_sampleAs(keeper) == 1 && house.cashOf(keeper) == 0, "no budget");
        upkeep.setBudget(IUpkeep.Kind.Sample, UpkeepBudget(20e18, 100e18));
        _nextSample();
        require(_sampleAs(999) == 1, "an unknown account");
        _nextSample();
        house.withdraw(TREASURY, address(usdc), 10_000e6, address(this));
        require(_sampleAs(keeper) == 1 && house.cashOf(keeper) == 0, "an empty treasury");
    }

    function testFuzz_pay_staysInsideTheDay(uint256 fee) public {
        VM.fee(within(fee, 1 gwei, 50 gwei));
        uint256 day = block.timestamp / 1 days;
        for (uint256 i = 0; i < 12 && block.timestamp / 1 days == day; ++i) {
            _sampleAs(keeper);
            _nextSample();
        }
        require(house.cashOf(keeper) <= 100e18);
    }

    function test_prove_isPaidOnce() public {
        uint256 expiry = _expiry(1);
        VM.warp(expiry + 1);
        feed.update(2000e8);
        uint80 first = feed.lastId() - 1;
        upkeep.prove(ETH, expiry, _rounds(first), keeper);
        require(settlementOracle.price(ETH, expiry) == 2000e18 && house.cashOf(keeper) > 0);
        (bool again, ) = address(upkeep).call(abi.encodeCall(IUpkeep.prove, (ETH, expiry, _rounds(first), keeper)));
        require(!again);
    }

    function test_prove_isNotPaid_longAfterExpiry() public {
        uint256 expiry = _expiry(1);
        VM.warp(expiry + 3 days + 1);
        feed.update(2000e8);
        upkeep.prove(ETH, expiry, _rounds(feed.lastId() - 1), keeper);
        require(house.cashOf(keeper) == 0);
    }

    function test_publish_reverts_asTheSurfaceDoes() public {
        PackedSlice[] memory none;
        (bool done, ) = address(upkeep).call(
            abi.encodeCall(IUpkeep.publish, (ETH, uint32(block.timestamp), none, "", keeper))
        );
        require(!done && house.cashOf(keeper) == 0);
    }

    function test_payUpkeep_reverts_forAnybodyElse() public {
        VM.expectRevert(abi.encodeWithSelector(IClearingHouse.NotModule.selector, address(this)));
        house.payUpkeep(keeper, 1);
    }

    function test_setBudget_reverts_outOfBounds() public {
        VM.expectPartialRevert(IUpkeep.BudgetOutOfBounds.selector);
        upkeep.setBudget(IUpkeep.Kind.Sample, UpkeepBudget(1_001e18, 1));
        VM.expectPartialRevert(IUpkeep.BudgetOutOfBounds.selector);
        upkeep.setBudget(IUpkeep.Kind.Sample, UpkeepBudget(1, 100_001e18));
    }

    function _nextSample() private {
        VM.warp(block.timestamp + 10 minutes);
        VM.roll(block.number + 1);
        feed.update(2000e8);
    }

    function _sampleAs(uint256 account) private returns (uint256) {
        uint24[] memory markets = new uint24[](1);
        markets[0] = ETH;
        return upkeep.sample(markets, account);
    }
}
