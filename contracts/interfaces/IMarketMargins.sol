// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";
import {IMarketInputs, MarketState, PricePoint} from "./IMarketInputs.sol";
import {IPriceOracle} from "./IPriceOracle.sol";
import {RiskModel} from "./IRiskParameters.sol";

/// @dev An expiry in which an account holds options or futures of one market.
/// @param expiry Unix seconds
/// @param options Number of its options
/// @param unbounded Whether the payoff of its options falls without end
/// @param least Their least payoff over all settlement prices, wad, rounded down; without meaning when unbounded
struct HeldExpiry {
    uint40 expiry;
    uint256 options;
    bool unbounded;
    int256 least;
}

/// @dev A future or, with expiry 0, a perpetual; wad.
struct LinearLeg {
    uint40 expiry;
    int256 size;
    int256 entryNotional;
    int256 fundingIndex;
}

/// @dev What an account holds in one market.
/// @param collateral Wad units of the market's token
/// @param options Instrument 128 | size 128 (wad, signed) each, those of the last expiry first
/// @param expiries Of options and futures, the last first
struct Holding {
    uint24 market;
    uint256 collateral;
    uint256[] options;
    LinearLeg[] linear;
    HeldExpiry[] expiries;
}

/// @dev Which margins are wanted.
enum Need {
    Maintenance,
    Initial,
    Both
}

/// @dev A holding's part of equity and margins, wad USDC. A margin that was not wanted is 0, but where the two widths differ
/// the maintenance margin comes with the initial one, which must not be the lesser.
struct Assessment {
    int256 equity;
    uint256 maintenance;
    uint256 initial;
}

/// @dev What a holding would gain in each scenario at the maintenance width.
/// @param width Share of spot
/// @param shifts Spot shifts: seven of the grid, the lower and the upper tail
/// @param profits Scenario 3·i + j belongs to shift i and volatility down, unmoved, up; the last two to the tails
struct RiskProfile {
    uint256 width;
    int256[9] shifts;
    int256[23] profits;
}

/// @title IMarketMargins
/// @notice The margin formula within one market. RiskEngine adds the markets up.
interface IMarketMargins {
    /// @notice Parts of several accounts at the live inputs, which are read once. At the maintenance margin an option that
    /// the one before it in the list holds too is valued once, if their widths agree.
    /// @param holdings All of one market
    /// @return parts One for each holding
    /// @return status Status of the price
    /// @return minimum Least initial margin of an account that can owe
    function assess(
        Holding[] calldata holdings,
        PricePoint point,
        Need need
    ) external view returns (Assessment[] memory parts, IPriceOracle.Status status, uint256 minimum);

    /// @notice Part of one account at explicit inputs.
    function assessAt(
        Holding calldata holding,
        MarketState calldata state,
        RiskModel calldata model
    ) external pure returns (Assessment memory);

    /// @notice What a holding would gain in each scenario, at the live inputs.
    function profile(Holding calldata holding, PricePoint point) external view returns (RiskProfile memory);

    /// @notice Value of one contract now, wad.
    function mark(Instrument instrument, PricePoint point) external view returns (uint256);

    /// @notice Where the inputs come from.
    function inputs() external view returns (IMarketInputs);
}
