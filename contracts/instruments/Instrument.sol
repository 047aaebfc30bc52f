// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @dev What an instrument pays. Values above Perpetual are reserved for coin-settled, capped and digital forms.
enum Kind {
    Call,
    Put,
    Future,
    Perpetual
}

/// @dev A self-describing instrument. From the high bits: market 24 | kind 8 | expiry 40 | strike 56, and the strike
/// is mantissa 48 | decimal exponent 8, worth mantissa · 10^exponent in wad. Canonical: the mantissa is not divisible
/// by 10. The value 0 is no instrument (there is no market 0) and marks postings of cash alone.
type Instrument is uint128;

using InstrumentCodec for Instrument global;
using {same as ==, differs as !=} for Instrument global;

function same(Instrument a, Instrument b) pure returns (bool) {
    return Instrument.unwrap(a) == Instrument.unwrap(b);
}

function differs(Instrument a, Instrument b) pure returns (bool) {
    return Instrument.unwrap(a) != Instrument.unwrap(b);
}

/// @title InstrumentCodec
/// @notice Packs and unpacks instrument ids.
library InstrumentCodec {
    uint256 private constant MANTISSA_BITS = 48;

    /// @notice The strike has more significant digits than the id can hold.
    error StrikeNotRepresentable(uint256 strike);

    /// @notice The canonical id of an instrument.
    /// @param market_ Market, 1 or above
    /// @param kind_ What it pays
    /// @param expiry_ Unix seconds; 0 for a perpetual
    /// @param strike_ Wad; 0 for a future and a perpetual
    function pack(uint24 market_, Kind kind_, uint40 expiry_, uint256 strike_) internal pure returns (Instrument) {
        uint256 digits = strike_;
        uint256 power = 0;
        while (digits != 0 && digits % 10 == 0) {
            digits /= 10;
            ++power;
        }
        require(digits < 1 << MANTISSA_BITS, StrikeNotRepresentable(strike_));
        uint256 id = (uint256(market_) << 104) | (uint256(kind_) << 96) | (uint256(expiry_) << 56) | (digits << 8);
        // The power is at most 77 because 10^78 exceeds 2^256.
        return Instrument.wrap(uint128(id | power));
    }

    /// @notice Market of the instrument.
    function market(Instrument instrument) internal pure returns (uint24) {
        return uint24(Instrument.unwrap(instrument) >> 104);
    }

    /// @notice Kind as the raw byte: ids from outside may carry values that `Kind` does not know.
    function rawKind(Instrument instrument) internal pure returns (uint8) {
        return uint8(Instrument.unwrap(instrument) >> 96);
    }

    /// @notice Whether the instrument is a call or a put.
    function isOption(Instrument instrument) internal pure returns (bool) {
        return rawKind(instrument) <= uint8(Kind.Put);
    }

    /// @notice Whether its kind is one of `Kind`, and it expires unless it is a perpetual.
    function isKnown(Instrument instrument) internal pure returns (bool) {
        uint8 kind = rawKind(instrument);
        return kind <= uint8(Kind.Perpetual) && (kind == uint8(Kind.Perpetual)) == (expiry(instrument) == 0);
    }

    /// @notice Whether the instrument is a put.
    function isPut(Instrument instrument) internal pure returns (bool) {
        return rawKind(instrument) == uint8(Kind.Put);
    }

    /// @notice Whether the instrument is a call.
    function isCall(Instrument instrument) internal pure returns (bool) {
        return rawKind(instrument) == uint8(Kind.Call);
    }

    /// @notice Whether the instrument is a future.
    function isFuture(Instrument instrument) internal pure returns (bool) {
        return rawKind(instrument) == uint8(Kind.Future);
    }

    /// @notice Whether the instrument is a perpetual.
    function isPerpetual(Instrument instrument) internal pure returns (bool) {
        return rawKind(instrument) == uint8(Kind.Perpetual);
    }

    /// @notice Whether the instrument follows the price one to one: a future or a perpetual.
    function isLinear(Instrument instrument) internal pure returns (bool) {
        return isFuture(instrument) || isPerpetual(instrument);
    }

    /// @notice Expiry in unix seconds.
    function expiry(Instrument instrument) internal pure returns (uint40) {
        return uint40(Instrument.unwrap(instrument) >> 56);
    }

    /// @notice Digits of the strike.
    function mantissa(Instrument instrument) internal pure returns (uint48) {
        return uint48(Instrument.unwrap(instrument) >> 8);
    }

    /// @notice Power of ten of the strike.
    function exponent(Instrument instrument) internal pure returns (uint8) {
        return uint8(Instrument.unwrap(instrument));
    }

    /// @notice Strike in wad. Only for instruments on the grid: others may overflow and revert.
    function strike(Instrument instrument) internal pure returns (uint256) {
        return uint256(mantissa(instrument)) * 10 ** exponent(instrument);
    }

    /// @notice What one contract pays its holder at a settlement price, in wad: of a future the price itself, before what
    /// it was entered at.
    function payoff(Instrument instrument, uint256 price) internal pure returns (uint256) {
        if (isLinear(instrument)) return price;
        uint256 k = strike(instrument);
        if (isCall(instrument)) return price > k ? price - k : 0;
        return k > price ? k - price : 0;
    }
}
