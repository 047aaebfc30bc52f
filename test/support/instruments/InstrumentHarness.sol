// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Calendar} from "../../../contracts/instruments/Calendar.sol";
import {Instrument, InstrumentCodec, Kind} from "../../../contracts/instruments/Instrument.sol";
import {LinearEntry} from "../../../contracts/instruments/LinearEntry.sol";
import {Listing} from "../../../contracts/instruments/Listing.sol";
import {StrikeGrid} from "../../../contracts/instruments/StrikeGrid.sol";

/// @notice Exposes the instrument libraries, one value or a whole batch per call.
contract InstrumentHarness {
    function pack(uint24 market, Kind kind, uint40 expiry, uint256 strike_) external pure returns (Instrument) {
        return InstrumentCodec.pack(market, kind, expiry, strike_);
    }

    function strike(Instrument instrument) external pure returns (uint256) {
        return instrument.strike();
    }

    /// @return parts Market, kind, expiry, mantissa and exponent of each
    function unpackMany(Instrument[] calldata instruments) external pure returns (uint256[5][] memory parts) {
        parts = new uint256[5][](instruments.length);
        for (uint256 i = 0; i < instruments.length; ++i) {
            Instrument id = instruments[i];
            parts[i] = [uint256(id.market()), id.rawKind(), id.expiry(), id.mantissa(), id.exponent()];
        }
    }

    /// @param trades Size, entry notional, change and value of each
    /// @return results Entry notional afterwards, cash paid and contracts closed
    function enterMany(int256[4][] calldata trades) external pure returns (int256[3][] memory results) {
        results = new int256[3][](trades.length);
        for (uint256 i = 0; i < trades.length; ++i) {
            int256[4] calldata t = trades[i];
            (results[i][0], results[i][1]) = LinearEntry.calculate(t[0], t[1], t[2], t[3]);
            results[i][2] = LinearEntry.closed(t[0], t[2]);
        }
    }

    function payoffMany(
        Instrument[] calldata instruments,
        uint256[] calldata prices
    ) external pure returns (uint256[] memory payoffs) {
        payoffs = new uint256[](instruments.length);
        for (uint256 i = 0; i < payoffs.length; ++i) payoffs[i] = instruments[i].payoff(prices[i]);
    }

    function listedMany(uint256[] calldata expiries, uint256 time) external pure returns (bool[] memory listed) {
        listed = new bool[](expiries.length);
        for (uint256 i = 0; i < listed.length; ++i) listed[i] = Calendar.isListed(expiries[i], time);
    }

    function onGridMany(uint256[2][] calldata strikes) external pure returns (bool[] memory onGrid) {
        onGrid = new bool[](strikes.length);
        for (uint256 i = 0; i < onGrid.length; ++i) onGrid[i] = StrikeGrid.isOnGrid(strikes[i][0], strikes[i][1]);
    }

    function requireListed(Instrument instrument, uint256 time) external pure {
        Listing.requireListed(instrument, time);
    }
}
