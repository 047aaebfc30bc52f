// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {IPriceOracle} from "../../../contracts/interfaces/IPriceOracle.sol";
import {ISettlementOracle} from "../../../contracts/interfaces/ISettlementOracle.sol";
import {Properties} from "../../invariant/Properties.sol";
import {PhasedFeed} from "../../support/world/PhasedFeed.sol";
import {VM, within} from "../../support/world/Vm.sol";
import {World} from "../../support/world/World.sol";

/// @notice Prices that widen instead of failing, and settlement prices that nobody chooses.
contract OraclesTest is World {
    uint256 private expiry;

    function setUp() public {
        _build();
        expiry = _expiry(1);
    }

    // ---- reading

    function test_read_isExact_whenLive() public view {
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Live && r.price == 2000e18 && r.low == r.price && r.high == r.price);
    }

    function test_read_isDownAndWidens_whenTheOnlySourceIsLate() public {
        VM.warp(block.timestamp + 1 hours + 1);
        IPriceOracle.Reading memory early = oracle.read(ETH);
        VM.warp(block.timestamp + 1 days);
        IPriceOracle.Reading memory late = oracle.read(ETH);
        require(early.status == IPriceOracle.Status.Down && early.price == 2000e18);
        require(late.high - late.low > early.high - early.low && early.high > early.price);
    }

    function test_read_givesTheLastSample_whenTheFeedIsBad() public {
        _setPrice(2100);
        _sample();
        uint256 sampled = clock.clock(ETH).price;
        for (uint256 i = 1; i <= 3; ++i) {
            feed.setFault(PhasedFeed.Fault(i));
            _requireDown(sampled);
        }
        feed.setFault(PhasedFeed.Fault.None);
        int256[4] memory bad = [int256(0), -1, 1, 1e18];
        for (uint256 i = 0; i < bad.length; ++i) {
            feed.update(bad[i]);
            _requireDown(sampled);
        }
        feed.updateAt(2000e8, block.timestamp + 1);
        _requireDown(sampled);
    }

    function test_sample_takesNothing_whenThereIsNoAnswer() public {
        VM.roll(block.number + 1);
        VM.warp(block.timestamp + 10 minutes);
        feed.update(0);
        require(!clock.isDue(ETH) && !clock.sample(ETH));
        feed.update(2000e8);
        require(clock.isDue(ETH));
    }

    function test_read_reverts_whenMarketIsUnknown() public {
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.UnknownMarket.selector, uint24(7)));
        oracle.read(7);
    }

    function test_setSource_reverts_whenItDisagrees() public {
        PhasedFeed other = new PhasedFeed(8, 2031e8);
        IPriceSource offered = _source(other);
        VM.expectPartialRevert(IPriceOracle.SourceDisagrees.selector);
        oracle.setSource(ETH, 0, offered);
        other.update(2029e8);
        oracle.setSource(ETH, 0, offered);
    }

    /// @dev Decimals of another scale are normalised, and a scale that was misjudged disagrees with the price.
    function testFuzz_setSource_normalisesDecimals(uint8 decimals) public {
        decimals = uint8(within(decimals, 0, 24));
        PhasedFeed other = new PhasedFeed(decimals, int256(2000 * 10 ** decimals));
        oracle.setSource(ETH, 0, _source(other));
        require(oracle.read(ETH).price == 2000e18);
    }

    // ---- settling

    function test_prove_averagesTheWindow() public {
        // 2,000 for the first half hour, 2,300 for a quarter, 1,700 for the last quarter: 2,000.
        _roundAt(2000, expiry - 2 hours);
        uint80 first = feed.lastId();
        _roundAt(2300, expiry - 30 minutes);
        _roundAt(1700, expiry - 15 minutes);
        _roundAt(5000, expiry + 10);
        require(settlementOracle.prove(ETH, expiry, _rounds(first)) == 2000e18);
        require(settlementOracle.price(ETH, expiry) == 2000e18);
    }

    function test_prove_reverts_whenWrittenAlready() public {
        test_prove_averagesTheWindow();
        uint80 last = feed.lastId();
        VM.expectRevert(
            abi.encodeWithSelector(ISettlementOracle.AlreadyWritten.selector, ETH, expiry, uint256(2000e18))
        );
        settlementOracle.prove(ETH, expiry, _rounds(last - 3));
    }

    function test_prove_reverts_withEveryOtherFirstRound() public {
        _roundAt(1900, expiry - 3 hours);
        _roundAt(2000, expiry - 2 hours);
        uint80 first = feed.lastId();
        _roundAt(2300, expiry - 30 minutes);
        _roundAt(5000, expiry + 10);
        for (uint80 id = first - 2; id <= first + 2; ++id) {
            if (id == first) continue;
            try settlementOracle.prove(ETH, expiry, _rounds(id)) {
                revert(Properties.SETTLEMENT_1);
            } catch {}
        }
        settlementOracle.prove(ETH, expiry, _rounds(first));
    }

    function test_prove_reverts_beforeExpiry() public {
        VM.expectPartialRevert(ISettlementOracle.NotExpired.selector);
        settlementOracle.prove(ETH, expiry, _rounds(1));
    }

    function test_prove_reverts_whenNoRoundFollowsTheExpiry() public {
        _roundAt(2000, expiry - 2 hours);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        VM.expectPartialRevert(ISettlementOracle.HistoryEndsEarly.selector);
        settlementOracle.prove(ETH, expiry, _rounds(first));
    }

    function test_prove_reverts_whenPhaseIsAnother() public {
        _roundAt(2000, expiry - 2 hours);
        _roundAt(2000, expiry + 1);
        VM.expectRevert(abi.encodeWithSelector(ISettlementOracle.WrongPhase.selector, 2, 1));
        settlementOracle.prove(ETH, expiry, _rounds((2 << 64) | 1));
    }

    function test_prove_reverts_whenTimeIsNoExpiry() public {
        VM.expectRevert(abi.encodeWithSelector(ISettlementOracle.NotAnExpiry.selector, expiry + 1));
        settlementOracle.prove(ETH, expiry + 1, _rounds(1));
    }

    /// @dev A sample before the window and one after it: the average of what was in force, after a day.
    function test_fallBack_takesTheAverageOfTheSamples_afterADay() public {
        _sampleAt(2200, expiry - 5 hours);
        _sampleAt(2400, expiry - 30 minutes);
        VM.warp(expiry + 24 hours);
        VM.expectPartialRevert(ISettlementOracle.TooEarlyForFallback.selector);
        settlementOracle.fallBack(ETH, expiry);
        _sampleAt(9999, expiry + 24 hours);
        uint256 average = settlementOracle.fallBack(ETH, expiry);
        require(average <= 2300e18 && average > 2300e18 - 1e10);
    }

    function test_fallBack_takesTheLastSample_afterThreeDaysWithoutOne() public {
        _sampleAt(2222, expiry - 5 hours);
        VM.warp(expiry + 72 hours - 1);
        VM.expectPartialRevert(ISettlementOracle.TooEarlyForFallback.selector);
        settlementOracle.fallBack(ETH, expiry);
        VM.warp(expiry + 72 hours);
        uint256 last = settlementOracle.fallBack(ETH, expiry);
        require(last <= 2222e18 && last > 2222e18 - 1e10);
    }

    /// @dev The average lies between the least and the greatest answer in force during the window.
    function testFuzz_prove_staysInsideTheAnswers(uint256[6] memory prices, uint256[6] memory gaps) public {
        uint256 low = type(uint256).max;
        uint256 high = 0;
        uint256 time = expiry - 2 hours;
        _roundAt(2000, time);
        uint80 first = feed.lastId();
        (low, high) = (2000, 2000);
        for (uint256 i = 0; i < 6; ++i) {
            time += within(gaps[i], 0, 40 minutes);
            uint256 price = within(prices[i], 100, 10_000);
            _roundAt(price, time);
            if (time <= expiry - 1 hours) first = feed.lastId();
            if (price < low) low = price;
            if (price > high) high = price;
        }
        if (time < expiry) _roundAt(2000, expiry);
        uint256 average = settlementOracle.prove(ETH, expiry, _rounds(first));
        require(average >= low * WAD && average <= high * WAD);
    }

    function _roundAt(uint256 wholePrice, uint256 time) private {
        if (time > block.timestamp) VM.warp(time);
        feed.updateAt(int256(wholePrice * 1e8), time);
    }

    function _sampleAt(uint256 wholePrice, uint256 time) private {
        _roundAt(wholePrice, time);
        VM.roll(block.number + 1);
        // The first call after a change of the status only notes it.
        if (!clock.sample(ETH)) VM.roll(block.number + 1);
        clock.sample(ETH);
    }

    function _requireDown(uint256 price) private view {
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Down && r.price == price);
    }
}
