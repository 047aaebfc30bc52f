// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource} from "../../interfaces/IPriceSource.sol";
import {Answers} from "../Answers.sol";

/// @title BoundedSource
/// @notice What the sources share: a heartbeat, and bounds outside of which an answer cannot be true.
abstract contract BoundedSource is IPriceSource {
    /// @dev More decimals than any feed or token has; up to here answers come to wad without overflow.
    uint256 internal constant MAX_DECIMALS = 24;
    uint256 private constant MIN_HEARTBEAT = 1 minutes;
    uint256 private constant MAX_HEARTBEAT = 2 days;

    /// @inheritdoc IPriceSource
    uint32 public immutable heartbeat;
    /// @notice Wad; a valid answer is above it.
    uint256 public immutable minAnswer;
    /// @notice Wad; a valid answer is below it.
    uint256 public immutable maxAnswer;

    constructor(uint32 heartbeat_, uint256 minAnswer_, uint256 maxAnswer_) {
        require(
            heartbeat_ >= MIN_HEARTBEAT && heartbeat_ <= MAX_HEARTBEAT,
            FeedHeartbeat(heartbeat_, MIN_HEARTBEAT, MAX_HEARTBEAT)
        );
        require(
            minAnswer_ < maxAnswer_ && maxAnswer_ <= Answers.MAX_PRICE,
            FeedBounds(minAnswer_, maxAnswer_, Answers.MAX_PRICE)
        );
        (heartbeat, minAnswer, maxAnswer) = (heartbeat_, minAnswer_, maxAnswer_);
    }

    /// @dev Strictly inside: a feed with a circuit breaker sits exactly on a bound when the market is beyond it.
    function _isInside(uint256 price) internal view returns (bool) {
        return price > minAnswer && price < maxAnswer;
    }

    function _isPast(uint256 time) internal view returns (bool) {
        return time != 0 && time <= block.timestamp;
    }

    function _requireDecimals(address feed, uint256 decimals_) internal pure {
        require(decimals_ <= MAX_DECIMALS, FeedDecimals(feed, decimals_, MAX_DECIMALS));
    }
}
