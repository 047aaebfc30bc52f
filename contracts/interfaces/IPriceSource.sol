// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IPriceSource
/// @notice One place a market's price comes from, behind an adapter that knows how to read it. The adapter brings the
/// answer to wad and drops what cannot be true; the oracle judges age and agreement.
interface IPriceSource {
    error FeedDecimals(address feed, uint256 decimals, uint256 maximum);
    error FeedBounds(uint256 minimum, uint256 maximum, uint256 limit);
    error FeedHeartbeat(uint256 heartbeat, uint256 minimum, uint256 maximum);
    /// @notice The caller left too little gas to tell a feed that fails from one that was starved.
    error InsufficientGas(uint256 left, uint256 needed);

    /// @notice The newest answer. Reverts for want of gas alone (`InsufficientGas`), whatever the feed behind it does.
    /// @return price Wad USDC; 0 when there is no valid answer
    /// @return updatedAt Unix seconds, not of the future
    /// @return roundId The feed's own number of the answer, 0 if it counts none
    function latest() external view returns (uint256 price, uint256 updatedAt, uint80 roundId);

    /// @notice Seconds after which an answer is late.
    function heartbeat() external view returns (uint32);

    /// @notice Whether trades in one place move it: such a source may not overrule a feed.
    function isPool() external view returns (bool);
}

/// @title IRoundSource
/// @notice A source whose past answers can be read: the first source of a market that has expiries.
interface IRoundSource is IPriceSource {
    /// @notice One round of the history.
    /// @return price Wad; 0 if the answer is invalid
    /// @return updatedAt Unix seconds; 0 if there is no such round
    function round(uint80 id) external view returns (uint256 price, uint256 updatedAt);

    /// @notice The feed's phase now: the upper 16 of the 80 bits of a round id.
    function phaseId() external view returns (uint16);
}
