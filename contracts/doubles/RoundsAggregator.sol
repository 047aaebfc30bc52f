// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AggregatorInterface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorInterface.sol";
import {AggregatorV2V3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV2V3Interface.sol";
import {AggregatorV3Interface} from "@chainlink/contracts/src/v0.8/shared/interfaces/AggregatorV3Interface.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title RoundsAggregator
/// @notice A stand-in for the aggregator behind a Chainlink proxy, for tests and the demonstration run: rounds as the
/// owner writes them, with times of its choice, so that a history can be replayed.
/// @dev Warning: the owner decides on every answer. It must never price anything on a chain with real funds.
contract RoundsAggregator is AggregatorV2V3Interface, Ownable {
    using SafeCast for int256;
    using SafeCast for uint256;

    /// @dev One slot: answer 192 | started 32 | updated 32 bits.
    struct Round {
        int192 answer;
        uint32 startedAt;
        uint32 updatedAt;
    }

    /// @inheritdoc AggregatorV3Interface
    // solhint-disable-next-line const-name-snakecase
    uint256 public constant version = 6;

    /// @inheritdoc AggregatorV3Interface
    uint8 public immutable decimals;
    /// @dev In the slot of the owner. Rounds count from 1.
    uint32 private latestId;
    /// @inheritdoc AggregatorV3Interface
    string public description;
    mapping(uint256 id => Round) private rounds;

    /// @notice There is no such round.
    error NoDataPresent(uint256 id, uint256 latestId);
    error LengthMismatch(uint256 answers, uint256 times);

    constructor(uint8 decimals_, string memory description_, address owner_) Ownable(owner_) {
        decimals = decimals_;
        description = description_;
    }

    /// @notice Adds one round; all zero is the empty round with which some phases begin.
    /// @param answer In the feed's decimals
    /// @param startedAt Unix seconds; of an uptime feed the time of the last change
    /// @param updatedAt Unix seconds
    function pushRound(int256 answer, uint64 startedAt, uint64 updatedAt) external onlyOwner {
        _push(answer, startedAt, updatedAt);
    }

    /// @notice Adds a round of now.
    /// @param answer In the feed's decimals
    function transmit(int256 answer) external onlyOwner {
        _push(answer, block.timestamp, block.timestamp);
    }

    /// @notice Adds rounds, each started when it was updated.
    /// @param answers In the feed's decimals
    /// @param updatedAt Unix seconds
    function push(int256[] calldata answers, uint64[] calldata updatedAt) external onlyOwner {
        require(answers.length == updatedAt.length, LengthMismatch(answers.length, updatedAt.length));
        for (uint256 i = 0; i < answers.length; ++i) _push(answers[i], updatedAt[i], updatedAt[i]);
    }

    /// @inheritdoc AggregatorV3Interface
    /// @dev Reverts while there is no round.
    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return getRoundData(latestId);
    }

    /// @inheritdoc AggregatorInterface
    function latestAnswer() external view returns (int256) {
        return rounds[latestId].answer;
    }

    /// @inheritdoc AggregatorInterface
    function latestTimestamp() external view returns (uint256) {
        return rounds[latestId].updatedAt;
    }

    /// @inheritdoc AggregatorInterface
    function latestRound() external view returns (uint256) {
        return latestId;
    }

    /// @inheritdoc AggregatorInterface
    /// @dev 0 if there is no such round.
    function getAnswer(uint256 roundId) external view returns (int256) {
        return rounds[roundId].answer;
    }

    /// @inheritdoc AggregatorInterface
    /// @dev 0 if there is no such round.
    function getTimestamp(uint256 roundId) external view returns (uint256) {
        return rounds[roundId].updatedAt;
    }

    /// @inheritdoc AggregatorV3Interface
    /// @dev Reverts if there is no such round.
    function getRoundData(uint80 id) public view returns (uint80, int256, uint256, uint256, uint80) {
        require(id != 0 && id <= latestId, NoDataPresent(id, latestId));
        Round memory r = rounds[id];
        return (id, r.answer, r.startedAt, r.updatedAt, id);
    }

    function _push(int256 answer, uint256 startedAt, uint256 updatedAt) private {
        uint32 id = ++latestId;
        rounds[id] = Round(answer.toInt192(), startedAt.toUint32(), updatedAt.toUint32());
        emit AnswerUpdated(answer, id, updatedAt);
    }
}
