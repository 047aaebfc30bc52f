// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {ExpiryState, IMarketInputs, MarketState, PricePoint} from "../interfaces/IMarketInputs.sol";
import {IPriceOracle} from "../interfaces/IPriceOracle.sol";
import {Clock, IRealizedVolatility} from "../interfaces/IRealizedVolatility.sol";
import {IRiskParameters, MarketRisk} from "../interfaces/IRiskParameters.sol";
import {IVolatilitySurface, Smile} from "../interfaces/IVolatilitySurface.sol";
import {ClockMath} from "../oracles/ClockMath.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title MarketInputs
/// @notice Gathers what the formula needs to know of each market: price, widths, smiles, running averages, crowding.
contract MarketInputs is IMarketInputs {
    /// @dev √(1 day / 1 year), wad: the width is for a day.
    uint256 private constant ROOT_OF_DAY = 0.052342392259021369e18;
    /// @dev Who stands at initial margin has this long before the maintenance width, at its greatest speed, has come up to the
    /// width that he was asked for: a margin that grows faster than its factor would not give him that time by itself.
    uint256 private constant LOOKAHEAD = ClockMath.RISE * 30 minutes;
    uint256 private constant MAX_CROWDING = 3e18;
    uint256 private constant ONE = 1e18;

    IPriceOracle public immutable oracle;
    IRealizedVolatility public immutable clock;
    IVolatilitySurface public immutable surface;
    IRiskParameters public immutable riskParameters;
    IClearingHouse private immutable clearingHouse;

    constructor(
        IPriceOracle oracle_,
        IRealizedVolatility clock_,
        IVolatilitySurface surface_,
        IRiskParameters riskParameters_,
        IClearingHouse clearingHouse_
    ) {
        oracle = oracle_;
        clock = clock_;
        surface = surface_;
        riskParameters = riskParameters_;
        clearingHouse = clearingHouse_;
    }

    /// @inheritdoc IMarketInputs
    function marketState(
        uint24 market,
        uint40[] calldata expiries,
        PricePoint point
    ) external view returns (MarketState memory s, IPriceOracle.Status status) {
        IPriceOracle.Reading memory r = oracle.read(market);
        MarketRisk memory risk = riskParameters.marketRisk(market);
        s.market = market;
        s.time = uint40(block.timestamp);
        s.price =
            point == PricePoint.Mid
                ? r.price
                : point == PricePoint.Low
                    ? r.low
                    : r.high;
        s.halfWidth = Math.max(r.price - r.low, r.high - r.price);
        s.rate = risk.rate;
        Clock memory c = clock.clock(market);
        s.initialWidth = _widthOf(Math.max(c.estimate, c.maintenance + LOOKAHEAD), risk);
        s.maintenanceWidth = _widthOf(c.maintenance, risk);
        s.crowding = _crowding(market, r.price, risk.depth);
        s.collateralFactor = riskParameters.collateral(market).factor;
        s.expiries = _expiryStates(market, expiries);
        status = r.status;
    }

    /// @dev z · σ · √(1 day), inside floor and cap.
    function _widthOf(uint256 volatility, MarketRisk memory risk) private pure returns (uint256) {
        uint256 width = FixedPoint.mulUp(FixedPoint.mulUp(volatility, ROOT_OF_DAY), risk.widthFactor);
        return Math.max(risk.widthFloor, Math.min(risk.widthCap, width));
    }

    /// @dev Open interest over depth, inside 1 and 3: a price for crowding, not a wall. It enters the initial margin only, so
    /// whoever fills a market in one block liquidates nobody.
    function _crowding(uint24 market, uint256 price, uint256 depth) private view returns (uint256) {
        if (depth == 0) return ONE;
        uint256 interest = FixedPoint.mulUp(clearingHouse.marketOpenInterest(market), price);
        return Math.max(ONE, Math.min(MAX_CROWDING, FixedPoint.divUp(interest, depth)));
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
