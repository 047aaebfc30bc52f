// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceOracle} from "../interfaces/IPriceOracle.sol";

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

/// @title ChainlinkFeed
/// @notice Reads a feed without trusting it: whatever it does, a read ends with a valid answer or with none.
library ChainlinkFeed {
    /// @dev More decimals than any feed has; below it answers are brought to wad without overflow.
    uint8 internal constant MAX_DECIMALS = 24;
    /// @dev Enough for a proxy and its aggregator; a feed cannot burn more.
    uint256 private constant GAS_LIMIT = 150_000;
    uint256 private constant PHASE_SHIFT = 64;

    /// @dev A valid answer; price 0 stands for none.
    /// @param price Wad
    /// @param updatedAt Unix seconds
    /// @param phase Phase of the proxy that gave it
    struct Answer {
        uint256 price;
        uint40 updatedAt;
        uint16 phase;
    }

    /// @notice The latest answer if it is positive, not of the future and strictly inside the source's bounds.
    function latest(IPriceOracle.Source memory source) internal view returns (Answer memory answer) {
        (bool ok, uint256 roundId, int256 raw, uint256 updatedAt) = _call(
            source.feed,
            abi.encodeCall(IAggregatorProxy.latestRoundData, ())
        );
        if (!ok || updatedAt == 0 || updatedAt > block.timestamp) return answer;
        uint256 price = toPrice(source, raw);
        if (price == 0) return answer;
        return Answer(price, uint40(updatedAt), uint16(roundId >> PHASE_SHIFT));
    }

    /// @notice One round of the history: its price (0 if invalid) and time (0 if there is no such round).
    function round(
        IPriceOracle.Source memory source,
        uint80 id
    ) internal view returns (uint256 price, uint256 updatedAt) {
        int256 raw;
        bool ok;
        (ok, , raw, updatedAt) = _call(source.feed, abi.encodeCall(IAggregatorProxy.getRoundData, (id)));
        if (!ok || updatedAt > block.timestamp) return (0, 0);
        price = toPrice(source, raw);
    }

    /// @notice A raw answer in wad, 0 unless strictly inside the source's bounds.
    function toPrice(IPriceOracle.Source memory source, int256 raw) internal pure returns (uint256 price) {
        if (raw <= 0 || raw > type(int192).max) return 0;
        price =
            source.decimals <= 18
                ? uint256(raw) * 10 ** (18 - source.decimals)
                : uint256(raw) / 10 ** (source.decimals - 18);
        if (price <= source.minAnswer || price >= source.maxAnswer) return 0;
    }

    /// @notice Decimals of a feed that is about to be configured.
    function decimalsOf(address feed) internal view returns (uint8) {
        return IAggregatorProxy(feed).decimals();
    }

    /// @notice Phase in the proxy's id of a round.
    function phaseOf(uint80 roundId) internal pure returns (uint16) {
        return uint16(roundId >> PHASE_SHIFT);
    }

    /// @dev Copies exactly five words, so neither a short nor a huge answer can make the caller revert.
    function _call(
        address feed,
        bytes memory data
    ) private view returns (bool ok, uint256 roundId, int256 answer, uint256 updatedAt) {
        uint256 gasLimit = GAS_LIMIT;
        // Safe: writes 160 bytes at the free pointer, which stays scratch memory.
        assembly ("memory-safe") {
            let out := mload(0x40)
            ok := staticcall(gasLimit, feed, add(data, 32), mload(data), out, 160)
            ok := and(ok, gt(returndatasize(), 159))
            if ok {
                roundId := mload(out)
                answer := mload(add(out, 32))
                updatedAt := mload(add(out, 96))
            }
        }
    }
}
