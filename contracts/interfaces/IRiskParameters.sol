// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @dev The constants of the margin formula, all wad (docs/risk.md).
/// @param volatilityUp Coefficient of the upward volatility shock
/// @param volatilityDown Coefficient of the downward volatility shock
/// @param volatilityDownFloor Least multiplier of a downward volatility shock
/// @param shortTenorPower Power of the tenor term up to 30 days
/// @param longTenorPower Power of the tenor term beyond 30 days
/// @param tailShift Spot shift of the two tail scenarios, in widths
/// @param tailWeight Share of a tail scenario's loss that counts
/// @param initialFactor Initial over maintenance loss
/// @param shortContingency Added per short option, as a share of spot
/// @param contingencyTail Most of it, as a multiple of the option's loss in its adverse tail
/// @param contingencyInitialFactor Initial over maintenance contingency
/// @param basis By how far a forward can part from the spot, per root of a year
/// @param closeOut Cost of closing a position, USDC
/// @param minimumInitialMargin Least initial margin of an account that can owe, in USDC
struct RiskModel {
    uint64 volatilityUp;
    uint64 volatilityDown;
    uint64 volatilityDownFloor;
    uint64 shortTenorPower;
    uint64 longTenorPower;
    uint64 tailShift;
    uint64 tailWeight;
    uint64 initialFactor;
    uint64 shortContingency;
    uint64 contingencyTail;
    uint64 contingencyInitialFactor;
    uint64 basis;
    uint64 closeOut;
    uint128 minimumInitialMargin;
}

/// @dev The risk parameters of one market, all wad.
/// @param rate Annual rate that gives the discount, 0 or more
/// @param widthFactor z: the width is z · σ̂ · √(1 day), inside floor and cap
/// @param widthFloor Least width, as a share of spot
/// @param linearWidthFloor Least width of a book of futures and perpetuals, whose width is that of 6 hours
/// @param widthCap Greatest width, before the oracle's interval is added
/// @param depth Open interest in USDC at spot beyond which crowding raises the initial margin; 0: never
struct MarketRisk {
    uint64 rate;
    uint64 widthFactor;
    uint64 widthFloor;
    uint64 linearWidthFloor;
    uint64 widthCap;
    uint128 depth;
}

/// @dev A collateral. It is valued through the market that carries its id.
/// @param token ERC-20 token
/// @param decimals Decimals of the token
/// @param factor Share of its value that counts, wad
/// @param cap Most that the house takes, in wad units of the token
struct Collateral {
    address token;
    uint8 decimals;
    uint64 factor;
    uint128 cap;
}

/// @title IRiskParameters
/// @notice Owns every risk parameter. Each has hard bounds in code.
interface IRiskParameters {
    event RiskModelSet(RiskModel model);
    event MarketListed(uint24 indexed market);
    event MarketRiskSet(uint24 indexed market, MarketRisk risk);
    event CollateralListed(uint24 indexed market, address indexed token);
    event CollateralSet(uint24 indexed market, uint64 factor, uint128 cap);

    error ParameterOutOfBounds(bytes32 name, uint256 value, uint256 minimum, uint256 maximum);
    /// @notice Parameters are kept in steps of `unit`.
    error ParameterTooFine(uint256 value, uint256 unit);
    error UnknownMarket(uint24 market);
    error TooManyMarkets(uint256 maximum);
    error UnknownCollateral(address token);
    error CollateralListedAlready(uint24 market, address token);

    /// @notice Constants of the margin formula.
    function riskModel() external view returns (RiskModel memory);

    /// @notice Number of markets; their ids are 1 to this.
    function marketCount() external view returns (uint24);

    /// @notice Parameters of `market`. Reverts for an unknown one.
    function marketRisk(uint24 market) external view returns (MarketRisk memory);

    /// @notice All that a margin in `market` depends on. Reverts for an unknown one.
    function marginParameters(
        uint24 market
    ) external view returns (MarketRisk memory risk, uint64 collateralFactor, RiskModel memory model);

    /// @notice Collateral valued through `market`; its token is 0 if there is none.
    function collateral(uint24 market) external view returns (Collateral memory);

    /// @notice Market through which `token` is valued; reverts if it is no collateral.
    function collateralMarket(address token) external view returns (uint24);

    /// @notice Changes the constants of the formula.
    function setRiskModel(RiskModel calldata model) external;

    /// @notice Adds the next market.
    /// @return market Its id
    function listMarket(MarketRisk calldata risk) external returns (uint24 market);

    /// @notice Changes the parameters of a market.
    function setMarketRisk(uint24 market, MarketRisk calldata risk) external;

    /// @notice Adds a collateral, with cap 0.
    function listCollateral(uint24 market, address token, uint64 factor) external;

    /// @notice Changes factor and cap of a collateral.
    function setCollateral(uint24 market, uint64 factor, uint128 cap) external;
}
