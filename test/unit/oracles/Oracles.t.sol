// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

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

    function test_read_widens_whenLate() public {
        VM.warp(block.timestamp + 1 hours + 1);
        IPriceOracle.Reading memory early = oracle.read(ETH);
        VM.warp(block.timestamp + 1 days);
        IPriceOracle.Reading memory late = oracle.read(ETH);
        require(early.status == IPriceOracle.Status.Degraded && early.price == 2000e18);
        require(late.high - late.low > early.high - early.low && early.high > early.price);
    }

    function test_read_givesTheLastSample_whenTheFeedIsBad() public {
        _setPrice(2100);
        oracle.sample(ETH);
        for (uint256 i = 1; i <= 3; ++i) {
            feed.setFault(PhasedFeed.Fault(i));
            _requireDown(2100e18);
        }
        feed.setFault(PhasedFeed.Fault.None);
        int256[4] memory bad = [int256(0), -1, 1e6, 1e15];
        for (uint256 i = 0; i < bad.length; ++i) {
            feed.update(bad[i]);
            _requireDown(2100e18);
        }
        feed.updateAt(2000e8, block.timestamp + 1);
        _requireDown(2100e18);
    }

    function test_sample_reverts_whenThereIsNoAnswer() public {
        feed.update(0);
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.NothingToSample.selector, ETH));
        oracle.sample(ETH);
    }

    function test_read_reverts_whenMarketIsUnknown() public {
        VM.expectRevert(abi.encodeWithSelector(IPriceOracle.UnknownMarket.selector, uint24(7)));
        oracle.read(7);
    }

    function test_setSource_reverts_whenItDisagrees() public {
        PhasedFeed other = new PhasedFeed(8, 2031e8);
        VM.expectPartialRevert(IPriceOracle.SourceDisagrees.selector);
        oracle.setSource(ETH, address(other), 1 hours, 1e16, 1e25);
        other.update(2029e8);
        oracle.setSource(ETH, address(other), 1 hours, 1e16, 1e25);
    }

    /// @dev Decimals of another scale are normalised, and a scale that was misjudged disagrees with the price.
    function testFuzz_setSource_normalisesDecimals(uint8 decimals) public {
        decimals = uint8(within(decimals, 0, 24));
        PhasedFeed other = new PhasedFeed(decimals, int256(2000 * 10 ** decimals));
        oracle.setSource(ETH, address(other), 1 hours, 1e16, 1e25);
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
        require(settlementOracle.prove(ETH, expiry, first) == 2000e18);
        require(settlementOracle.price(ETH, expiry) == 2000e18);
    }

    function test_prove_reverts_whenWrittenAlready() public {
        test_prove_averagesTheWindow();
        uint80 last = feed.lastId();
        VM.expectRevert(
            abi.encodeWithSelector(ISettlementOracle.AlreadyWritten.selector, ETH, expiry, uint256(2000e18))
        );
        settlementOracle.prove(ETH, expiry, last - 3);
    }

    function test_prove_reverts_withEveryOtherFirstRound() public {
        _roundAt(1900, expiry - 3 hours);
        _roundAt(2000, expiry - 2 hours);
        uint80 first = feed.lastId();
        _roundAt(2300, expiry - 30 minutes);
        _roundAt(5000, expiry + 10);
        for (uint80 id = first - 2; id <= first + 2; ++id) {
            if (id == first) continue;
            try settlementOracle.prove(ETH, expiry, id) {
                revert(Properties.SETTLEMENT_1);
            } catch {}
        }
        settlementOracle.prove(ETH, expiry, first);
    }

    function test_prove_reverts_beforeExpiry() public {
        VM.expectPartialRevert(ISettlementOracle.NotExpired.selector);
        settlementOracle.prove(ETH, expiry, 1);
    }

    function test_prove_reverts_whenNoRoundFollowsTheExpiry() public {
        _roundAt(2000, expiry - 2 hours);
        uint80 first = feed.lastId();
        VM.warp(expiry + 1);
        VM.expectPartialRevert(ISettlementOracle.HistoryEndsEarly.selector);
        settlementOracle.prove(ETH, expiry, first);
    }

    function test_prove_reverts_whenPhaseIsAnother() public {
        _roundAt(2000, expiry - 2 hours);
        _roundAt(2000, expiry + 1);
        VM.expectRevert(abi.encodeWithSelector(ISettlementOracle.WrongPhase.selector, 2, 1));
        settlementOracle.prove(ETH, expiry, (2 << 64) | 1);
    }

    function test_prove_reverts_whenTimeIsNoExpiry() public {
        VM.expectRevert(abi.encodeWithSelector(ISettlementOracle.NotAnExpiry.selector, expiry + 1));
        settlementOracle.prove(ETH, expiry + 1, 1);
    }

    function test_fallBack_takesTheSampleBeforeExpiry() public {
        _roundAt(2222, expiry - 5 hours);
        oracle.sample(ETH);
        _roundAt(9999, expiry + 1 hours);
        oracle.sample(ETH);
        VM.warp(expiry + 72 hours - 1);
        VM.expectPartialRevert(ISettlementOracle.TooEarlyForFallback.selector);
        settlementOracle.fallBack(ETH, expiry);
        VM.warp(expiry + 72 hours);
        require(settlementOracle.fallBack(ETH, expiry) == 2222e18);
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
        uint256 average = settlementOracle.prove(ETH, expiry, first);
        require(average >= low * WAD && average <= high * WAD);
    }

    function _roundAt(uint256 wholePrice, uint256 time) private {
        if (time > block.timestamp) VM.warp(time);
        feed.updateAt(int256(wholePrice * 1e8), time);
    }

    function _requireDown(uint256 price) private view {
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Down && r.price == price);
    }
}
