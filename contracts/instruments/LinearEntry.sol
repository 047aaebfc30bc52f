// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignedMath} from "@openzeppelin/contracts/utils/math/SignedMath.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";

/// @title LinearEntry
/// @notice What a trade does to the entry notional and the cash of a future or perpetual. The entry notional is
/// Σ size · price, signed like the size; a trade brings `value`, minus change · price, positive when the account is to be
/// paid. Always paid − (updated − entry) = value, so whatever the value is worth to one side it costs the other one, and
/// nothing is lost to rounding.
library LinearEntry {
    /// @notice The entry notional after a trade, and what it pays in cash.
    /// @param size Contracts before, wad
    /// @param entry Entry notional before, wad
    /// @param change Contracts received, wad, negative when given
    /// @param value Value of the trade, wad, positive when the account is paid
    /// @return updated Entry notional afterwards
    /// @return paid What becomes cash: the profit of what was closed, rounded down while some of it stays open
    function calculate(
        int256 size,
        int256 entry,
        int256 change,
        int256 value
    ) internal pure returns (int256 updated, int256 paid) {
        if (change == 0) return (entry, value);
        if (size == 0 || (size > 0) == (change > 0)) return (entry - value, 0);
        uint256 held = SignedMath.abs(size);
        uint256 traded = SignedMath.abs(change);
        if (traded <= held) {
            // Rounded up, so that the cash is rounded down. A full close releases all of it.
            int256 released = -FixedPoint.mulDivFloor(-entry, traded, held);
            return (entry - released, value - released);
        }
        // The part of the value that closes the position, rounded against the account; the rest opens the other side.
        int256 closing = FixedPoint.mulDivFloor(value, held, traded);
        return (closing - value, closing - entry);
    }

    /// @notice Contracts of a change that close a position, with the sign of the position; 0 when nothing is closed.
    function closed(int256 size, int256 change) internal pure returns (int256) {
        if (size > 0) return SignedMath.min(size, SignedMath.max(-change, 0));
        return SignedMath.max(size, SignedMath.min(-change, 0));
    }
}
