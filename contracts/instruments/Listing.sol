// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Calendar} from "./Calendar.sol";
import {Instrument} from "./Instrument.sol";
import {StrikeGrid} from "./StrikeGrid.sol";

/// @title Listing
/// @notice The test that decides which instruments may be traded: any on the calendar and the strike grid.
library Listing {
    error UnsupportedKind(Instrument instrument, uint8 kind);
    error InstrumentExpired(Instrument instrument, uint256 expiry, uint256 time);
    error ExpiryOffCalendar(Instrument instrument, uint256 expiry);
    error StrikeOffGrid(Instrument instrument, uint256 mantissa, uint256 exponent);

    /// @notice Reverts unless `instrument` may be traded at `time`. The market is for the caller to check.
    function requireListed(Instrument instrument, uint256 time) internal pure {
        require(instrument.isOption(), UnsupportedKind(instrument, instrument.rawKind()));
        uint256 expiry = instrument.expiry();
        require(expiry > time, InstrumentExpired(instrument, expiry, time));
        require(Calendar.isListed(expiry, time), ExpiryOffCalendar(instrument, expiry));
        uint256 mantissa = instrument.mantissa();
        uint256 exponent = instrument.exponent();
        require(StrikeGrid.isOnGrid(mantissa, exponent), StrikeOffGrid(instrument, mantissa, exponent));
    }
}
