// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {OpenInterest} from "../interfaces/IClearingHouse.sol";
import {Cash} from "./Cash.sol";
import {PositionWord, PositionWords} from "./PositionWord.sol";

/// @title Positions
/// @notice Positions of the accounts and the open interest that is derived from them in the same function.
abstract contract Positions is Cash {
    using SafeCast for uint256;

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

    /// @dev Writes the size of the position at `place`, adding or removing it as needed.
    function _writePosition(
        uint256 account,
        uint256 place,
        Instrument instrument,
        int256 before,
        int256 size
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
        }
        _moveOpenInterest(market, instrument, before, size);
    }

    function _removePosition(Account storage a, uint256 place) private {
        uint256 last = a.positionCount - 1;
        if (place != last) a.positions[place] = a.positions[last];
        a.positions[last] = PositionWord.wrap(0);
        a.positionCount = uint8(last);
    }

    function _moveOpenInterest(uint24 market, Instrument instrument, int256 before, int256 size) private {
        OpenInterest storage interest = instrumentBooks[instrument].openInterest;
        uint256 longBefore = before > 0 ? uint256(before) : 0;
        uint256 long = size > 0 ? uint256(size) : 0;
        if (longBefore != long) {
            interest.long = (interest.long + long - longBefore).toUint128();
            MarketBook storage book = marketBooks[market];
            book.long = (book.long + long - longBefore).toUint128();
        }
        uint256 shortBefore = before < 0 ? uint256(-before) : 0;
        uint256 short = size < 0 ? uint256(-size) : 0;
        if (shortBefore != short) interest.short = (interest.short + short - shortBefore).toUint128();
    }
}
