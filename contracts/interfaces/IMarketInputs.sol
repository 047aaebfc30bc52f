// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Svi} from "../pricing/Svi.sol";
import {IPriceOracle} from "./IPriceOracle.sol";
import {IRiskParameters, RiskModel} from "./IRiskParameters.sol";
import {IRealizedVolatility} from "./IRealizedVolatility.sol";
import {IVolatilitySurface} from "./IVolatilitySurface.sol";

/// @dev Which point of the oracle's interval values a portfolio.
enum PricePoint {
    Mid,
    Low,
    High
}

/// @dev The inputs of the formula for one expiry, wad unless named otherwise.
/// @param expiry Unix seconds
/// @param svi Raw SVI of total variance over the time that is left
/// @param carry ln(forward/spot) per year
/// @param halfSpread Half of the volatility spread: the initial margin values longs at bid, shorts at ask
/// @param average Average price so far in the hour before expiry; settled ones carry their settlement price
/// @param elapsed Seconds of that hour that have passed; 0 before it, all of it once expired
struct ExpiryState {
    uint40 expiry;
    Svi.Params svi;
    int256 carry;
    uint256 halfSpread;
    uint256 average;
    uint256 elapsed;
}

/// @dev The inputs of the formula for one market, wad unless named otherwise.
/// @param price Spot at which everything is valued
/// @param halfWidth The farther end of the oracle's interval from the price; widens the initial margin only
/// @param initialWidth Spot width of the initial margin: of the estimate, and at least what the maintenance width can reach in
/// half an hour
/// @param maintenanceWidth Spot width of the maintenance margin, which follows the estimate at bounded speed
/// @param linearInitialWidth The same for a book of futures and perpetuals
/// @param linearMaintenanceWidth The same for a book of futures and perpetuals
/// @param crowding Multiple of the initial width and contingency, 1 to 3, from open interest against depth
/// @param collateralFactor Share of the value of collateral of this market that counts
/// @param fundingIndex Funding that a contract of the perpetual has paid since its start, signed, USDC
/// @param time Unix seconds
/// @param expiries One state for each expiry in which the portfolio holds anything
struct MarketState {
    uint24 market;
    uint40 time;
    uint256 price;
    uint256 halfWidth;
    uint256 rate;
    uint256 initialWidth;
    uint256 maintenanceWidth;
    uint256 linearInitialWidth;
    uint256 linearMaintenanceWidth;
    uint256 crowding;
    uint256 collateralFactor;
    int256 fundingIndex;
    ExpiryState[] expiries;
}

/// @title IMarketInputs
/// @notice Gathers what the margin formula needs to know of a market, in one call.
interface IMarketInputs {
    /// @notice The inputs for one market and any of its expiries.
    /// @param expiries Unix seconds, without repetition
    /// @param perpetual Whether the funding index is wanted; else it is 0
    /// @return state The inputs
    /// @return status Status of the price
    /// @return model Constants of the formula
    function marketState(
        uint24 market,
        uint40[] calldata expiries,
        bool perpetual,
        PricePoint point
    ) external view returns (MarketState memory state, IPriceOracle.Status status, RiskModel memory model);

    /// @notice Parameters.
    function riskParameters() external view returns (IRiskParameters);

    /// @notice Prices.
    function oracle() external view returns (IPriceOracle);

    /// @notice Realised volatilities and averages.
    function clock() external view returns (IRealizedVolatility);

    /// @notice Implied volatilities.
    function surface() external view returns (IVolatilitySurface);
}
