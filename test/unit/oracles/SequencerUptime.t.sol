// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {RoundsAggregator} from "../../../contracts/doubles/RoundsAggregator.sol";
import {ChainlinkSource, IAggregatorProxy} from "../../../contracts/oracles/sources/ChainlinkSource.sol";
import {Conduct, HostileTarget} from "../../support/oracles/HostileTarget.sol";
import {SourceFixture} from "../../support/oracles/SourceFixture.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice A rollup's sequencer: while it is down, and for an hour after, its chain's prices are nobody's fault.
contract SequencerUptimeTest is SourceFixture {
    uint256 private constant GRACE = 1 hours;

    RoundsAggregator private uptime;
    IAggregatorProxy private feed;
    ChainlinkSource private source;

    function setUp() public {
        VM.warp(START);
        RoundsAggregator aggregator = _aggregator(8);
        aggregator.pushRound(2000e8, uint64(START), uint64(START));
        feed = _proxy(aggregator);
        uptime = _aggregator(0);
        source = _withSequencer(address(_proxy(uptime)));
    }

    function testFuzz_latest_isNone_whileTheSequencerIsDown(int192 status, uint256 since) public {
        VM.assume(status != 0);
        _status(status, START - within(since, 0, 365 days));
        _requireNone(source);
    }

    function testFuzz_latest_isNone_withinTheGracePeriod(uint256 since) public {
        _status(0, START - within(since, 0, GRACE - 1));
        _requireNone(source);
    }

    function testFuzz_latest_isGiven_afterTheGracePeriod(uint256 since) public {
        _status(0, START - within(since, GRACE, 3650 days));
        _requireAnswer(source, 2000e18, START, PHASE_1 | 1);
    }

    function test_latest_follows_anOutage() public {
        _status(0, START - 1 days);
        _requireAnswer(source, 2000e18, START, PHASE_1 | 1);
        VM.warp(START + 10 minutes);
        _status(1, block.timestamp);
        _requireNone(source);
        VM.warp(START + 5 hours);
        _requireNone(source);
        _status(0, block.timestamp);
        VM.warp(START + 6 hours - 1);
        _requireNone(source);
        VM.warp(START + 6 hours);
        _requireAnswer(source, 2000e18, START, PHASE_1 | 1);
    }

    /// @dev The uptime feed may be updated without a change: what counts is when the round started.
    function test_latest_isGiven_whenAnOldRoundWasUpdatedJustNow() public {
        uptime.pushRound(0, uint64(START - 2 hours), uint64(START));
        _requireAnswer(source, 2000e18, START, PHASE_1 | 1);
    }

    function test_latest_isNone_whenTheUptimeFeedHasNoStart() public {
        _requireNone(source);
        uptime.pushRound(0, 0, uint64(START));
        _requireNone(source);
        uptime.pushRound(0, uint64(START + 1), uint64(START));
        _requireNone(source);
    }

    function testFuzz_latest_neverReverts_whateverTheUptimeFeedAnswers(uint256[5] memory words) public {
        HostileTarget hostile = new HostileTarget();
        hostile.answer(IAggregatorProxy.latestRoundData.selector, abi.encode(words));
        _requireSane(_withSequencer(address(hostile)));
    }

    function test_latest_isNone_whileTheUptimeFeedIsBroken() public {
        HostileTarget hostile = new HostileTarget();
        hostile.answer(IAggregatorProxy.latestRoundData.selector, abi.encode(1, 0, START - 1 days, START, 1));
        ChainlinkSource guarded = _withSequencer(address(hostile));
        _requireAnswer(guarded, 2000e18, START, PHASE_1 | 1);
        for (uint256 i = 1; i < uint256(Conduct.AnswersLate); ++i) {
            hostile.behave(Conduct(i));
            _requireNone(guarded);
        }
        hostile.behave(Conduct.AnswersLate);
        _requireAnswer(guarded, 2000e18, START, PHASE_1 | 1);
        _destroy(address(hostile));
        _requireNone(guarded);
    }

    /// @dev Two calls: gas that lasts for the first alone must not make the second look dead.
    function testFuzz_latest_isNotFooled_byLittleGas(uint256 gasLimit) public {
        HostileTarget hostile = new HostileTarget();
        hostile.answer(IAggregatorProxy.latestRoundData.selector, abi.encode(1, 0, START - 1 days, START, 1));
        hostile.behave(Conduct.AnswersLate);
        _requireSameWith(_withSequencer(address(hostile)), within(gasLimit, 3_000, 700_000));
    }

    /// @dev History was written while the chain ran: its rounds can be read during an outage.
    function test_round_isGiven_whileTheSequencerIsDown() public {
        _status(1, START);
        (uint256 price, uint256 updatedAt) = source.round(PHASE_1 | 1);
        require(price == 2000e18 && updatedAt == START && source.phaseId() == 1);
    }

    function _status(int256 answer, uint256 since) private {
        uptime.pushRound(answer, uint64(since), uint64(since));
    }

    function _withSequencer(address sequencer) private returns (ChainlinkSource) {
        return new ChainlinkSource(address(feed), HEARTBEAT, LOW, HIGH, sequencer);
    }
}
