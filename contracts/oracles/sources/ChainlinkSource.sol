// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource, IRoundSource} from "../../interfaces/IPriceSource.sol";
import {BoundedSource} from "./BoundedSource.sol";
import {GuardedCall} from "./GuardedCall.sol";

/// @dev The part of Chainlink's aggregator proxy that Ballast reads.
interface IAggregatorProxy {
    function decimals() external view returns (uint8);

    function phaseId() external view returns (uint16);

    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);

    function getRoundData(
        uint80 id
    )
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound);
}

/// @title ChainlinkSource
/// @notice A Chainlink feed behind its proxy and, on a rollup, the uptime feed of the sequencer.
/// @dev Safety: the proxy keeps its decimals when it changes the aggregator, the rounds of a phase never change, and from
/// its first valid one on none of them is empty: at a gap in a phase that the proxy has left, a proof could take it to end.
/// Liveness: the feed answers within `GuardedCall.GAS_LIMIT`.
contract ChainlinkSource is BoundedSource, IRoundSource {
    /// @notice Seconds after the sequencer's return in which its users could not yet act on prices.
    uint256 public constant SEQUENCER_GRACE = 1 hours;

    /// @dev `latestRoundData` and `getRoundData`: id, answer, started, updated, answered in.
    uint256 private constant ROUND_WORDS = 5;
    /// @dev Beyond what an aggregator can hold; up to here the product with 1e18 fits 256 bits.
    uint256 private constant MAX_RAW = uint256(uint192(type(int192).max));

    /// @notice The feed's proxy.
    address public immutable proxy;
    /// @notice The sequencer's uptime feed, 0 where there is no sequencer.
    address public immutable sequencer;
    /// @notice Decimals of the feed's answers.
    uint8 public immutable decimals;

    constructor(
        address proxy_,
        uint32 heartbeat_,
        uint256 minAnswer_,
        uint256 maxAnswer_,
        address sequencer_
    ) BoundedSource(heartbeat_, minAnswer_, maxAnswer_) {
        uint8 decimals_ = IAggregatorProxy(proxy_).decimals();
        _requireDecimals(proxy_, decimals_);
        (proxy, sequencer, decimals) = (proxy_, sequencer_, decimals_);
    }

    /// @inheritdoc IPriceSource
    function latest() external view returns (uint256 price, uint256 updatedAt, uint80 roundId) {
        if (!_sequencerIsUp()) return (0, 0, 0);
        uint256[] memory answer = GuardedCall.read(
            proxy,
            abi.encodeCall(IAggregatorProxy.latestRoundData, ()),
            ROUND_WORDS
        );
        if (answer.length == 0 || answer[0] > type(uint80).max || !_isPast(answer[3])) return (0, 0, 0);
        price = _toPrice(answer[1]);
        if (price != 0) (updatedAt, roundId) = (answer[3], uint80(answer[0]));
    }

    /// @inheritdoc IRoundSource
    function round(uint80 id) external view returns (uint256 price, uint256 updatedAt) {
        uint256[] memory answer = GuardedCall.read(
            proxy,
            abi.encodeCall(IAggregatorProxy.getRoundData, (id)),
            ROUND_WORDS
        );
        if (answer.length == 0 || !_isPast(answer[3])) return (0, 0);
        return (_toPrice(answer[1]), answer[3]);
    }

    /// @inheritdoc IRoundSource
    function phaseId() external view returns (uint16) {
        uint256[] memory answer = GuardedCall.read(proxy, abi.encodeCall(IAggregatorProxy.phaseId, ()), 1);
        return answer.length == 0 || answer[0] > type(uint16).max ? 0 : uint16(answer[0]);
    }

    /// @inheritdoc IPriceSource
    function isPool() external pure returns (bool) {
        return false;
    }

    /// @dev The uptime feed answers 0 for up, and starts a round whenever that changes. 0 in `startedAt` means that it
    /// has not yet heard from its own chain.
    function _sequencerIsUp() private view returns (bool) {
        if (sequencer == address(0)) return true;
        uint256[] memory status = GuardedCall.read(
            sequencer,
            abi.encodeCall(IAggregatorProxy.latestRoundData, ()),
            ROUND_WORDS
        );
        if (status.length == 0 || status[1] != 0) return false;
        return _isPast(status[2]) && block.timestamp - status[2] >= SEQUENCER_GRACE;
    }

    /// @dev A raw answer in wad, 0 if it cannot be true. Negative answers are huge as unsigned words.
    function _toPrice(uint256 raw) private view returns (uint256 price) {
        if (raw > MAX_RAW) return 0;
        price = decimals <= 18 ? raw * 10 ** (18 - decimals) : raw / 10 ** (decimals - 18);
        if (!_isInside(price)) return 0;
    }
}
