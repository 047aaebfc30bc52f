// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {OpenInterest} from "../interfaces/IClearingHouse.sol";
import {Float48} from "../pricing/Float48.sol";
import {Cash} from "./Cash.sol";
import {LinearWord, LinearWords} from "./LinearWord.sol";
import {PositionWord, PositionWords} from "./PositionWord.sol";

/// @title Positions
/// @notice Positions of the accounts and the open interest that is derived from them in the same function.
abstract contract Positions is Cash {
    using SafeCast for uint256;

    /// @dev The smoothed open interest of a market has caught up with a change after this long.
    uint256 private constant SMOOTHING = 1 days;

    /// @dev Size of a position and its place; the place is the count when there is none.
    function _find(Account storage a, Instrument instrument) internal view returns (uint256 place, int256 size) {
        uint256 n = a.positionCount;
        for (; place < n; ++place) {
            PositionWord word = a.positions[place];
            if (word.instrument() == instrument) return (place, word.size());
        }
    }

    /// @dev Whether a change is anything but a reduction.
    function _opens(int256 before, int256 size) internal pure returns (bool) {
        return before > 0 ? (size > before || size < 0) : (size < before || size > 0);
    }

    /// @dev Writes the size of the position at `place`, and the second slot of a linear one, adding or removing it as
    /// needed.
    function _writePosition(
        uint256 account,
        uint256 place,
        Instrument instrument,
        int256 before,
        int256 size,
        LinearWord linear
    ) internal {
        Account storage a = accounts[account];
        uint24 market = instrument.market();
        if (size == 0) {
            _removePosition(a, place);
        } else {
            uint256 n = a.positionCount;
            if (place == n) {
                require(n < POSITION_LIMIT, PositionLimit(account, POSITION_LIMIT));
                a.positionCount = uint8(n + 1);
            }
            a.positions[place] = PositionWords.pack(instrument, marketBooks[market].epoch, size);
            if (instrument.isLinear()) a.linear[place] = linear;
        }
        _moveOpenInterest(market, instrument, before, size);
    }

    /// @dev The open interest of a market as it follows at the pace of a day: each time the open interest changes, by the
    /// share of a day for which it had held. So whoever fills a market within a block does not move it.
    function _smoothedInterest(MarketBook memory book) internal view returns (uint256 smoothed) {
        smoothed = Float48.fromFloat(book.smoothed);
        uint256 elapsed = Math.min(block.timestamp - book.updatedAt, SMOOTHING);
        uint256 long = book.long;
        if (long > smoothed) smoothed += ((long - smoothed) * elapsed) / SMOOTHING;
        else smoothed -= ((smoothed - long) * elapsed) / SMOOTHING;
    }

    /// @dev Moves the last position, with its second slot, into the gap.
    function _removePosition(Account storage a, uint256 place) private {
        uint256 last = a.positionCount - 1;
        PositionWord moved = a.positions[last];
        bool movesLinear = moved.instrument().isLinear();
        if (place != last) {
            // Of an option the second slot is empty, and stays so.
            if (movesLinear || a.positions[place].instrument().isLinear()) a.linear[place] = a.linear[last];
            a.positions[place] = moved;
        }
        a.positions[last] = PositionWord.wrap(0);
        if (movesLinear) a.linear[last] = LinearWords.NONE;
        a.positionCount = uint8(last);
    }

    function _moveOpenInterest(uint24 market, Instrument instrument, int256 before, int256 size) private {
        OpenInterest storage interest = instrumentBooks[instrument].openInterest;
        uint256 longBefore = before > 0 ? uint256(before) : 0;
        uint256 long = size > 0 ? uint256(size) : 0;
        if (longBefore != long) {
            interest.long = (interest.long + long - longBefore).toUint128();
            MarketBook memory book = marketBooks[market];
            book.smoothed = Float48.toFloat(_smoothedInterest(book));
            book.updatedAt = uint32(block.timestamp);
            book.long = (book.long + long - longBefore).toUint128();
            marketBooks[market] = book;
        }
        uint256 shortBefore = before < 0 ? uint256(-before) : 0;
        uint256 short = size < 0 ? uint256(-size) : 0;
        if (shortBefore != short) interest.short = (interest.short + short - shortBefore).toUint128();
    }
}
