// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title ISettlementOracle
/// @notice Writes the settlement price of each market and expiry once: the time-weighted average of the feed's
/// answers over the 60 minutes before expiry, proven from its round history by anybody.
interface ISettlementOracle {
    event SettlementPriceWritten(uint24 indexed market, uint256 indexed expiry, uint256 price, bool proven);

    error NotExpired(uint256 expiry, uint256 time);
    error NotAnExpiry(uint256 expiry);
    error AlreadyWritten(uint24 market, uint256 expiry, uint256 price);
    error WrongPhase(uint256 phase, uint256 required);
    error RoundAfterWindow(uint80 roundId, uint256 updatedAt, uint256 windowStart);
    error RoundNotLast(uint80 roundId, uint256 nextUpdatedAt, uint256 windowStart);
    error RoundInvalid(uint80 roundId);
    error HistoryEndsEarly(uint80 roundId, uint256 expiry);
    error TooEarlyForFallback(uint256 time, uint256 earliest);
    error NoClosingSample(uint24 market, uint256 expiry);

    /// @notice Settlement price in wad, 0 while it is not written.
    function price(uint24 market, uint256 expiry) external view returns (uint256);

    /// @notice Writes the price of `expiry` from the feed's rounds.
    /// @param firstRound The proxy's id of the last round updated at or before the window opened
    /// @return The price, in wad
    function prove(uint24 market, uint256 expiry, uint80 firstRound) external returns (uint256);

    /// @notice Writes the closing sample as the price when nobody proved one for 72 hours.
    /// @return The price, in wad
    function fallBack(uint24 market, uint256 expiry) external returns (uint256);
}
