// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {Positions} from "./Positions.sol";
import {PositionWord} from "./PositionWord.sol";

/// @title Settlement
/// @notice Expired positions become cash when their account is touched. Each holder is settled on its own, at the one
/// written price, so the order does not matter; what is credited ahead of the other side stands in suspense.
abstract contract Settlement is Positions {
    using SafeCast for int256;

    /// @dev The settlement price of the last expiry looked up: neighbours usually share it.
    struct PriceCache {
        uint256 key;
        uint256 price;
    }

    /// @dev Whether a position can settle now and the cash that it becomes, rounded down. The size says for whom.
    function _calculateSettlement(
        Instrument instrument,
        int256 size,
        PriceCache memory cache
    ) internal view returns (bool settles, int256 cash) {
        uint256 expiry = instrument.expiry();
        if (expiry > block.timestamp) return (false, 0);
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
        // Downwards, because removing moves the last position into the gap.
        for (uint256 i = a.positionCount; i > 0; --i) {
            PositionWord word = a.positions[i - 1];
            Instrument instrument = word.instrument();
            int256 size = word.size();
            (bool settles, int256 cash) = _calculateSettlement(instrument, size, cache);
            if (!settles) continue;
            _writePosition(account, i - 1, instrument, size, 0);
            _addSuspense(instrument, cash);
            _addCash(account, cash);
            emit IClearingHouse.Settled(account, instrument, size, cache.price, cash);
        }
    }

    /// @dev Once both sides are settled, what is left in suspense is rounding dust and stays with the house.
    function _addSuspense(Instrument instrument, int256 cash) private {
        InstrumentBook storage book = instrumentBooks[instrument];
        int256 before = book.suspense;
        int256 updated = before + cash;
        if (book.openInterest.long == 0 && book.openInterest.short == 0) updated = 0;
        if (updated == before) return;
        book.suspense = updated;
        totalSuspense = (totalSuspense + updated - before).toInt128();
    }
}
