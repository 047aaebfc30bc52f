// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {RoundsAggregator} from "../../../contracts/doubles/RoundsAggregator.sol";
import {IPriceSource} from "../../../contracts/interfaces/IPriceSource.sol";
import {ChainlinkSource, IAggregatorProxy} from "../../../contracts/oracles/sources/ChainlinkSource.sol";
import {SourceFixture} from "../../support/oracles/SourceFixture.sol";
import {VM, within} from "../../support/world/Vm.sol";

/// @notice A feed behind Chainlink's own proxy: what of it becomes a price.
contract ChainlinkSourceTest is SourceFixture {
    RoundsAggregator private aggregator;
    IAggregatorProxy private proxy;
    ChainlinkSource private source;

    function setUp() public {
        VM.warp(START);
        aggregator = _aggregator(8);
        proxy = _proxy(aggregator);
        aggregator.pushRound(2000e8, uint64(START), uint64(START));
        source = new ChainlinkSource(address(proxy), HEARTBEAT, LOW, HIGH, address(0));
    }

    // ---- construction

    function test_constructor_keepsItsParameters() public view {
        require(source.proxy() == address(proxy) && source.sequencer() == address(0));
        require(source.heartbeat() == HEARTBEAT && source.decimals() == 8);
        require(source.minAnswer() == LOW && source.maxAnswer() == HIGH && !source.isPool());
    }

    function testFuzz_constructor_reverts_withDecimalsBeyond24(uint8 decimals) public {
        decimals = uint8(within(decimals, 25, 255));
        IAggregatorProxy wide = _proxy(_aggregator(decimals));
        VM.expectRevert(abi.encodeWithSelector(IPriceSource.FeedDecimals.selector, wide, decimals, 24));
        new ChainlinkSource(address(wide), HEARTBEAT, LOW, HIGH, address(0));
    }

    function testFuzz_constructor_reverts_withAHeartbeatOutOfRange(uint32 heartbeat) public {
        if (heartbeat >= 1 minutes) heartbeat = uint32(within(heartbeat, 2 days + 1, type(uint32).max));
        VM.expectRevert(abi.encodeWithSelector(IPriceSource.FeedHeartbeat.selector, heartbeat, 1 minutes, 2 days));
        new ChainlinkSource(address(proxy), heartbeat, LOW, HIGH, address(0));
    }

    function test_constructor_accepts_bothEndsOfTheHeartbeat() public {
        new ChainlinkSource(address(proxy), 1 minutes, LOW, HIGH, address(0));
        new ChainlinkSource(address(proxy), 2 days, LOW, HIGH, address(0));
    }

    function testFuzz_constructor_reverts_withBoundsThatAreEmptyOrTooHigh(uint256 low, uint256 high) public {
        VM.assume(low >= high || high > 1e32);
        VM.expectRevert(abi.encodeWithSelector(IPriceSource.FeedBounds.selector, low, high, 1e32));
        new ChainlinkSource(address(proxy), HEARTBEAT, low, high, address(0));
    }

    function test_constructor_accepts_theHighestBound() public {
        require(new ChainlinkSource(address(proxy), HEARTBEAT, 0, 1e32, address(0)).maxAnswer() == 1e32);
    }

    function test_constructor_reverts_withoutAFeed() public {
        try new ChainlinkSource(address(0xdead), HEARTBEAT, LOW, HIGH, address(0)) {
            revert("a source without a feed");
        } catch {}
    }

    // ---- the latest answer

    function testFuzz_latest_isTheAnswerInWad_withAnyDecimals(uint8 decimals, uint256 price, uint256 age) public {
        decimals = uint8(within(decimals, 0, 24));
        uint256 unit = 10 ** decimals;
        int256 raw = int256(within(price, unit, 1e6 * unit));
        uint256 time = START - within(age, 0, 1 days);
        (ChainlinkSource made, RoundsAggregator feed) = _source(decimals);
        feed.pushRound(raw, uint64(time), uint64(time));
        _requireAnswer(made, (uint256(raw) * 1e18) / unit, time, PHASE_1 | 1);
    }

    function testFuzz_latest_isNone_unlessStrictlyInsideTheBounds(int192 raw) public {
        aggregator.pushRound(raw, uint64(START), uint64(START));
        bool inside = raw > 1e6 && raw < 1e15;
        _requireAnswer(source, inside ? uint256(int256(raw)) * 1e10 : 0, inside ? START : 0, inside ? PHASE_1 | 2 : 0);
    }

    function test_latest_isNone_onOrBeyondTheBounds() public {
        int256[8] memory stuck = [int256(0), -1, -2000e8, type(int192).min, type(int192).max, 1e6, 1e15, 1];
        for (uint256 i = 0; i < stuck.length; ++i) {
            aggregator.pushRound(stuck[i], uint64(START), uint64(START));
            _requireNone(source);
        }
        aggregator.pushRound(1e6 + 1, uint64(START), uint64(START));
        _requireAnswer(source, LOW + 1e10, START, PHASE_1 | 10);
        aggregator.pushRound(1e15 - 1, uint64(START), uint64(START));
        _requireAnswer(source, HIGH - 1e10, START, PHASE_1 | 11);
    }

    function test_latest_isNone_whenTheAnswerRoundsDownToTheBound() public {
        (ChainlinkSource made, RoundsAggregator feed) = _source(24);
        feed.pushRound(int256(LOW * 1e6 + 999_999), uint64(START), uint64(START));
        _requireNone(made);
    }

    function testFuzz_latest_isNone_whenOfTheFuture(uint32 ahead) public {
        uint64 time = uint64(within(ahead, START + 1, type(uint32).max));
        aggregator.pushRound(2000e8, time, time);
        _requireNone(source);
        VM.warp(time);
        _requireAnswer(source, 2000e18, time, PHASE_1 | 2);
    }

    function test_latest_isNone_beforeTheFirstAnswer() public {
        (ChainlinkSource made, RoundsAggregator feed) = _source(8);
        _requireNone(made);
        feed.pushRound(0, 0, 0);
        _requireNone(made);
        feed.pushRound(2000e8, 0, 0);
        _requireNone(made);
    }

    function testFuzz_latest_givesALateAnswer_withItsTime(uint256 age) public {
        VM.warp(START + within(age, 0, 3650 days));
        _requireAnswer(source, 2000e18, START, PHASE_1 | 1);
    }

    // ---- rounds and phases

    function testFuzz_round_isWhatWasPushed(int192[4] memory raw, uint32[4] memory times) public {
        for (uint256 i = 0; i < raw.length; ++i) {
            uint64 time = times[i];
            aggregator.pushRound(raw[i], time, time);
            (uint256 price, uint256 updatedAt) = source.round(uint80(PHASE_1 | (i + 2)));
            bool past = time <= START;
            bool valid = past && time != 0 && raw[i] > 1e6 && raw[i] < 1e15;
            require(updatedAt == (past ? time : 0), "time");
            require(price == (valid ? uint256(int256(raw[i])) * 1e10 : 0), "price");
        }
    }

    function test_round_hasATimeButNoPrice_whenItsAnswerIsInvalid() public {
        aggregator.pushRound(0, uint64(START), uint64(START));
        _requireRound(source, PHASE_1 | 2, 0, START);
    }

    function testFuzz_round_isNone_whenThereIsNoSuchRound(uint80 id) public view {
        VM.assume(id != (PHASE_1 | 1));
        _requireRound(source, id, 0, 0);
    }

    function test_round_isNone_whenTheFirstRoundIsEmpty() public {
        RoundsAggregator second = _aggregator(8);
        second.pushRound(0, 0, 0);
        second.pushRound(2100e8, uint64(START), uint64(START));
        _changePhase(proxy, second);
        _requireRound(source, PHASE_2 | 1, 0, 0);
        _requireRound(source, PHASE_2 | 2, 2100e18, START);
    }

    function test_phaseId_follows_theProxy() public {
        require(source.phaseId() == 1);
        RoundsAggregator second = _aggregator(8);
        _changePhase(proxy, second);
        require(source.phaseId() == 2);
        _requireNone(source);
        second.pushRound(2100e8, uint64(START), uint64(START));
        _requireAnswer(source, 2100e18, START, PHASE_2 | 1);
        _requireRound(source, PHASE_1 | 1, 2000e18, START);
    }

    // ---- gas

    function testFuzz_latest_isNotFooled_byLittleGas(uint256 gasLimit) public view {
        _requireSameWith(source, within(gasLimit, 3_000, 400_000));
    }

    function testFuzz_latest_reverts_withLessGasThanTheFeedMayUse(uint256 gasLimit) public view {
        try source.latest{gas: within(gasLimit, 5_000, 150_000)}() {
            revert("an answer without the gas for it");
        } catch (bytes memory reason) {
            require(bytes4(reason) == IPriceSource.InsufficientGas.selector);
        }
    }

    function testFuzz_round_isNotFooled_byLittleGas(uint256 gasLimit) public view {
        try source.round{gas: within(gasLimit, 3_000, 400_000)}(PHASE_1 | 1) returns (uint256 price, uint256 time) {
            require(price == 2000e18 && time == START);
        } catch {}
    }

    function testFuzz_phaseId_isNotFooled_byLittleGas(uint256 gasLimit) public view {
        try source.phaseId{gas: within(gasLimit, 3_000, 400_000)}() returns (uint16 phase) {
            require(phase == 1);
        } catch {}
    }

    // ---- helpers

    function _source(uint8 decimals) private returns (ChainlinkSource made, RoundsAggregator feed) {
        feed = _aggregator(decimals);
        made = new ChainlinkSource(address(_proxy(feed)), HEARTBEAT, LOW, HIGH, address(0));
    }

    function _requireRound(ChainlinkSource s, uint80 id, uint256 price, uint256 time) private view {
        (uint256 p, uint256 t) = s.round(id);
        require(p == price && t == time, "round");
    }
}
