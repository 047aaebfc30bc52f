// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Instrument} from "../instruments/Instrument.sol";
import {IClearingHouse} from "../interfaces/IClearingHouse.sol";
import {CollateralHolding, Portfolio, Position, Transition} from "../interfaces/IRiskEngine.sol";
import {Journal} from "./Journal.sol";
import {LinearWord} from "./LinearWord.sol";
import {PositionWord} from "./PositionWord.sol";
import {Settlement} from "./Settlement.sol";

/// @title Portfolios
/// @notice What an account owns, as the risk engine takes it: now, and what of it was different before the running
/// operation.
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
            Instrument instrument = word.instrument();
            LinearWord linear = _linearAt(a, i, instrument);
            (bool settles, int256 value) = _calculateSettlement(instrument, word.size(), cache);
            if (settles) {
                portfolio.cash += value - linear.entryNotional();
                continue;
            }
            Position memory position = _position(instrument, word.size(), linear);
            if (instrument.isPerpetual()) {
                (value, position.fundingIndex) = _calculateFunding(instrument, position.size, linear);
                portfolio.cash += value;
            }
            portfolio.positions[kept++] = position;
        }
        Position[] memory positions = portfolio.positions;
        // Safe: the length only ever shrinks, so the array keeps to its memory.
        assembly ("memory-safe") {
            mstore(positions, kept)
        }
        portfolio.collateral = _collateral(account, a.collateralMask, false);
    }

    /// @dev How an account stands, and how it stood when the operation first touched it, deposits of the batch included.
    function _transitionOf(uint256 account) internal view returns (Transition memory t) {
        t.account = account;
        t.current = portfolioOf(account);
        t.pastCash = Journal.cashBefore(account);
        uint256 n = Journal.changeCount(account);
        t.pastPositions = new Position[](n);
        for (uint256 i = 0; i < n; ++i) {
            (Instrument instrument, int256 size, LinearWord linear) = Journal.changeAt(account, i);
            t.pastPositions[i] = _position(instrument, size, linear);
        }
        uint64 mask = accounts[account].collateralMask | Journal.collateralMaskBefore(account);
        t.pastCollateral = _collateral(account, mask, true);
    }

    function _position(Instrument instrument, int256 size, LinearWord linear) private pure returns (Position memory) {
        return Position(instrument, size, linear.entryNotional(), linear.fundingIndex());
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
}
