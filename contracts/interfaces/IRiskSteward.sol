// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {MarketRisk, RiskModel} from "./IRiskParameters.sol";

/// @title IRiskSteward
/// @notice Lets whoever holds its role, a model for instance, move risk parameters without being trusted: in small steps,
/// once a day, no field further than a quarter from where governance left it, and only as far as the maintenance margins of
/// three fixed books barely move.
interface IRiskSteward {
    /// @notice Margins of the three books before and after, wad.
    event StewardMoved(uint24 indexed market, uint256[3] before, uint256[3] afterwards);
    /// @notice Governance has set the parameters since: distances count from here, wad.
    event Anchored(uint24 indexed market, uint256[3] margins);

    error TooSoon(uint256 allowedAt);
    /// @notice A field, by its place in the struct, may move between `minimum` and `maximum` now.
    error StepTooLarge(uint256 field, uint256 value, uint256 minimum, uint256 maximum);
    /// @notice The margin of a reference book would move too far in a day.
    error MarginMoved(uint256 book, uint256 before, uint256 afterwards);
    /// @notice The margin of a reference book would be too far from where governance left it.
    error MarginFarFromAnchor(uint256 book, uint256 anchor, uint256 afterwards);

    /// @notice Changes the constants of the formula.
    function moveModel(RiskModel calldata model) external;

    /// @notice Changes the parameters of a market.
    function moveMarket(uint24 market, MarketRisk calldata risk) external;

    /// @notice Maintenance margins of the reference books under any parameters, wad USDC.
    function referenceMargins(
        RiskModel calldata model,
        MarketRisk calldata risk
    ) external view returns (uint256[3] memory);

    /// @notice When the steward may next move the model (market 0) or a market, unix seconds.
    function allowedAt(uint24 market) external view returns (uint256);
}
