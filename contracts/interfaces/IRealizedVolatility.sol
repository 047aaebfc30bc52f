// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @dev The clock of a market. Volatilities are annual, wad.
/// @param price Price at the last sample, wad (40 significant bits)
/// @param sampledAt Unix seconds
/// @param fast Realised volatility with a half-life of 1 day
/// @param slow Realised volatility with a half-life of 30 days
/// @param estimate σ̂ = max(fast, 0.75·fast + 0.25·stress): the volatility of the initial margin's width
/// @param maintenance The volatility of the maintenance margin's width now: follows the estimate at bounded speed
struct Clock {
    uint256 price;
    uint256 sampledAt;
    uint256 fast;
    uint256 slow;
    uint256 estimate;
    uint256 maintenance;
}

/// @dev What a market's clock starts from, annual, wad.
/// @param stress Volatility of a storm, of which a quarter always counts
/// @param calm The maintenance volatility never rests below it: about where the width leaves its floor
/// @param seed Fast and slow before the first sample; without effect later
struct ClockSettings {
    uint64 stress;
    uint64 calm;
    uint64 seed;
}

/// @dev What the samples say of the hour before an expiry.
/// @param average Time-weighted average of the price over the window, wad
/// @param last Price in force at expiry, wad
/// @param phase Phase of the feed that was current when the window opened
struct Closing {
    uint256 average;
    uint256 last;
    uint16 phase;
}

/// @title IRealizedVolatility
/// @notice The clock: samples of a market's price, and what follows from them.
interface IRealizedVolatility {
    /// @notice A sample: price, and the variances per year that follow from it, wad.
    event Sampled(uint24 indexed market, uint256 price, uint256 fastVariance, uint256 slowVariance);
    event ClosingRecorded(uint24 indexed market, uint256 indexed expiry, uint256 average);
    event ClockSet(uint24 indexed market, ClockSettings settings);

    error ClockOutOfBounds(uint24 market, uint256 volatility, uint256 minimum, uint256 maximum);
    error ClockNotSet(uint24 market);

    /// @notice Takes a sample if one is due: every 10 minutes, every 5 in the hour before an expiry, and not in a block
    /// in which the status changed. Anybody may call it.
    /// @return Whether a sample was taken
    function sample(uint24 market) external returns (bool);

    /// @notice Whether `sample` would take one now.
    function isDue(uint24 market) external view returns (bool);

    /// @notice The clock of `market` now.
    function clock(uint24 market) external view returns (Clock memory);

    /// @notice The volatility that the realised ones let expect over a tenor: slow + (fast − slow)·e^(−T/12 days).
    /// @param tenor Seconds
    /// @return Annual, wad
    function anchor(uint24 market, uint256 tenor) external view returns (uint256);

    /// @notice The average price over what has passed of the hour before `expiry`, from the samples.
    /// @return average Wad, 0 while the window is not open
    /// @return elapsed Seconds of the window that have passed, at most the window
    function runningAverage(uint24 market, uint256 expiry) external view returns (uint256 average, uint256 elapsed);

    /// @notice What the samples say of a past expiry.
    /// @return closing The figures
    /// @return complete Whether a sample was taken at or after expiry; until then they stand for the last sample held on
    function closing(uint24 market, uint256 expiry) external view returns (Closing memory closing, bool complete);

    /// @notice Sets stress and calm of a market, both wad from 5% to 500%. Needed before its first source.
    function setClock(uint24 market, ClockSettings calldata settings) external;
}
