// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title ISettlementOracle
/// @notice Writes the settlement price of each market and expiry once: the time-weighted average of the first source's
/// answers over the 60 minutes before expiry, proven from its round history by anybody.
interface ISettlementOracle {
    /// @notice Where a settlement price comes from. Proven: the round history. Average: the samples of the window, when
    /// nobody proved for 24 hours. LastSample: the last one before expiry, when none came after it for 72 hours.
    enum Origin {
        Proven,
        Average,
        LastSample
    }

    event SettlementPriceWritten(uint24 indexed market, uint256 indexed expiry, uint256 price, Origin origin);

    error NotExpired(uint256 expiry, uint256 time);
    error NotAnExpiry(uint256 expiry);
    error AlreadyWritten(uint24 market, uint256 expiry, uint256 price);
    error NoSource(uint24 market, uint256 time);
    error NoFirstRound();
    error WrongPhase(uint256 phase, uint256 required);
    error RoundAfterWindow(uint80 roundId, uint256 updatedAt, uint256 windowStart);
    error RoundNotLast(uint80 roundId, uint256 nextUpdatedAt, uint256 windowStart);
    error RoundInvalid(uint80 roundId);
    error HistoryOutOfOrder(uint80 roundId, uint256 updatedAt, uint256 previous);
    error HistoryEndsEarly(uint80 roundId, uint256 expiry);
    /// @notice The round that continues in the next phase is not its first one after `time`.
    error WrongContinuation(uint80 roundId, uint256 time);
    error TooEarlyForFallback(uint256 time, uint256 earliest);

    /// @notice Settlement price in wad, 0 while it is not written.
    function price(uint24 market, uint256 expiry) external view returns (uint256);

    /// @notice Writes the price of `expiry` from the rounds of the source that was the first when the window opened, in the
    /// phase that was current then. Where that phase ends before expiry, the next one continues.
    /// @param rounds Ids of the feed's proxy: the last valid round updated at or before the window opened, then for each
    /// further phase its first round after the last one of the phase before
    /// @return The price, in wad
    function prove(uint24 market, uint256 expiry, uint80[] calldata rounds) external returns (uint256);

    /// @notice Writes a price from the samples when nobody proved one: the average of the window after 24 hours, or the
    /// last sample after 72 hours when there is none from after expiry.
    /// @return The price, in wad
    function fallBack(uint24 market, uint256 expiry) external returns (uint256);
}
