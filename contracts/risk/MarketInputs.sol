// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {IFunding} from "../interfaces/IFunding.sol";
import {ExpiryState, IMarketInputs, MarketState, PricePoint} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Clock, IRealizedVolatility} from "../interfaces/IRealizedVolatility.sol";
import {IRiskParameters, MarketRisk, RiskModel} from "../interfaces/IRiskParameters.sol";
import {IVolatilitySurface, Smile} from "../interfaces/IVolatilitySurface.sol";
import {ClockMath} from "../oracles/ClockMath.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title MarketInputs
/// @notice Gathers what the formula needs to know of each market: price, widths, smiles, running averages, crowding.
contract MarketInputs is IMarketInputs {
    /// @dev √(1 day / 1 year), wad: the width is for a day.
    uint256 private constant ROOT_OF_DAY = 0.052342392259021369e18;
    /// @dev √(6 hours / 1 year), wad: a book that follows the spot can be unwound faster.
    uint256 private constant ROOT_OF_SIX_HOURS = 0.026171196129510685e18;
    /// @dev Who stands at initial margin has this long before the maintenance width, at its greatest speed, has come up to the
    /// width that he was asked for: a margin that grows faster than its factor would not give him that time by itself.
    uint256 private constant LOOKAHEAD = ClockMath.RISE * 30 minutes;
    uint256 private constant MAX_CROWDING = 3e18;
    /// @dev The maintenance margin sees a tenth of the crowding, of the open interest of about the last day.
    uint256 private constant LASTING_SHARE = 10;
    uint256 private constant ONE = 1e18;

    IPriceOracle public immutable oracle;
    IRealizedVolatility public immutable clock;
    IVolatilitySurface public immutable surface;
    IRiskParameters public immutable riskParameters;
    IClearingHouse private immutable clearingHouse;
    IFunding private immutable funding;

    constructor(
        IPriceOracle oracle_,
        IRealizedVolatility clock_,
        IVolatilitySurface surface_,
        IRiskParameters riskParameters_,
        IClearingHouse clearingHouse_,
        IFunding funding_
    ) {
        oracle = oracle_;
        clock = clock_;
        surface = surface_;
        riskParameters = riskParameters_;
        clearingHouse = clearingHouse_;
        funding = funding_;
    }

    /// @inheritdoc IMarketInputs
    function marketState(
        uint24 market,
        uint40[] calldata expiries,
        bool perpetual,
        PricePoint point
    ) external view returns (MarketState memory s, IPriceOracle.Status status, RiskModel memory model) {
        MarketRisk memory risk;
        (risk, s.collateralFactor, model) = riskParameters.marginParameters(market);
        IPriceOracle.Reading memory r = oracle.read(market);
        s.market = market;
        s.time = uint40(block.timestamp);
        s.price = _priceAt(point, r);
        s.halfWidth = Math.max(r.price - r.low, r.high - r.price);
        s.rate = risk.rate;
        uint256 lasting;
        (s.crowding, lasting) = _crowding(market, r.price, risk.depth);
        _fillWidths(s, risk, lasting);
        if (perpetual) s.fundingIndex = funding.index(market);
        s.expiries = _expiryStates(market, expiries);
        status = r.status;
    }

    function _priceAt(PricePoint point, IPriceOracle.Reading memory r) private pure returns (uint256) {
        if (point == PricePoint.Mid) return r.price;
        return point == PricePoint.Low ? r.low : r.high;
    }

    /// @dev The widths of the initial margin come from the estimate, those of the maintenance margin from what follows it at
    /// bounded speed, times the lasting crowding.
    function _fillWidths(MarketState memory s, MarketRisk memory risk, uint256 lasting) private view {
        Clock memory c = clock.clock(s.market);
        uint256 ahead = Math.max(c.estimate, c.maintenance + LOOKAHEAD);
        s.initialWidth = _widthOf(ahead, ROOT_OF_DAY, risk.widthFloor, risk);
        s.linearInitialWidth = _widthOf(ahead, ROOT_OF_SIX_HOURS, risk.linearWidthFloor, risk);
        s.maintenanceWidth = FixedPoint.mulUp(_widthOf(c.maintenance, ROOT_OF_DAY, risk.widthFloor, risk), lasting);
        s.linearMaintenanceWidth = FixedPoint.mulUp(
            _widthOf(c.maintenance, ROOT_OF_SIX_HOURS, risk.linearWidthFloor, risk),
            lasting
        );
    }

    /// @dev z · σ · √horizon, inside floor and cap.
    function _widthOf(
        uint256 volatility,
        uint256 root,
        uint256 floor,
        MarketRisk memory risk
    ) private pure returns (uint256) {
        uint256 width = FixedPoint.mulUp(FixedPoint.mulUp(volatility, root), risk.widthFactor);
        return Math.max(floor, Math.min(risk.widthCap, width));
    }

    /// @dev Open interest over depth, inside 1 and 3: a price for crowding, not a wall. What is there now enters the initial
    /// margin only, so whoever fills a market in one block liquidates nobody; the maintenance margin sees a tenth of what
    /// has lasted, and not more than what is still there.
    function _crowding(
        uint24 market,
        uint256 price,
        uint256 depth
    ) private view returns (uint256 current, uint256 lasting) {
        if (depth == 0) return (ONE, ONE);
        (uint256 interest, uint256 smoothed) = clearingHouse.marketOpenInterest(market);
        current = _crowdingOf(interest, price, depth);
        lasting = ONE + (_crowdingOf(Math.min(smoothed, interest), price, depth) - ONE) / LASTING_SHARE;
    }

    function _crowdingOf(uint256 interest, uint256 price, uint256 depth) private pure returns (uint256) {
        return Math.max(ONE, Math.min(MAX_CROWDING, FixedPoint.divUp(FixedPoint.mulUp(interest, price), depth)));
    }

    function _expiryStates(
        uint24 market,
        uint40[] calldata expiries
    ) private view returns (ExpiryState[] memory states) {
        uint256 n = expiries.length;
        states = new ExpiryState[](n);
        if (n == 0) return states;
        Smile[] memory smiles = surface.smiles(market, expiries);
        for (uint256 i = 0; i < n; ++i) {
            ExpiryState memory e = states[i];
            e.expiry = expiries[i];
            (e.svi, e.carry, e.halfSpread) = (smiles[i].svi, smiles[i].carry, smiles[i].halfSpread);
            if (block.timestamp + ClockMath.WINDOW <= expiries[i]) continue;
            (e.average, e.elapsed) = clock.runningAverage(market, expiries[i]);
        }
    }
}
