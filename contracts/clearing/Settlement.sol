// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {LinearWord, LinearWords} from "./LinearWord.sol";
import {Positions} from "./Positions.sol";
import {PositionWord} from "./PositionWord.sol";

/// @title Settlement
/// @notice Expired positions, and the funding of perpetuals, become cash when their account is touched. Each holder is
/// settled on its own, at the one written price or index, so the order does not matter; what is credited ahead of the other
/// side stands in suspense.
abstract contract Settlement is Positions {
    using SafeCast for int256;

    /// @dev The settlement price of the last expiry looked up: neighbours usually share it.
    struct PriceCache {
        uint256 key;
        uint256 price;
    }

    /// @dev Whether a position can settle now and what it is worth then, rounded down; of a future before its entry
    /// notional. The size says for whom.
    function _calculateSettlement(
        Instrument instrument,
        int256 size,
        PriceCache memory cache
    ) internal view returns (bool settles, int256 value) {
        uint256 expiry = instrument.expiry();
        if (expiry > block.timestamp || instrument.isPerpetual()) return (false, 0);
        uint24 market = instrument.market();
        uint256 key = (uint256(market) << 40) | expiry;
        if (cache.key != key) {
            cache.key = key;
            cache.price = settlementOracle.price(market, expiry);
        }
        if (cache.price == 0) return (false, 0);
        // A payoff is at most 2^128 by the bounds of prices and strikes.
        return (true, FixedPoint.mulFloor(size, int256(instrument.payoff(cache.price))));
    }

    /// @dev Settles all that can be settled of one account.
    function _settlePositions(uint256 account) internal {
        Account storage a = accounts[account];
        PriceCache memory cache;
        int256 released = 0;
        // Downwards, because removing moves the last position into the gap.
        for (uint256 i = a.positionCount; i > 0; --i) {
            PositionWord word = a.positions[i - 1];
            Instrument instrument = word.instrument();
            int256 size = word.size();
            if (instrument.isPerpetual()) {
                _payFunding(account, i - 1, instrument, size);
                continue;
            }
            (bool settles, int256 value) = _calculateSettlement(instrument, size, cache);
            if (!settles) continue;
            int256 entry = _linearAt(a, i - 1, instrument).entryNotional();
            _writePosition(account, i - 1, instrument, size, 0, LinearWords.NONE);
            _addSuspense(instrument, value);
            _addCash(account, value - entry);
            released += entry;
            emit IClearingHouse.Settled(account, instrument, size, cache.price, value - entry);
        }
        _addEntry(-released);
    }

    /// @dev Second slot of the position at `place`; nothing for an option.
    function _linearAt(Account storage a, uint256 place, Instrument instrument) internal view returns (LinearWord) {
        return instrument.isLinear() ? a.linear[place] : LinearWords.NONE;
    }

    /// @dev The total of what linear positions were entered at.
    function _addEntry(int256 change) internal {
        if (change != 0) totalEntry += change;
    }

    /// @dev Once both sides are gone, what is left in suspense is rounding dust and stays with the house.
    function _addSuspense(Instrument instrument, int256 cash) internal {
        InstrumentBook storage book = instrumentBooks[instrument];
        int256 before = book.suspense;
        int256 updated = before + cash;
        if (book.openInterest.long == 0 && book.openInterest.short == 0) updated = 0;
        if (updated == before) return;
        book.suspense = updated;
        totalSuspense = (totalSuspense + updated - before).toInt128();
    }

    /// @dev The cash that a perpetual's funding since its stored index comes to, rounded down, and the index now.
    function _calculateFunding(
        Instrument instrument,
        int256 size,
        LinearWord word
    ) internal view returns (int256 cash, int256 index) {
        index = funding.index(instrument.market());
        cash = FixedPoint.mulFloor(-size, index - word.fundingIndex());
    }

    /// @dev Turns the funding of a perpetual since its stored index into cash, rounded down.
    function _payFunding(uint256 account, uint256 place, Instrument instrument, int256 size) private {
        LinearWord word = accounts[account].linear[place];
        (int256 cash, int256 index) = _calculateFunding(instrument, size, word);
        if (index == word.fundingIndex()) return;
        accounts[account].linear[place] = LinearWords.pack(word.entryNotional(), index);
        _addSuspense(instrument, cash);
        _addCash(account, cash);
        emit IClearingHouse.FundingPaid(account, instrument, cash, index);
    }
}
