// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Instrument} from "../instruments/Instrument.sol";
import {HeldExpiry, Holding, LinearLeg} from "../interfaces/IMarketMargins.sol";
import {CollateralHolding, Portfolio, Position} from "../interfaces/IRiskEngine.sol";
import {PayoffBound} from "./PayoffBound.sol";
import {PositionKeys} from "./PositionKeys.sol";

/// @title Holdings
/// @notice A portfolio by market and expiry, as the formula takes it, and what follows from payoffs alone.
library Holdings {
    using SafeCast for int256;

    /// @notice The holding of each market in which a portfolio has anything. Positions of size 0 are left out.
    function split(Portfolio memory p) internal pure returns (Holding[] memory holdings) {
        uint256[] memory keys = PositionKeys.sorted(p.positions);
        holdings = new Holding[](_countMarkets(keys) + p.collateral.length);
        uint256 kept = 0;
        for (uint256 end = keys.length; end > 0;) {
            uint256 start = PositionKeys.startOf(keys, end, PositionKeys.MARKET_SHIFT);
            _fill(holdings[kept++], p.positions, keys, start, end);
            end = start;
        }
        for (uint256 i = 0; i < p.collateral.length; ++i) {
            CollateralHolding memory c = p.collateral[i];
            uint256 place = 0;
            while (place < kept && holdings[place].market != c.market) ++place;
            if (place == kept) holdings[kept++].market = c.market;
            holdings[place].collateral += c.amount;
        }
        // Safe: the length only shrinks.
        assembly ("memory-safe") {
            mstore(holdings, kept)
        }
    }

    /// @notice Place of the holding in a market; the length of the list if there is none.
    function find(Holding[] memory holdings, uint24 market) internal pure returns (uint256 place) {
        while (place < holdings.length && holdings[place].market != market) ++place;
    }

    /// @notice The holding in a market; an empty one if there is none.
    function inMarket(Holding[] memory holdings, uint24 market) internal pure returns (Holding memory h) {
        uint256 place = find(holdings, market);
        if (place < holdings.length) return holdings[place];
        h.market = market;
    }

    /// @notice Whether an account with these holdings and `cash` can never owe: cash is not negative, nothing is linear and,
    /// expiry by expiry in order of time, cash plus the least payoffs so far is not negative.
    function neverOwes(int256 cash, Holding[] memory holdings) internal pure returns (bool) {
        for (uint256 i = 0; i < holdings.length; ++i) {
            if (holdings[i].linear.length != 0) return false;
        }
        (int256 least, bool unbounded) = _leastCash(cash, holdings);
        return least >= 0 && !unbounded;
    }

    /// @notice Most that can be taken from `cash` so that `neverOwes` still holds, given that it holds.
    function slack(int256 cash, Holding[] memory holdings) internal pure returns (int256 least) {
        (least, ) = _leastCash(cash, holdings);
    }

    /// @dev The least that cash can be after any expiry, were every payoff the least possible.
    function _leastCash(int256 cash, Holding[] memory holdings) private pure returns (int256 least, bool unbounded) {
        least = cash;
        uint256[] memory left = new uint256[](holdings.length);
        for (uint256 i = 0; i < left.length; ++i) {
            left[i] = holdings[i].expiries.length;
        }
        for (uint256 time = _nextExpiry(holdings, left); time != type(uint256).max && !unbounded;) {
            for (uint256 i = 0; i < left.length; ++i) {
                if (left[i] == 0) continue;
                HeldExpiry memory e = holdings[i].expiries[left[i] - 1];
                if (e.expiry != time) continue;
                if (e.unbounded) unbounded = true;
                else cash += e.least;
                --left[i];
            }
            if (cash < least) least = cash;
            time = _nextExpiry(holdings, left);
        }
    }

    function _nextExpiry(Holding[] memory holdings, uint256[] memory left) private pure returns (uint256 next) {
        next = type(uint256).max;
        for (uint256 i = 0; i < left.length; ++i) {
            if (left[i] == 0) continue;
            uint256 expiry = holdings[i].expiries[left[i] - 1].expiry;
            if (expiry < next) next = expiry;
        }
    }

    /// @dev Fills the holding of the market to which the keys `start` to `end` − 1 belong, from the last expiry to the first.
    function _fill(
        Holding memory h,
        Position[] memory positions,
        uint256[] memory keys,
        uint256 start,
        uint256 end
    ) private pure {
        h.market = PositionKeys.market(keys[start]);
        _allocate(h, keys, start, end);
        uint256 options = 0;
        uint256 linear = 0;
        // Counters stay below the number of positions.
        unchecked {
            for (uint256 expiries = 0; end > start; ++expiries) {
                uint256 first = end;
                uint256 before = options;
                uint256 group = keys[end - 1] >> PositionKeys.EXPIRY_SHIFT;
                for (; first > start && keys[first - 1] >> PositionKeys.EXPIRY_SHIFT == group; --first) {
                    uint256 key = keys[first - 1];
                    Position memory p = positions[PositionKeys.place(key)];
                    if (PositionKeys.isOption(key)) h.options[options++] = _pack(p);
                    else _copy(p, h.linear[linear++]);
                }
                // Perpetuals come last, and have no expiry.
                uint40 expiry = PositionKeys.expiry(keys[first]);
                if (expiry != 0) {
                    HeldExpiry memory e = h.expiries[expiries];
                    (e.expiry, e.options) = (expiry, options - before);
                    if (e.options != 0) (e.least, e.unbounded) = PayoffBound.leastPayoff(positions, keys, first, end);
                }
                end = first;
            }
        }
    }

    function _allocate(Holding memory h, uint256[] memory keys, uint256 start, uint256 end) private pure {
        uint256 options = 0;
        uint256 expiries = 0;
        uint256 last = 0;
        unchecked {
            for (uint256 i = start; i < end; ++i) {
                uint256 key = keys[i];
                if (PositionKeys.isOption(key)) ++options;
                uint256 expiry = PositionKeys.expiry(key);
                if (expiry != last) ++expiries;
                last = expiry;
            }
            h.linear = new LinearLeg[](end - start - options);
        }
        h.options = new uint256[](options);
        h.expiries = new HeldExpiry[](expiries);
    }

    function _pack(Position memory p) private pure returns (uint256) {
        return (uint256(Instrument.unwrap(p.instrument)) << 128) | uint128(int128(p.size.toInt96()));
    }

    function _copy(Position memory p, LinearLeg memory leg) private pure {
        leg.expiry = p.instrument.expiry();
        (leg.size, leg.entryNotional, leg.fundingIndex) = (p.size, p.entryNotional, p.fundingIndex);
    }

    function _countMarkets(uint256[] memory keys) private pure returns (uint256 n) {
        for (uint256 end = keys.length; end > 0; ++n) {
            end = PositionKeys.startOf(keys, end, PositionKeys.MARKET_SHIFT);
        }
    }
}
