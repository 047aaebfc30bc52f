// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../../contracts/interfaces/IPriceOracle.sol";
import {IPriceSource} from "../../contracts/interfaces/IPriceSource.sol";
import {ISettlementOracle} from "../../contracts/interfaces/ISettlementOracle.sol";
import {Properties} from "../invariant/Properties.sol";
import {PhasedFeed} from "../support/world/PhasedFeed.sol";
import {VM, within} from "../support/world/Vm.sol";
import {World} from "../support/world/World.sol";

/// @notice What broke other oracles: prices that somebody could choose.
contract OracleIncidentsTest is World {
    uint40 private expiry;

    function setUp() public {
        _build();
        expiry = _expiry(1);
    }

    /// @dev INCIDENT Ribbon 2025: of all rounds and moments, one proof alone is accepted, with odd rounds among them.
    function testFuzz_prove_acceptsOneFirstRound(uint256[8] memory gaps, uint256 zero) public {
        uint256 time = expiry - 2 hours;
        _roundAt(2000e8, time);
        for (uint256 i = 0; i < 8; ++i) {
            // Equal times and answers of 0 among them.
            time += within(gaps[i], 0, 30 minutes);
            _roundAt(i == within(zero, 0, 7) ? int256(0) : int256((1900 + 10 * i) * 1e8), time);
        }
        if (time < expiry) _roundAt(2000e8, expiry);
        uint256 accepted = 0;
        uint80 last = feed.lastId();
        for (uint80 id = last - 10; id <= last + 1; ++id) {
            try settlementOracle.prove(ETH, expiry, _rounds(id)) returns (uint256 average) {
                ++accepted;
                require(average >= 1900e18 && average <= 2000e18);
            } catch {}
        }
        require(accepted <= 1, Properties.SETTLEMENT_1);
    }

    /// @dev A history with a hole, or a feed that fails in the middle of it, proves nothing; later it still proves.
    function test_prove_reverts_whileTheFeedFails_andWorksAfterwards() public {
        _roundAt(2000e8, expiry - 2 hours);
        uint80 first = feed.lastId();
        _roundAt(2100e8, expiry + 1);
        for (uint256 i = 1; i <= 3; ++i) {
            feed.setFault(PhasedFeed.Fault(i));
            VM.expectPartialRevert(ISettlementOracle.RoundInvalid.selector);
            settlementOracle.prove(ETH, expiry, _rounds(first));
        }
        feed.setFault(PhasedFeed.Fault.None);
        require(settlementOracle.prove(ETH, expiry, _rounds(first)) == 2000e18);
    }

    /// @dev A price once proven is not replaced by the fallback, nor by a second proof, however late.
    function test_settlementPrice_isWrittenOnce() public {
        _roundAt(2000e8, expiry - 2 hours);
        uint80 first = feed.lastId();
        _roundAt(2100e8, expiry + 1);
        settlementOracle.prove(ETH, expiry, _rounds(first));
        VM.warp(expiry + 30 days);
        clock.sample(ETH);
        VM.expectPartialRevert(ISettlementOracle.AlreadyWritten.selector);
        settlementOracle.fallBack(ETH, expiry);
        require(settlementOracle.price(ETH, expiry) == 2000e18, Properties.SETTLEMENT_1);
    }

    /// @dev INCIDENT gas griefing: a caller who starves the feed of gas gets no reading, rather than a dead feed's.
    function testFuzz_read_isNotFooledByLittleGas(uint256 gasLimit) public view {
        IPriceOracle.Reading memory r = oracle.read(ETH);
        require(r.status == IPriceOracle.Status.Live);
        try oracle.read{gas: within(gasLimit, 5_000, 100_000)}(ETH) returns (IPriceOracle.Reading memory starved) {
            require(starved.status == r.status && starved.price == r.price, "a feed that looks dead for want of gas");
        } catch {}
    }

    /// @dev INCIDENT Moonwell: a source that disagrees with the running price is refused, also by the governor.
    function testFuzz_setSource_reverts_whenTheFeedDisagrees(uint256 price) public {
        price = within(price, 1, 1e5);
        VM.assume(price < 1970 || price > 2030);
        IPriceSource offered = _source(new PhasedFeed(8, int256(price * 1e8)));
        VM.expectPartialRevert(IPriceOracle.SourceDisagrees.selector);
        oracle.setSource(ETH, 0, offered);
    }

    function _roundAt(int256 answer, uint256 time) private {
        if (time > block.timestamp) VM.warp(time);
        feed.updateAt(answer, time);
    }
}
