// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";
import {IMarketInputs, MarketState, PricePoint} from "./IMarketInputs.sol";
import {RiskProfile} from "./IMarketMargins.sol";
import {IPriceOracle} from "./IPriceOracle.sol";
import {RiskModel} from "./IRiskParameters.sol";

/// @dev A position, wad, positive for long.
/// @param size Contracts
/// @param entryNotional Σ size · price at which a future or perpetual was entered; 0 for an option
/// @param fundingIndex Index up to which the funding of a perpetual is in cash; else 0
struct Position {
    Instrument instrument;
    int256 size;
    int256 entryNotional;
    int256 fundingIndex;
}

/// @dev Collateral held: wad units of the token of `market`.
struct CollateralHolding {
    uint24 market;
    uint256 amount;
}

/// @dev How an account that an operation has changed stands, and what of it was different before. Deposits of the
/// operation count as if they had been there before.
/// @param pastCash Wad USDC
/// @param pastPositions The positions that have changed as they were, size 0 where there was none
/// @param pastCollateral All collateral before
struct Transition {
    uint256 account;
    Portfolio current;
    int256 pastCash;
    Position[] pastPositions;
    CollateralHolding[] pastCollateral;
}

/// @dev What an account owns after all settled positions have become cash.
/// @param cash Wad USDC, negative when owed
struct Portfolio {
    int256 cash;
    CollateralHolding[] collateral;
    Position[] positions;
}

/// @dev One market's part of the margins, wad: scenario loss and contingencies, the initial with its factors.
struct MarketMargin {
    uint24 market;
    uint256 maintenance;
    uint256 initial;
}

/// @dev The result: wad USDC; health = equity / maintenance in wad rounded down, the type's maximum when maintenance
/// is 0.
struct Margin {
    int256 equity;
    uint256 maintenance;
    uint256 initial;
    int256 health;
    MarketMargin[] byMarket;
}

/// @title IRiskEngine
/// @notice Equity, maintenance and initial margin of a portfolio: a pure function of its inputs, mirrored bit for bit
/// by the SDK. docs/risk.md states it to the last digit.
interface IRiskEngine {
    error MarketMissing(uint24 market);
    error MarketTwice(uint24 market);
    error ExpiryMissing(uint24 market, uint256 expiry);
    error UnsupportedInstrument(Instrument instrument);

    /// @notice Margins of `portfolio` from explicit inputs and nothing else.
    /// @param markets One state for each market in which the portfolio holds anything
    function evaluate(
        Portfolio calldata portfolio,
        MarketState[] calldata markets,
        RiskModel calldata model
    ) external view returns (Margin memory);

    /// @notice Whether the portfolio can never owe: cash is not negative and, expiry by expiry in order of time, cash
    /// plus the least payoffs so far is not negative. Then both margins are 0 and no price is needed.
    function neverOwes(Portfolio calldata portfolio) external pure returns (bool);

    /// @notice Margins of `portfolio` at the live inputs.
    /// @return result The margins
    /// @return worst Worst oracle status among its markets
    function margin(
        Portfolio calldata portfolio,
        PricePoint point
    ) external view returns (Margin memory result, IPriceOracle.Status worst);

    /// @notice The rule of every operation, for each account that it has changed: afterwards equity covers the initial margin,
    /// or the maintenance margin did not rise and health did not fall; no debt is made or deepened but by a reduction near
    /// mark; no position grows in a market that is Down. Reverts with `IClearingHouse.InsufficientMargin`,
    /// `VoluntaryDebt` or `NewRiskWhileDown`.
    function check(Transition[] calldata transitions) external view;

    /// @notice Equity, maintenance margin and health of `portfolio` at the live inputs, without the initial margin.
    /// @return equity Wad
    /// @return maintenance Wad
    /// @return health Wad, as in `Margin`
    /// @return worst Worst oracle status among its markets
    function solvency(
        Portfolio calldata portfolio,
        PricePoint point
    ) external view returns (int256 equity, uint256 maintenance, int256 health, IPriceOracle.Status worst);

    /// @notice equity / maintenance in wad, rounded down; the type's maximum when maintenance is 0.
    function healthOf(int256 equity, uint256 maintenance) external pure returns (int256);

    /// @notice Value of one contract now, wad.
    function mark(Instrument instrument, PricePoint point) external view returns (uint256);

    /// @notice What `portfolio` would gain in each scenario of one market, at the maintenance width.
    function profile(
        Portfolio calldata portfolio,
        uint24 market,
        PricePoint point
    ) external view returns (RiskProfile memory);

    /// @notice Most cash that can leave with both the initial margin and "never negative" kept, wad.
    function freeCash(Portfolio calldata portfolio) external view returns (uint256);

    /// @notice Where the engine takes its inputs from.
    function inputs() external view returns (IMarketInputs);

    /// @notice Oracle that the inputs read.
    function oracle() external view returns (IPriceOracle);
}
