// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument, InstrumentCodec, Kind} from "../instruments/Instrument.sol";
import {ExpiryState, MarketState} from "../interfaces/IMarketInputs.sol";
import {Portfolio, Position} from "../interfaces/IRiskEngine.sol";
import {MarketRisk} from "../interfaces/IRiskParameters.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title ReferenceBooks
/// @notice Three books in a market that never changes, by which a change of parameters is measured: a seller of volatility in
/// a calm market, a spread across expiries in a usual one, and a hedged perpetual in a storm.
library ReferenceBooks {
    uint256 internal constant COUNT = 3;

    uint24 private constant MARKET = 1;
    uint40 private constant TIME = 1_800_000_000;
    uint256 private constant PRICE = 2_000e18;
    int256 private constant CONTRACT = 1e18;
    uint256 private constant ROOT_OF_DAY = 0.052342392259021369e18;
    uint256 private constant YEAR = 365 days;
    uint40 private constant NEAR = TIME + 2 days;
    uint40 private constant MIDDLE = TIME + 7 days;
    uint40 private constant FAR = TIME + 30 days;

    /// @notice A book: all have debts enough to need margin.
    function book(uint256 index) internal pure returns (Portfolio memory p) {
        p.cash = 1_000e18;
        if (index == 0) {
            p.positions = new Position[](2);
            p.positions[0] = _option(Kind.Call, FAR, 2_000, -CONTRACT);
            p.positions[1] = _option(Kind.Put, FAR, 2_000, -CONTRACT);
        } else if (index == 1) {
            p.positions = new Position[](4);
            p.positions[0] = _option(Kind.Call, MIDDLE, 2_200, -2 * CONTRACT);
            p.positions[1] = _option(Kind.Call, FAR, 2_400, CONTRACT);
            p.positions[2] = _option(Kind.Put, NEAR, 1_900, -CONTRACT);
            p.positions[3] = _option(Kind.Put, MIDDLE, 1_800, CONTRACT);
        } else {
            p.positions = new Position[](2);
            p.positions[0] = _option(Kind.Call, NEAR, 2_200, -CONTRACT);
            Instrument perpetual = InstrumentCodec.pack(MARKET, Kind.Perpetual, 0, 0);
            p.positions[1] = Position(perpetual, CONTRACT, int256(PRICE), 0);
        }
    }

    /// @notice The market in which a book stands under a market's parameters.
    function state(uint256 index, MarketRisk memory risk) internal pure returns (MarketState[] memory states) {
        uint256 volatility = [uint256(0.45e18), 0.8e18, 1.6e18][index];
        states = new MarketState[](1);
        MarketState memory s = states[0];
        (s.market, s.time, s.price, s.crowding) = (MARKET, TIME, PRICE, 1e18);
        s.rate = risk.rate;
        s.maintenanceWidth = _width(volatility, risk.widthFloor, risk);
        s.initialWidth = s.maintenanceWidth;
        s.linearMaintenanceWidth = _width(volatility / 2, risk.linearWidthFloor, risk);
        s.linearInitialWidth = s.linearMaintenanceWidth;
        uint40[3] memory expiries = [NEAR, MIDDLE, FAR];
        s.expiries = new ExpiryState[](expiries.length);
        for (uint256 i = 0; i < expiries.length; ++i) {
            ExpiryState memory e = s.expiries[i];
            e.expiry = expiries[i];
            // A flat smile.
            uint256 variance = FixedPoint.mulDown(volatility, volatility);
            e.svi.a = int256((variance * (expiries[i] - TIME)) / YEAR);
            e.svi.sigma = 0.1e18;
        }
    }

    function _option(Kind kind, uint40 expiry, uint256 strike, int256 size) private pure returns (Position memory) {
        return Position(InstrumentCodec.pack(MARKET, kind, expiry, strike * 1e18), size, 0, 0);
    }

    /// @dev As MarketInputs has it, for a day.
    function _width(uint256 volatility, uint256 floor, MarketRisk memory risk) private pure returns (uint256 width) {
        width = FixedPoint.mulUp(FixedPoint.mulUp(volatility, ROOT_OF_DAY), risk.widthFactor);
        if (width > risk.widthCap) width = risk.widthCap;
        if (width < floor) width = floor;
    }
}
