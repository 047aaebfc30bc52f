// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";

/// @dev A bid on one leg of a flagged account.
/// @param account Account in liquidation
/// @param bidder Account that takes the leg; the caller owns it
/// @param instrument Position to take from; 0 to take collateral
/// @param collateralMarket Market of the collateral to take; 0 for a position
/// @param size Contracts, or units of collateral, to take, wad, unsigned
/// @param minReward Least reward that the bidder accepts, wad
struct Bid {
    uint256 account;
    uint256 bidder;
    Instrument instrument;
    uint24 collateralMarket;
    uint256 size;
    uint256 minReward;
}

/// @dev What a bid does, wad.
/// @param price Price of one unit
/// @param cash What the bidder pays for the leg, of a future or perpetual the value at which he enters it; negative when he
/// is paid for taking it
/// @param freed Maintenance margin freed
/// @param fromAccount Reward paid by the account
/// @param fromFund Reward paid by the insurance fund
struct BidOutcome {
    uint256 price;
    int256 cash;
    uint256 freed;
    uint256 fromAccount;
    uint256 fromFund;
    int256 equityBefore;
    int256 equityAfter;
    int256 healthBefore;
    int256 healthAfter;
}

/// @title ILiquidator
/// @notice A flagged account's legs go to whoever takes them, at mark, for a share of the margin that they free. The
/// share grows with time and never exceeds the account's health, so no bid lowers it.
interface ILiquidator {
    event Flagged(uint256 indexed account, int256 equity, uint256 maintenance);
    event FlagCleared(uint256 indexed account, int256 equity, uint256 maintenance);
    event Liquidated(
        uint256 indexed account,
        uint256 indexed bidder,
        Instrument indexed instrument,
        uint24 collateralMarket,
        int256 size,
        uint256 price,
        int256 cash,
        uint256 freed,
        uint256 fromAccount,
        uint256 fromFund,
        int256 equityBefore,
        int256 equityAfter
    );

    error Healthy(uint256 account, int256 equity, uint256 maintenance);
    error NotFlagged(uint256 account);
    error PriceDown(uint256 account);
    error NotAccountOwner(uint256 account, address caller);
    error SameAccount(uint256 account);
    error ZeroSize();
    error LegAmbiguous(Instrument instrument, uint24 collateralMarket);
    error MoreThanHeld(uint256 account, uint256 size, uint256 held);
    error NothingFreed(uint256 before, uint256 afterwards);
    error TooMuchTaken(int256 health, int256 target);
    error RemainderTooSmall(uint256 remainder, uint256 minimum);
    error HealthLowered(uint256 account, int256 before, int256 afterwards);
    error RewardTooSmall(uint256 reward, uint256 minReward);

    /// @notice Starts the auction of an account below maintenance, or ends it when the account is above. Anybody may.
    /// @return flagged Whether the account is in liquidation now
    function flag(uint256 account) external returns (bool flagged);

    /// @notice Takes a leg, or part of it.
    function bid(Bid calldata bid_) external returns (BidOutcome memory);

    /// @notice What `bid` would do now if the account is flagged.
    function calculateBid(Bid calldata bid_) external view returns (BidOutcome memory);

    /// @notice When the auction of an account began; 0 if it is not flagged or the flag has lapsed.
    function flaggedAt(uint256 account) external view returns (uint256);

    /// @notice Shares of the freed margin that the account and the fund pay, wad.
    /// @param health Wad
    /// @param elapsed Seconds since the flag
    function rewardShares(int256 health, uint256 elapsed) external pure returns (uint256 fromAccount, uint256 fromFund);
}
