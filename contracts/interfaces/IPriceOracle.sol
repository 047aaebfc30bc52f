// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IPriceSource} from "./IPriceSource.sol";

/// @title IPriceOracle
/// @notice The price of each market as an interval that widens when its sources are bad. Reads never revert for a market
/// that has a source: dead sources give the last price and a growing interval.
interface IPriceOracle {
    /// @notice Live: the first two sources are fresh and agree (or the only one is fresh). Degraded: one of them is
    /// missing, late or in dispute. Down: none is fresh; no new risk.
    enum Status {
        Live,
        Degraded,
        Down
    }

    /// @notice A reading: `low <= price <= high`, all in wad, price above 0; when the price was given, unix seconds.
    struct Reading {
        uint256 price;
        uint256 low;
        uint256 high;
        Status status;
        uint256 updatedAt;
    }

    event SourceSet(uint24 indexed market, uint256 indexed rank, IPriceSource source);
    event SourceRemoved(uint24 indexed market, IPriceSource source);
    event TradingHoursSet(uint24 indexed market, uint256 hoursOfWeek);

    error UnknownMarket(uint24 market);
    error UnknownSource(uint24 market, uint256 rank, uint256 count);
    error TooManySources(uint24 market, uint256 maximum);
    error SourceInvalid(uint24 market, IPriceSource source);
    error SourceDisagrees(uint24 market, uint256 offered, uint256 low, uint256 high);
    error LastSource(uint24 market);
    error TradingHoursEmpty(uint24 market);
    error InsufficientGasForSource(uint256 left, uint256 needed);

    /// @notice The price of `market` now.
    function read(uint24 market) external view returns (Reading memory);

    /// @notice The sources of `market`, the most trusted first.
    function sources(uint24 market) external view returns (IPriceSource[] memory);

    /// @notice The first source as it stood at `time`; 0 if there was none. For a time that has passed it never changes.
    function firstSourceAt(uint24 market, uint256 time) external view returns (IPriceSource);

    /// @notice Adds (rank = number of sources) or replaces a source. Refused when it gives no valid answer or, for a market
    /// that has a price, when its answer lies outside the interval by more than the agreement bound.
    function setSource(uint24 market, uint256 rank, IPriceSource source) external;

    /// @notice Removes a source; those behind it move up. The last one cannot be removed, and the price must stay inside the
    /// interval.
    function removeSource(uint24 market, uint256 rank) external;

    /// @notice Hours of the week (bit 0: Monday 00:00 to 01:00 UTC) in which the market trades; all bits set or 0: always.
    /// Outside them the interval widens by what the price may do until it opens again.
    function setTradingHours(uint24 market, uint256 hoursOfWeek) external;
}
