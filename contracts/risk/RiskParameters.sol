// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {Collateral, IRiskParameters, MarketRisk, RiskModel} from "../interfaces/IRiskParameters.sol";
import {PackedRisk} from "./PackedRisk.sol";

/// @title RiskParameters
/// @notice Every risk parameter with its hard bounds.
contract RiskParameters is IRiskParameters, AccessManaged {
    /// @dev Collateral masks have a bit per market.
    uint24 private constant MAX_MARKETS = 64;
    uint256 private constant WAD = 1e18;

    uint256 private packedModel;
    uint24 public marketCount;
    mapping(uint24 market => uint256) private packedMarkets;
    mapping(uint24 market => Collateral) private collaterals;
    mapping(address token => uint24) private marketOfToken;

    constructor(address authority, RiskModel memory model) AccessManaged(authority) {
        _setRiskModel(model);
    }

    /// @inheritdoc IRiskParameters
    function setRiskModel(RiskModel calldata model) external restricted {
        _setRiskModel(model);
    }

    /// @inheritdoc IRiskParameters
    function listMarket(MarketRisk calldata risk) external restricted returns (uint24 market) {
        require(marketCount < MAX_MARKETS, TooManyMarkets(MAX_MARKETS));
        market = ++marketCount;
        emit MarketListed(market);
        _setMarketRisk(market, risk);
    }

    /// @inheritdoc IRiskParameters
    function setMarketRisk(uint24 market, MarketRisk calldata risk) external restricted {
        _requireMarket(market);
        _setMarketRisk(market, risk);
    }

    /// @inheritdoc IRiskParameters
    function listCollateral(uint24 market, address token, uint64 factor) external restricted {
        _requireMarket(market);
        bool fresh = collaterals[market].token == address(0) && marketOfToken[token] == 0;
        require(fresh, CollateralListedAlready(market, token));
        uint8 decimals = IERC20Metadata(token).decimals();
        _bound("collateralDecimals", decimals, 0, 18);
        _bound("collateralFactor", factor, 0, WAD);
        collaterals[market] = Collateral(token, decimals, factor, 0);
        marketOfToken[token] = market;
        emit CollateralListed(market, token);
        emit CollateralSet(market, factor, 0);
    }

    /// @inheritdoc IRiskParameters
    function setCollateral(uint24 market, uint64 factor, uint128 cap) external restricted {
        Collateral storage c = collaterals[market];
        require(c.token != address(0), UnknownCollateral(address(0)));
        _bound("collateralFactor", factor, 0, WAD);
        _bound("collateralCap", cap, 0, 1e33);
        (c.factor, c.cap) = (factor, cap);
        emit CollateralSet(market, factor, cap);
    }

    /// @inheritdoc IRiskParameters
    function riskModel() public view returns (RiskModel memory) {
        return PackedRisk.unpackModel(packedModel);
    }

    /// @inheritdoc IRiskParameters
    function marketRisk(uint24 market) public view returns (MarketRisk memory) {
        uint256 word = packedMarkets[market];
        // A listed market has a width factor of 1 or more.
        require(word != 0, UnknownMarket(market));
        return PackedRisk.unpackMarket(word);
    }

    /// @inheritdoc IRiskParameters
    function marginParameters(
        uint24 market
    ) external view returns (MarketRisk memory, uint64 collateralFactor, RiskModel memory) {
        return (marketRisk(market), collaterals[market].factor, riskModel());
    }

    /// @inheritdoc IRiskParameters
    function collateral(uint24 market) external view returns (Collateral memory) {
        return collaterals[market];
    }

    /// @inheritdoc IRiskParameters
    function collateralMarket(address token) external view returns (uint24 market) {
        market = marketOfToken[token];
        require(market != 0, UnknownCollateral(token));
    }

    function _setRiskModel(RiskModel memory m) private {
        _bound("volatilityUp", m.volatilityUp, 0, 2 * WAD);
        _bound("volatilityDown", m.volatilityDown, 0, WAD);
        _bound("volatilityDownFloor", m.volatilityDownFloor, 0.05e18, WAD);
        _bound("shortTenorPower", m.shortTenorPower, 0, WAD);
        _bound("longTenorPower", m.longTenorPower, 0, WAD);
        _bound("tailShift", m.tailShift, WAD, 5 * WAD);
        _bound("tailWeight", m.tailWeight, 0, WAD);
        _bound("initialFactor", m.initialFactor, WAD, 3 * WAD);
        _bound("shortContingency", m.shortContingency, 0, 0.1e18);
        _bound("contingencyTail", m.contingencyTail, 0, 5 * WAD);
        _bound("contingencyInitialFactor", m.contingencyInitialFactor, WAD, 3 * WAD);
        _bound("basis", m.basis, 0, 0.05e18);
        _bound("closeOut", m.closeOut, 0, 10 * WAD);
        _bound("minimumInitialMargin", m.minimumInitialMargin, 0, 10_000 * WAD);
        packedModel = PackedRisk.packModel(m);
        emit RiskModelSet(m);
    }

    function _setMarketRisk(uint24 market, MarketRisk calldata r) private {
        _bound("rate", r.rate, 0, 0.5e18);
        _bound("widthFactor", r.widthFactor, WAD, 10 * WAD);
        _bound("widthFloor", r.widthFloor, 0.05e18, 0.5e18);
        _bound("linearWidthFloor", r.linearWidthFloor, 0.025e18, r.widthFloor);
        _bound("widthCap", r.widthCap, r.widthFloor, 0.6e18);
        _bound("depth", r.depth, 0, 1e33);
        packedMarkets[market] = PackedRisk.packMarket(r);
        emit MarketRiskSet(market, r);
    }

    function _requireMarket(uint24 market) private view {
        require(market != 0 && market <= marketCount, UnknownMarket(market));
    }

    function _bound(bytes32 name, uint256 value, uint256 minimum, uint256 maximum) private pure {
        require(value >= minimum && value <= maximum, ParameterOutOfBounds(name, value, minimum, maximum));
    }
}
