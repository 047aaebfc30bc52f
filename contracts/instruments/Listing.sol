// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Calendar} from "./Calendar.sol";
import {Instrument} from "./Instrument.sol";
import {StrikeGrid} from "./StrikeGrid.sol";

/// @title Listing
/// @notice The test that decides which instruments may be traded: options on the calendar and the strike grid, futures on
/// the calendar, and the one perpetual of each market.
library Listing {
    error UnsupportedKind(Instrument instrument, uint8 kind);
    error InstrumentExpired(Instrument instrument, uint256 expiry, uint256 time);
    error ExpiryOffCalendar(Instrument instrument, uint256 expiry);
    error StrikeOffGrid(Instrument instrument, uint256 mantissa, uint256 exponent);
    error ExpiryNotAllowed(Instrument instrument, uint256 expiry);
    error StrikeNotAllowed(Instrument instrument, uint256 mantissa, uint256 exponent);

    /// @notice Reverts unless `instrument` may be traded at `time`. The market is for the caller to check.
    function requireListed(Instrument instrument, uint256 time) internal pure {
        bool isOption = instrument.isOption();
        require(isOption || instrument.isLinear(), UnsupportedKind(instrument, instrument.rawKind()));
        uint256 expiry = instrument.expiry();
        if (instrument.isPerpetual()) {
            require(expiry == 0, ExpiryNotAllowed(instrument, expiry));
        } else {
            require(expiry > time, InstrumentExpired(instrument, expiry, time));
            require(Calendar.isListed(expiry, time), ExpiryOffCalendar(instrument, expiry));
        }
        uint256 mantissa = instrument.mantissa();
        uint256 exponent = instrument.exponent();
        if (isOption) require(StrikeGrid.isOnGrid(mantissa, exponent), StrikeOffGrid(instrument, mantissa, exponent));
        // One id only for each: 0 · 10^1 would be another instrument that pays the same.
        else require(mantissa == 0 && exponent == 0, StrikeNotAllowed(instrument, mantissa, exponent));
    }
}
