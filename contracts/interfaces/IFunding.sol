// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IImbalanceSource
/// @notice Tells by how much the traders of a market lean to one side.
interface IImbalanceSource {
    /// @notice Contracts by which the traders of `market` are net long, wad; negative when they are net short.
    function imbalance(uint24 market) external view returns (int256);
}

/// @dev How the funding of a market moves, wad.
/// @param maxRate Greatest rate per year, either way
/// @param maxVelocity Change of the rate, per year and day, at an imbalance as great as depth and open interest
struct FundingTerms {
    uint128 maxRate;
    uint128 maxVelocity;
}

/// @dev The funding of a market at its last accrual.
/// @param index Funding that a long contract has paid since the start, signed, wad USDC
/// @param rate Per year, wad, positive when longs pay
/// @param velocity Change of the rate per second, wad per year, signed
/// @param price Price on which funding is paid until the next accrual, wad
/// @param accruedAt Unix seconds
struct FundingState {
    int256 index;
    int256 rate;
    int256 velocity;
    uint256 price;
    uint256 accruedAt;
}

/// @title IFunding
/// @notice Perpetuals pay funding between their holders, per second, at a rate that moves toward the side that is too
/// crowded. The rate's velocity is the imbalance that a designated source reports, over depth or open interest, whichever
/// is greater; it counts for an hour after an accrual, then the rate stays. A market without a source pays none.
/// Safety assumes nothing of the source: whatever it says, rate and velocity keep to the terms. Liveness
/// assumes that somebody accrues every hour: nobody is paid for it yet, but the side that receives gains by it.
interface IFunding {
    event FundingAccrued(uint24 indexed market, int256 index, int256 rate, int256 velocity, uint256 price);
    event FundingTermsSet(uint24 indexed market, FundingTerms terms);
    event ImbalanceSourceSet(uint24 indexed market, address source);

    error FundingOutOfBounds(bytes32 name, uint256 value, uint256 maximum);

    /// @notice The index now: a pure function of time since the last accrual. No call of this block changes it.
    function index(uint24 market) external view returns (int256);

    /// @notice Brings index and rate to now and takes the imbalance and the clock's price that hold from now on. Anybody
    /// may call it, at any time; twice in a block changes nothing. Nothing is sent and only views are called, so it may be
    /// entered again.
    function accrue(uint24 market) external;

    /// @notice State at the last accrual.
    function fundingState(uint24 market) external view returns (FundingState memory);

    /// @notice Terms of `market`.
    function fundingTerms(uint24 market) external view returns (FundingTerms memory);

    /// @notice Where the imbalance of `market` comes from; 0: from nowhere, and there is no funding.
    function imbalanceSource(uint24 market) external view returns (IImbalanceSource);

    /// @notice Changes the terms of a market, after an accrual at the old ones.
    function setFundingTerms(uint24 market, FundingTerms calldata terms) external;

    /// @notice Designates a source of the imbalance, or none, after an accrual with the old one. Without one the rate falls
    /// to 0 at once and the index stands still.
    function setImbalanceSource(uint24 market, IImbalanceSource source) external;
}
