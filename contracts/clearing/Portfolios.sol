// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {CollateralHolding, Portfolio, Position} from "../interfaces/IRiskEngine.sol";
import {Journal} from "./Journal.sol";
import {PositionWord} from "./PositionWord.sol";
import {Settlement} from "./Settlement.sol";

/// @title Portfolios
/// @notice What an account owns, as the risk engine takes it: now, and as it stood before the running operation.
abstract contract Portfolios is Settlement {
    /// @inheritdoc IClearingHouse
    function portfolioOf(uint256 account) public view returns (Portfolio memory portfolio) {
        Account storage a = accounts[account];
        PriceCache memory cache;
        uint256 n = a.positionCount;
        portfolio.cash = _cashOf(account);
        portfolio.positions = new Position[](n);
        uint256 kept = 0;
        for (uint256 i = 0; i < n; ++i) {
            PositionWord word = a.positions[i];
            (bool settles, int256 cash) = _calculateSettlement(word.instrument(), word.size(), cache);
            if (settles) portfolio.cash += cash;
            else portfolio.positions[kept++] = Position(word.instrument(), word.size());
        }
        _shorten(portfolio.positions, kept);
        portfolio.collateral = _collateral(account, a.collateralMask, false);
    }

    /// @dev The account as it stood when the operation first touched it, deposits of the batch included.
    function _portfolioBefore(
        uint256 account,
        Portfolio memory current
    ) internal view returns (Portfolio memory portfolio) {
        uint256 changes = Journal.changeCount(account);
        uint256 n = current.positions.length;
        portfolio.cash = Journal.cashBefore(account);
        portfolio.positions = new Position[](n + changes);
        uint256 kept = 0;
        for (uint256 i = 0; i < n; ++i) {
            if (!_isChanged(account, current.positions[i].instrument, changes)) {
                portfolio.positions[kept++] = current.positions[i];
            }
        }
        for (uint256 i = 0; i < changes; ++i) {
            (Instrument instrument, int256 size) = Journal.changeAt(account, i);
            if (size != 0) portfolio.positions[kept++] = Position(instrument, size);
        }
        _shorten(portfolio.positions, kept);
        uint64 mask = accounts[account].collateralMask | Journal.collateralMaskBefore(account);
        portfolio.collateral = _collateral(account, mask, true);
    }

    function _isChanged(uint256 account, Instrument instrument, uint256 changes) private view returns (bool) {
        for (uint256 i = 0; i < changes; ++i) {
            (Instrument changed, ) = Journal.changeAt(account, i);
            if (changed == instrument) return true;
        }
        return false;
    }

    function _collateral(
        uint256 account,
        uint64 mask,
        bool before
    ) private view returns (CollateralHolding[] memory holdings) {
        holdings = new CollateralHolding[](_bits(mask));
        uint256 kept = 0;
        for (uint24 market = 1; mask != 0; ++market) {
            if (mask & 1 != 0) {
                uint256 amount = collateralOf_[account][market];
                if (before) amount = Journal.collateralBefore(account, market, amount);
                holdings[kept++] = CollateralHolding(market, amount);
            }
            mask >>= 1;
        }
    }

    function _bits(uint64 mask) private pure returns (uint256 n) {
        for (; mask != 0; mask &= mask - 1) ++n;
    }

    function _shorten(Position[] memory positions, uint256 length) private pure {
        // Safe: the length only ever shrinks, so the array keeps to its memory.
        assembly ("memory-safe") {
            mstore(positions, length)
        }
    }
}
