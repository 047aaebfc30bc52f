// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {RoundsAggregator} from "../../../contracts/doubles/RoundsAggregator.sol";
import {VM, within} from "../../support/world/Vm.sol";

contract RoundsAggregatorTest {
    RoundsAggregator private aggregator;

    function setUp() public {
        aggregator = new RoundsAggregator(8, "ETH / USD", address(this));
    }

    function test_constructor_keepsItsParameters() public view {
        require(aggregator.decimals() == 8 && aggregator.owner() == address(this) && aggregator.version() == 6);
        require(keccak256(bytes(aggregator.description())) == keccak256("ETH / USD"));
    }

    function testFuzz_pushRound_isRead_byEveryGetter(int192 answer, uint32 startedAt, uint32 updatedAt) public {
        aggregator.pushRound(0, 0, 0);
        aggregator.pushRound(answer, startedAt, updatedAt);
        _requireRound(2, answer, startedAt, updatedAt);
        require(aggregator.latestRound() == 2);
        require(aggregator.latestAnswer() == answer && aggregator.getAnswer(2) == answer);
        require(aggregator.latestTimestamp() == updatedAt && aggregator.getTimestamp(2) == updatedAt);
        (uint80 id, int256 a, uint256 s, uint256 u, uint80 answeredIn) = aggregator.latestRoundData();
        require(id == 2 && a == answer && s == startedAt && u == updatedAt && answeredIn == 2);
    }

    function testFuzz_push_addsRoundsInOrder(int192[5] memory answers, uint32[5] memory times) public {
        aggregator.pushRound(1, 2, 3);
        (int256[] memory a, uint64[] memory t) = (new int256[](5), new uint64[](5));
        for (uint256 i = 0; i < 5; ++i) (a[i], t[i]) = (answers[i], times[i]);
        aggregator.push(a, t);
        _requireRound(1, 1, 2, 3);
        for (uint256 i = 0; i < 5; ++i) _requireRound(uint80(i + 2), answers[i], times[i], times[i]);
        require(aggregator.latestRound() == 6);
    }

    function test_getRoundData_isAllZero_forAnEmptyRound() public {
        aggregator.pushRound(0, 0, 0);
        _requireRound(1, 0, 0, 0);
    }

    function testFuzz_getRoundData_reverts_whenThereIsNoSuchRound(uint80 id) public {
        VM.assume(id != 1);
        aggregator.pushRound(2000e8, 1, 1);
        require(aggregator.getAnswer(id) == 0 && aggregator.getTimestamp(id) == 0);
        VM.expectRevert(abi.encodeWithSelector(RoundsAggregator.NoDataPresent.selector, id, 1));
        aggregator.getRoundData(id);
    }

    function test_latestRoundData_reverts_beforeTheFirstRound() public {
        require(aggregator.latestAnswer() == 0 && aggregator.latestTimestamp() == 0 && aggregator.latestRound() == 0);
        VM.expectRevert(abi.encodeWithSelector(RoundsAggregator.NoDataPresent.selector, 0, 0));
        aggregator.latestRoundData();
    }

    function testFuzz_push_reverts_forOthers(address stranger) public {
        VM.assume(stranger != address(this));
        bytes memory reason = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, stranger);
        VM.prank(stranger);
        VM.expectRevert(reason);
        aggregator.push(new int256[](1), new uint64[](1));
        VM.prank(stranger);
        VM.expectRevert(reason);
        aggregator.pushRound(2000e8, 1, 1);
    }

    function test_push_reverts_withLengthsThatDiffer() public {
        VM.expectRevert(abi.encodeWithSelector(RoundsAggregator.LengthMismatch.selector, 2, 1));
        aggregator.push(new int256[](2), new uint64[](1));
    }

    function testFuzz_pushRound_reverts_whenTheAnswerIsTooWide(int256 answer) public {
        VM.assume(answer > type(int192).max || answer < type(int192).min);
        VM.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedIntDowncast.selector, 192, answer));
        aggregator.pushRound(answer, 1, 1);
    }

    function testFuzz_pushRound_reverts_whenATimeIsTooWide(uint64 time) public {
        time = uint64(within(time, uint256(type(uint32).max) + 1, type(uint64).max));
        VM.expectRevert(abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 32, time));
        aggregator.pushRound(2000e8, 1, time);
    }

    function _requireRound(uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt) private view {
        (uint80 i, int256 a, uint256 s, uint256 u, uint80 answeredIn) = aggregator.getRoundData(id);
        require(i == id && a == answer && s == startedAt && u == updatedAt && answeredIn == id, "round");
    }
}
