// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {FundingState, FundingTerms, IFunding, IImbalanceSource} from "../../../contracts/interfaces/IFunding.sol";
import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {IRiskParameters, MarketRisk} from "../../../contracts/interfaces/IRiskParameters.sol";
import {Properties} from "../../invariant/Properties.sol";
import {LinearWorld} from "../../support/world/LinearWorld.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice Rate, velocity and index.
contract FundingTest is LinearWorld {
    int256 private constant YEAR = 365 days;
    /// @dev The greatest velocity, 3.65 a year and day, in a second.
    int256 private constant FULL = int256(3.65e18) / 1 days;

    function setUp() public {
        _buildLinear();
        // Something to be funded: 10 contracts at 2,000.
        _swap(0, 1, perpetual, 10e18, 2000e18);
        VM.warp(block.timestamp + 1 days);
        feed.update(2000e8);
    }

    function test_noSource_noFunding() public {
        funding.accrue(ETH);
        VM.warp(block.timestamp + 30 days);
        require(funding.index(ETH) == 0, "stands still");
        FundingState memory s = funding.fundingState(ETH);
        require(s.rate == 0 && s.velocity == 0, "no rate");
    }

    function test_velocity_isTheImbalanceOverOpenInterest() public {
        _fund(5e18);
        require(funding.fundingState(ETH).velocity == FULL / 2, "half of the open interest");
        VM.warp(block.timestamp + 1);
        _fund(-10e18);
        require(funding.fundingState(ETH).velocity == -FULL, "all of it");
        VM.warp(block.timestamp + 1);
        _fund(25e18);
        require(funding.fundingState(ETH).velocity == FULL, Properties.FUNDING_2);
    }

    function test_velocity_isTheImbalanceOverDepth() public {
        riskParameters.setMarketRisk(ETH, MarketRisk(0, 4.3e18, 0.2e18, 0.1e18, 0.2e18, 80_000e18));
        _fund(10e18);
        require(funding.fundingState(ETH).velocity == FULL / 4, "20,000 of 80,000");
    }

    function test_rate_movesForAnHourAndStays() public {
        _fund(10e18);
        uint256 start = block.timestamp;
        VM.warp(start + 1 hours);
        int256 atHour = funding.index(ETH);
        // FULL · t²/2 · price / YEAR, rounded down.
        require(atHour == (FULL * 3600 * 3600 * 2000) / 2 / YEAR, "the ramp");
        VM.warp(start + 3 hours);
        int256 added = funding.index(ETH) - atHour;
        int256 flat = (FULL * 3600 * 7200 * 2000) / YEAR;
        require(added == flat || added == flat + 1, "the plateau");
        funding.accrue(ETH);
        require(funding.fundingState(ETH).rate == FULL * 3600, "the rate");
    }

    function test_rate_stopsAtItsGreatest() public {
        funding.setFundingTerms(ETH, FundingTerms(0.01e18, 3.65e18));
        _fund(-10e18);
        VM.warp(block.timestamp + 1 hours);
        // It arrives after 0.01/FULL seconds; until then it misses a triangle of 0.01 · (0.01/FULL) / 2.
        int256 area = FULL * 2 * 0.01e18 * 3600 - 0.01e18 * 0.01e18;
        int256 expected = -((area * 2000) / (2 * FULL * YEAR)) - 1;
        require(funding.index(ETH) == expected, "exact over the kink");
        funding.accrue(ETH);
        require(funding.fundingState(ETH).rate == -0.01e18, Properties.FUNDING_2);
    }

    function test_terms_cutTheRate() public {
        _fund(10e18);
        _pass(10);
        require(funding.fundingState(ETH).rate > 0.5e18, "a rate");
        int256 before = funding.index(ETH);
        funding.setFundingTerms(ETH, FundingTerms(0.1e18, 1e18));
        FundingState memory s = funding.fundingState(ETH);
        require(s.rate == 0.1e18 && s.velocity == int256(1e18) / 1 days, "from now on");
        require(funding.index(ETH) == before, Properties.FUNDING_1);
    }

    function test_source_removed_stopsFunding() public {
        _fund(10e18);
        _pass(10);
        VM.warp(block.timestamp + 20 minutes);
        int256 before = funding.index(ETH);
        funding.setImbalanceSource(ETH, IImbalanceSource(address(0)));
        require(funding.index(ETH) == before, Properties.FUNDING_1);
        VM.warp(block.timestamp + 1 days);
        require(funding.index(ETH) == before && funding.fundingState(ETH).rate == 0, "stands still");
    }

    function test_source_isFollowed() public {
        _followImbalanceOf(who[1]);
        // The market maker is short 10: the traders are long.
        require(funding.fundingState(ETH).velocity == FULL, "long");
        _swap(1, 0, perpetual, 20e18, 2000e18);
        VM.warp(block.timestamp + 1 days);
        funding.accrue(ETH);
        require(funding.fundingState(ETH).velocity == -FULL, "short");
    }

    function test_source_failing_countsAsNothing() public {
        _fund(10e18);
        _pass(1);
        int256 rate = funding.fundingState(ETH).rate;
        imbalance.setFails(true);
        _pass(2);
        FundingState memory s = funding.fundingState(ETH);
        require(s.velocity == 0 && s.rate == rate + FULL * 3600, "the rate stays");
        imbalance.setFails(false);
        _pass(1);
        require(funding.fundingState(ETH).velocity == FULL, "and goes on");
    }

    function test_source_withoutCode_countsAsNothing() public {
        funding.setImbalanceSource(ETH, IImbalanceSource(address(0xDEAD)));
        require(funding.fundingState(ETH).velocity == 0, "nothing");
    }

    /// @dev The extremes of an int256 must not break the sum.
    function testFuzz_source_absurd_countsAsNothing(int256 stated) public {
        VM.assume(stated > 1e27 || stated < -1e27);
        _fund(stated);
        require(funding.fundingState(ETH).velocity == 0, Properties.FUNDING_2);
    }

    function test_accrue_reverts_withTooLittleGasForTheSource() public {
        _fund(10e18);
        VM.warp(block.timestamp + 1);
        // Else a caller could make the source look dead.
        VM.expectPartialRevert(IPriceSource.InsufficientGas.selector);
        funding.accrue{gas: 150_000}(ETH);
    }

    function test_accrue_twiceInABlock_changesNothing() public {
        _fund(10e18);
        imbalance.state(-10e18);
        funding.accrue(ETH);
        require(funding.fundingState(ETH).velocity == FULL, "the first one counts");
    }

    function test_accrue_reverts_forAnUnknownMarket() public {
        VM.expectPartialRevert(IRiskParameters.UnknownMarket.selector);
        funding.accrue(7);
    }

    function test_terms_revert_outOfBounds() public {
        VM.expectPartialRevert(IFunding.FundingOutOfBounds.selector);
        funding.setFundingTerms(ETH, FundingTerms(36.5e18 + 1, 0));
        VM.expectPartialRevert(IFunding.FundingOutOfBounds.selector);
        funding.setFundingTerms(ETH, FundingTerms(0, 36.5e18 + 1));
        funding.setFundingTerms(ETH, FundingTerms(36.5e18, 36.5e18));
        FundingTerms memory t = funding.fundingTerms(ETH);
        require(t.maxRate == 36.5e18 && t.maxVelocity == 36.5e18, "the bounds themselves");
    }

    /// @dev The index goes on from where it was for whatever happens in its block.
    function testFuzz_index_doesNotMoveWithinABlock(int256 first, int256 second, uint256 wait, uint256 rate) public {
        _fund(first % 1e27);
        VM.warp(block.timestamp + within(wait, 0, 10 days));
        int256 before = funding.index(ETH);
        imbalance.state(second % 1e27);
        funding.accrue(ETH);
        require(funding.index(ETH) == before, Properties.FUNDING_1);
        funding.setFundingTerms(ETH, FundingTerms(uint128(within(rate, 0, 36.5e18)), 1e18));
        require(funding.index(ETH) == before, Properties.FUNDING_1);
    }

    /// @dev Whoever accrues often, at times of his choice, within the hour that an imbalance counts for, moves the index and
    /// the rate by rounding alone: a wei an accrual, downwards.
    function testFuzz_accruals_areOfNoUse(uint256 seed, int256 stated, uint256 limit) public {
        funding.setFundingTerms(ETH, FundingTerms(uint128(within(limit, 0.001e18, 3.65e18)), 3.65e18));
        _fund(stated % 50e18);
        uint256 start = block.timestamp;
        VM.warp(start + 1 hours);
        int256 alone = funding.index(ETH);
        uint256 time = start;
        uint256 n = 0;
        VM.warp(start);
        while (time < start + 1 hours) {
            time += within(uint256(keccak256(abi.encode(seed, n))), 1, 10 minutes);
            if (time > start + 1 hours) time = start + 1 hours;
            VM.warp(time);
            funding.accrue(ETH);
            ++n;
        }
        int256 often = funding.index(ETH);
        require(often <= alone && often >= alone - int256(n), "rounding, downwards");
    }

    /// @dev An upper bound of what funding can cost: the greatest rate all the time.
    function testFuzz_index_staysBelowTheGreatestRate(int256 stated, uint256 wait) public {
        _fund(stated % 1e27);
        wait = within(wait, 1, 3650 days);
        VM.warp(block.timestamp + wait);
        int256 most = (3.65e18 * int256(wait) * 2000) / YEAR + 1;
        int256 index = funding.index(ETH);
        require(index <= most && index >= -most, Properties.FUNDING_2);
    }
}
