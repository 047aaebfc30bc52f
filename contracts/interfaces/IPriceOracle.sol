// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IPriceOracle
/// @notice The price of each market as an interval that widens when its source is bad. Reads never revert for a
/// market that exists: a dead source gives the last stored price and a growing interval.
interface IPriceOracle {
    /// @notice Live: fresh. Degraded: the source is late. Down: the source gives no valid answer; no new risk.
    enum Status {
        Live,
        Degraded,
        Down
    }

    /// @notice A reading: `low <= price <= high`, all in wad, price above 0.
    struct Reading {
        uint256 price;
        uint256 low;
        uint256 high;
        Status status;
    }

    /// @notice Where a market's price comes from.
    /// @param feed Chainlink proxy
    /// @param heartbeat Seconds after which an answer is late
    /// @param minAnswer Answers at or below this (in wad) are invalid: a feed stuck at its floor
    /// @param maxAnswer Answers at or above this (in wad) are invalid
    struct Source {
        address feed;
        uint32 heartbeat;
        uint8 decimals;
        uint128 minAnswer;
        uint128 maxAnswer;
    }

    /// @notice A price that was stored on chain.
    /// @param price Wad
    /// @param updatedAt Unix seconds at which the feed gave it
    /// @param phase Phase of the feed's proxy at that time
    struct Sample {
        uint128 price;
        uint40 updatedAt;
        uint16 phase;
    }

    event SourceSet(uint24 indexed market, address feed, uint32 heartbeat, uint128 minAnswer, uint128 maxAnswer);
    event Sampled(uint24 indexed market, uint256 price, uint256 updatedAt);

    error UnknownMarket(uint24 market);
    error SourceInvalid(uint24 market, address feed);
    error SourceDisagrees(uint24 market, uint256 offered, uint256 low, uint256 high);
    error SourceDecimals(uint24 market, uint256 decimals, uint256 maximum);
    error SourceBounds(uint24 market, uint256 minAnswer, uint256 maxAnswer);
    error SourceHeartbeat(uint24 market, uint256 heartbeat, uint256 minimum, uint256 maximum);
    error NothingToSample(uint24 market);

    /// @notice The price of `market` now.
    function read(uint24 market) external view returns (Reading memory);

    /// @notice Where the price of `market` comes from.
    function source(uint24 market) external view returns (Source memory);

    /// @notice The last stored sample of `market`.
    function lastSample(uint24 market) external view returns (Sample memory);

    /// @notice The last sample of `market` stored at or before `time`; price 0 if there is none. Samples are never
    /// changed, so for a time that has passed nobody chooses the answer.
    function sampleAt(uint24 market, uint256 time) external view returns (Sample memory);

    /// @notice Stores the source's price now. Anybody may call it. Reverts if the source gives no valid answer.
    function sample(uint24 market) external;

    /// @notice Adds or replaces the source of `market`. Refused when it gives no valid answer or lies outside the
    /// interval of a market that already has a price.
    function setSource(uint24 market, address feed, uint32 heartbeat, uint128 minAnswer, uint128 maxAnswer) external;
}
